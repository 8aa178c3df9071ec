import './context-panel.css';
import { For, Show, type JSX } from 'solid-js';
import { linkWords } from '../../chat/link-mark.tsx';
import type { GroupPeople } from '../../groups/group-people.ts';
import { KindFace } from '../../groups/kind-face.tsx';
import { kindSentence, markOf } from '../../groups/kind-words.ts';
import { PeoplePanel } from '../../groups/people-panel.tsx';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Avatar, Dot } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { statusWords } from './client-facts.ts';
import type { OpenConversation } from './desk.ts';

export interface GroupContextProps {
  readonly open: OpenConversation;
  readonly people: GroupPeople;
  onGone(): void;
  onClose(): void;
}

/** Who takes part in a group, and what it is. */
export function GroupContext(props: GroupContextProps): JSX.Element {
  const { api, clock, desk, labels, ownDepartments } = useConsole();
  const state = () => props.open.state;
  const summary = () => props.open.summary();
  const link = () => linkWords(state().link());
  const status = () => state().status() ?? summary()?.status;
  /** Nobody is invited or put out by whoever looks at these. */
  const isPlain = () => summary()?.kind === 'departments' || desk.part(props.open.id) === 'watches';
  const faces = () => {
    const you = state().you();
    const all = you === undefined ? state().others() : [you, ...state().others()];
    return all.filter(({ role }) => role !== 'server');
  };
  const here = () =>
    new Set(
      state()
        .here()
        .map(({ id }) => id),
    );
  return (
    <aside class="context-panel" aria-label="About this conversation">
      <header class="context-head">
        <KindFace kind={summary()?.kind ?? 'study-group'} name={props.open.title()} size="large" />
        <div class="context-names">
          <h3 class="context-title">
            <bdi>{props.open.title()}</bdi>
          </h3>
          <Show when={summary()}>
            {(known) => (
              <p class="quiet">{markOf(known(), ownDepartments.nameOf(known().department))}</p>
            )}
          </Show>
        </div>
        <IconButton class="context-close" label="Hide details" onClick={() => props.onClose()}>
          <CloseIcon />
        </IconButton>
      </header>

      <section class="context-part" aria-label="People">
        <h4 class="context-label">Taking part</h4>
        <Show
          when={isPlain()}
          fallback={
            <PeoplePanel
              api={api}
              clock={clock}
              conversation={props.open.id}
              department={summary()?.department}
              title={props.open.title()}
              people={props.people}
              here={here()}
              onGone={() => props.onGone()}
            />
          }
        >
          <ul class="context-people">
            <For each={faces()}>
              {(person) => (
                <li>
                  <Avatar
                    name={person.name}
                    bot={person.role === 'bot'}
                    size="small"
                    here={here().has(person.id)}
                  />
                  <bdi>{person.name}</bdi>
                  <Show when={summary()?.kind === 'departments'}>
                    <span class="quiet">{person.role === 'client' ? 'Asked' : 'Answers'}</span>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </section>

      <section class="context-part" aria-label="Connection">
        <h4 class="context-label">Connection</h4>
        <p class="context-line">
          <Dot tone={link().tone} /> {link().label}
        </p>
        <p class="quiet">{link().sentence}</p>
      </section>

      <Show when={summary()}>
        {(known) => (
          <section class="context-part" aria-label="Conversation facts">
            <h4 class="context-label">Conversation</h4>
            <p class="quiet">{kindSentence(known().kind)}</p>
            <dl class="facts tabular">
              <Show when={status()}>
                {(now) => (
                  <>
                    <dt>State</dt>
                    <dd>{statusWords(now())}</dd>
                  </>
                )}
              </Show>
              <dt>Began</dt>
              <dd>{labels.full(known().createdAt)}</dd>
            </dl>
          </section>
        )}
      </Show>
    </aside>
  );
}
