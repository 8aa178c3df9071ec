import './beside.css';
import { A } from '@solidjs/router';
import { createResource, For, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { isAdmin, useConsole } from '../console-context.ts';
import { statusWords } from '../conversations/client-facts.ts';

/** Other conversations of the same client; nothing where there are none that one may read. */
export function PreviousSection(props: { readonly conversation: ConversationId }): JSX.Element {
  const { api, labels, me } = useConsole();
  const [previous] = createResource(
    () => props.conversation,
    async (conversation) => {
      const result = await api.previous(conversation);
      return result.ok ? result.value.conversations : [];
    },
  );
  /** What is over is read in the archive, where one may; else as one had it. */
  const pathOf = ({ conversation, status }: ConversationSummary) =>
    isAdmin(me) && status.state === 'closed'
      ? `/archive/${conversation}`
      : `/conversations/${conversation}`;
  return (
    <Show when={(previous.latest?.length ?? 0) > 0}>
      <section class="context-part" aria-label="Previous conversations">
        <h4 class="context-label">Previous conversations</h4>
        <ul class="previous">
          <For each={previous.latest}>
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
