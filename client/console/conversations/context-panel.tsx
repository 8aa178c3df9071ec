import './context-panel.css';
import { For, Show, type JSX } from 'solid-js';
import { linkWords } from '../../chat/link-mark.tsx';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Avatar, Dot } from '../../ui/marks.tsx';
import { useConsole } from '../console-context.ts';
import { HostContextSection } from '../host-context/host-context-section.tsx';
import { ticketStatusWords } from '../tickets/ticket-words.ts';
import { ArrangeSection } from '../beside/arrange-section.tsx';
import { AttributesSection } from '../beside/attributes-section.tsx';
import { NotesSection } from '../beside/notes-section.tsx';
import type { Notes } from '../beside/notes.ts';
import { PreviousSection } from '../beside/previous-section.tsx';
import { AskedSection } from './asked-section.tsx';
import { ClientKnown } from './client-known.tsx';
import { roleWords, shortId, statusWords } from './client-facts.ts';
import type { OpenConversation } from './desk.ts';
import { TransferNotes } from './transfer-notes.tsx';

export interface ContextPanelProps {
  readonly open: OpenConversation;
  readonly notes: Notes;
  onGoToNote(note: string): void;
  onClose(): void;
}

/** Who the client is, how they are connected, and who else takes part. */
export function ContextPanel(props: ContextPanelProps): JSX.Element {
  const { desk, labels } = useConsole();
  const count = new Intl.NumberFormat('en');
  const state = () => props.open.state;
  const name = () => props.open.client()?.name ?? 'Client';
  const status = () => state().status() ?? props.open.summary()?.status;
  const isDepartment = () => props.open.summary()?.kind === 'departments';
  /** Of others’ conversations one knows what lies beside them, and no more. */
  const takesPart = () => desk.part(props.open.id) !== 'none' || status()?.state === 'closed';
  const link = () => linkWords(state().link());
  const messages = () =>
    state()
      .items()
      .filter(({ kind }) => kind === 'message').length;
  const people = () =>
    state()
      .others()
      .filter(({ role }) => role !== 'server');
  const isHere = (id: string) =>
    state()
      .here()
      .some((one) => one.id === id);
  return (
    <aside class="context-panel" aria-label="About this conversation">
      <header class="context-head">
        <Avatar name={name()} size="large" here={isHere(props.open.client()?.id ?? '')} />
        <div class="context-names">
          <h3 class="context-title">
            <bdi>{name()}</bdi>
          </h3>
          <Show
            when={!isDepartment() && props.open.client()}
            fallback={<p class="quiet">{isDepartment() ? 'A department' : ''}</p>}
          >
            {(client) => (
              <p class="quiet" title={client().id}>
                Client <span class="mono">{shortId(client().id)}</span>
              </p>
            )}
          </Show>
        </div>
        <IconButton class="context-close" label="Hide details" onClick={() => props.onClose()}>
          <CloseIcon />
        </IconButton>
      </header>

      <Show when={props.open.summary()}>{(summary) => <ArrangeSection summary={summary()} />}</Show>
      <NotesSection notes={props.notes} onGoTo={(note) => props.onGoToNote(note)} />

      <Show when={!isDepartment()}>
        <ClientKnown conversation={props.open.id} />
        <AskedSection conversation={props.open.id} />
        <HostContextSection conversation={props.open.id} />
        <AttributesSection conversation={props.open.id} />
        <PreviousSection conversation={props.open.id} />
      </Show>

      <Show when={takesPart()}>
        <section class="context-part" aria-label="Connection">
          <h4 class="context-label">Connection</h4>
          <p class="context-line">
            <Dot tone={link().tone} /> {link().label}
          </p>
          <p class="quiet">{link().sentence}</p>
        </section>
      </Show>

      <section class="context-part" aria-label="Conversation facts">
        <h4 class="context-label">Conversation</h4>
        <dl class="facts tabular">
          <Show when={status()}>
            {(status) => (
              <>
                <dt>State</dt>
                <dd>{statusWords(status())}</dd>
                <dt>Since</dt>
                <dd>{labels.full(status().since)}</dd>
              </>
            )}
          </Show>
          <Show when={props.open.summary()?.ticket}>
            {(ticket) => (
              <>
                <dt>Ticket</dt>
                <dd>
                  <span class="ticket-number">#{ticket().number}</span>{' '}
                  {ticketStatusWords(ticket().status).label}
                </dd>
                <dt>Subject</dt>
                <dd>
                  <bdi>{ticket().subject}</bdi>
                </dd>
              </>
            )}
          </Show>
          <Show when={takesPart()}>
            <dt>Messages</dt>
            <dd>{count.format(messages())}</dd>
          </Show>
          <Show when={props.open.summary()}>
            {(summary) => (
              <>
                <dt>Began</dt>
                <dd>{labels.full(summary().createdAt)}</dd>
              </>
            )}
          </Show>
        </dl>
      </section>

      <TransferNotes conversation={props.open.id} since={status()?.since} />

      <Show when={people().length > 1}>
        <section class="context-part" aria-label="Participants">
          <h4 class="context-label">Taking part</h4>
          <ul class="context-people">
            <For each={people()}>
              {(person) => (
                <li>
                  <Avatar
                    name={person.name}
                    bot={person.role === 'bot'}
                    size="small"
                    here={isHere(person.id)}
                  />
                  <bdi>{person.name}</bdi>
                  <span class="quiet">{roleWords(person.role)}</span>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
    </aside>
  );
}
