import { createResource, For, Show, type JSX } from 'solid-js';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { TroubleAgain } from '../signed-in/ui/trouble-again.tsx';
import { momentWords } from '../ui/moment-words.ts';
import type { AccountApi } from './account-api.ts';
import { chatAt } from './chat-at.ts';

/** Whom one can write to: a conversation at once, or a ticket with a subject (U1, C1). */
export function Offices(props: {
  readonly api: Pick<AccountApi, 'publicDepartments'>;
  readonly account: AccountId;
}): JSX.Element {
  const [asked, { refetch }] = createResource(() => props.api.publicDepartments());
  const list = () => {
    const now = asked();
    const all = now?.ok === true ? now.value.departments : [];
    return all.filter(({ kinds }) => kinds.includes('support'));
  };
  const trouble = () => {
    const now = asked();
    return now?.ok === false ? now.refusal.message : undefined;
  };
  return (
    <Show when={list().length > 0 || trouble() !== undefined}>
      <h2 class="dash-title">Write to us</h2>
      <TroubleAgain sentence={trouble()} onAgain={() => void refetch()} />
      <Show when={list().length > 0}>
        <ul class="card dash-list" aria-label="Whom you can write to">
          <For each={list()}>
            {(one) => (
              <li class="dash-line own-head">
                <div>
                  <h3 class="dash-office">{one.name}</h3>
                  <p class="quiet">{one.description}</p>
                  <Show when={!one.isOpen}>
                    <p class="quiet">
                      Closed now.
                      {one.opensAt === undefined ? '' : ` Opens ${momentWords(one.opensAt)}.`}
                    </p>
                  </Show>
                </div>
                <div class="own-ways">
                  <a
                    class="button"
                    data-size="normal"
                    aria-label={`New ticket to ${one.name}`}
                    href={chatAt(props.account, { department: one.id, ticket: '' })}
                  >
                    New ticket
                  </a>
                  <a
                    class="button"
                    data-look="primary"
                    data-size="normal"
                    aria-label={`Start a conversation with ${one.name}`}
                    href={chatAt(props.account, { department: one.id })}
                  >
                    Start
                  </a>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Show>
  );
}
