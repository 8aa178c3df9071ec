import { Show, type JSX } from 'solid-js';
import { useConsole } from '../console-context.ts';
import { commandOf, type CommandId } from './commands.ts';
import { isSingle, keyWords } from './keys.ts';

/** The key of a command, where it works. */
export function KeyHint(props: { readonly command: CommandId }): JSX.Element {
  const { preferences, isMac } = useConsole();
  const chord = () =>
    commandOf(props.command).keys?.find((one) => !isSingle(one) || preferences.singleKeys.now());
  return (
    <Show when={chord()}>{(chord) => <kbd class="key-hint">{keyWords(chord(), isMac)}</kbd>}</Show>
  );
}

/** For the tooltip of whatever does the same: "Close conversation (E)". */
export function useHint(): (words: string, command: CommandId) => string {
  const { preferences, isMac } = useConsole();
  return (words, command) => {
    const chord = commandOf(command).keys?.find(
      (one) => !isSingle(one) || preferences.singleKeys.now(),
    );
    return chord === undefined ? words : `${words} (${keyWords(chord, isMac)})`;
  };
}
