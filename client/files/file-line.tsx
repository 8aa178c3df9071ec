import { createSignal, For, onCleanup, Show, type JSX } from 'solid-js';
import type { FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { fileLine, type FileDeed } from './file-words.ts';
import type { Receiving, ReceivingState } from './receiving.ts';
import type { Transfers } from './transfers.ts';
import { t } from '../words/words.ts';

export interface FileLineProps {
  readonly conversation: ConversationId;
  readonly file: FileRef;
  readonly coming: ReceivingState | undefined;
  readonly transfers: Transfers;
  readonly receiving: Receiving;
}

/** How far it is, and what can be done about that. Which way it goes needs no words. */
export function FileLine(props: FileLineProps): JSX.Element {
  const { transfers, receiving, conversation, file } = props;
  const [going, setGoing] = createSignal(transfers.sending(file.hash));
  onCleanup(transfers.onChange(() => setGoing(transfers.sending(file.hash))));
  const line = () => fileLine(file.size, going(), props.coming);

  function act(deed: FileDeed): void {
    const isOwn = going() !== undefined;
    switch (deed) {
      case 'pause':
        return isOwn ? transfers.pause(file.hash) : receiving.pause(conversation, file);
      case 'cancel':
        return isOwn ? transfers.cancel(file.hash) : receiving.cancel(conversation, file);
      case 'resume':
        return isOwn ? transfers.resume(file.hash) : receiving.want(conversation, file);
      case 'again':
        return receiving.want(conversation, file);
    }
  }

  return (
    <>
      <Show when={line().share !== undefined}>
        <progress
          class="file-progress"
          max="1"
          value={line().share ?? 0}
          aria-label={t('file.progress', { name: file.name })}
        />
      </Show>
      <span class="file-line">
        <span role="status">{line().words}</span>
        <For each={line().deeds}>
          {(deed) => (
            <button
              type="button"
              class="link"
              aria-label={t(`file.${deed}-it`, { name: file.name })}
              onClick={() => act(deed)}
            >
              {t(`file.${deed}`)}
            </button>
          )}
        </For>
      </span>
    </>
  );
}
