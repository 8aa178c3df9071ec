import { createEffect, createResource, For, on, Show, type JSX } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { useConsole } from '../console-context.ts';

export interface TransferNotesProps {
  readonly conversation: ConversationId;
  /** Changes when somebody else answers. */
  readonly since: unknown;
}

/** Who passed the conversation on, and what they said to whoever comes next. Nothing where nobody did. */
export function TransferNotes(props: TransferNotesProps): JSX.Element {
  const { api, labels } = useConsole();
  const [transfers, { refetch }] = createResource(
    () => props.conversation,
    async (conversation) => {
      const result = await api.transfers(conversation);
      return result.ok ? result.value.transfers : [];
    },
  );
  createEffect(
    on(
      () => props.since,
      () => void refetch(),
      { defer: true },
    ),
  );
  return (
    <Show when={(transfers.latest?.length ?? 0) > 0}>
      <section class="context-part" aria-label="Passed on">
        <h4 class="context-label">Passed on</h4>
        <ul class="transfer-notes">
          <For each={transfers.latest}>
            {(transfer) => (
              <li>
                <p>
                  <bdi>{transfer.by}</bdi> to <bdi>{transfer.to.name}</bdi>{' '}
                  <span class="quiet tabular">{labels.full(transfer.at)}</span>
                </p>
                <Show when={transfer.note}>
                  {(note) => (
                    <blockquote class="transfer-quote">
                      <bdi>{note()}</bdi>
                    </blockquote>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
