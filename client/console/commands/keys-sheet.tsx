import './palette.css';
import { For, type JSX } from 'solid-js';
import { Switch } from '../../ui/switch.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { commandGroups, commands, type Command } from './commands.ts';
import { keyWords } from './keys.ts';
import type { OverlayProps } from './palette.tsx';

/** Keys that belong to a field or a list, and so to no command. */
const others: readonly (readonly [keys: string, words: string])[] = [
  ['Enter', 'Send what is written'],
  ['Shift Enter', 'Begin a new line'],
  ['↑', 'In an empty field: change the last message'],
  ['/', 'At the beginning of a word: canned replies'],
  ['Escape', 'Leave what is open, or go back to the list'],
];

/** All keys, from the one list of commands. */
export function KeysSheet(props: OverlayProps): JSX.Element {
  const { isMac, preferences } = useConsole();
  const withKeys = (group: Command['group']) =>
    commands.filter((one) => one.group === group && one.keys !== undefined);
  return (
    <Dialog
      open
      title="Keys"
      description="They work while you are not writing. Those with Ctrl or ⌘ work everywhere."
      class="keys-sheet"
      onClose={() => props.onClose()}
    >
      <Switch
        label="Single keys"
        title="Keys without Ctrl or ⌘"
        on={preferences.singleKeys.now()}
        onChange={(on) => preferences.singleKeys.set(on)}
      />
      <div class="keys-groups">
        <For each={commandGroups.filter((group) => withKeys(group).length > 0)}>
          {(group) => (
            <section aria-label={group}>
              <h3>{group}</h3>
              <dl class="keys-list">
                <For each={withKeys(group)}>
                  {(command) => (
                    <div>
                      <dt>{command.name}</dt>
                      <dd>
                        <For each={command.keys}>
                          {(chord) => <kbd class="key-hint">{keyWords(chord, isMac)}</kbd>}
                        </For>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
        <section aria-label="While you write">
          <h3>While you write</h3>
          <dl class="keys-list">
            <For each={others}>
              {([keys, words]) => (
                <div>
                  <dt>{words}</dt>
                  <dd>
                    <kbd class="key-hint">{keys}</kbd>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
