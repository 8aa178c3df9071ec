import './beside.css';
import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { isAdmin, useConsole } from '../console-context.ts';
import { TroubleAgain } from '../../signed-in/ui/trouble-again.tsx';
import { createAskedOfServer } from '../conversations/asked-of-server.ts';
import { statusWords } from '../conversations/client-facts.ts';

/** Other conversations of the same client; nothing where there are none that one may read. */
export function PreviousSection(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api, labels, me } = useConsole();
  const asked = createAskedOfServer(
    () => props.conversation,
    (conversation) => api.previous(conversation),
  );
  const previous = () => asked.value()?.conversations ?? [];
  /** What is over is read in the archive, where one may; else as one had it. */
  const pathOf = ({ conversation, status }: ConversationSummary) =>
    isAdmin(me) && status.state === 'closed'
      ? `/archive/${conversation}`
      : `/conversations/${conversation}`;
  return (
    <Show when={previous().length > 0 || asked.trouble() !== undefined}>
      <section class="context-part" aria-label="Previous conversations">
        <h4 class="context-label">Previous conversations</h4>
        <TroubleAgain sentence={asked.trouble()} onAgain={() => asked.again()} />
        <ul class="previous">
          <For each={previous()}>
            {(one) => (
              <li>
                <A href={pathOf(one)}>
                  <bdi>{one.ticket?.subject ?? labels.full(one.createdAt)}</bdi>
                </A>
                <span class="quiet">{statusWords(one.status)}</span>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
