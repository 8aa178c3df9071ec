import './tickets-page.css';
import { A, useNavigate } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  on,
  Show,
  Switch,
  type JSX,
} from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import {
  ticketStatuses,
  type Ticket,
  type TicketStatus,
} from '../../../conversation/protocol/ticket.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { createListWindow } from '../../ui/list-window.ts';
import { Spacer } from '../../ui/spacer.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import { TransferDialog, type Transferable } from '../conversations/transfer-dialog.tsx';
import { TicketIcon } from '../ui/icons.tsx';
import { readTickets } from './read-tickets.ts';
import { TicketStatusMenu } from './ticket-status-menu.tsx';
import { answering, ticketStatusWords } from './ticket-words.ts';
import { TroubleLine } from '../../ui/trouble-line.tsx';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | {
      readonly state: 'there';
      readonly tickets: readonly ConversationSummary[];
      readonly more: boolean;
    };

const pageSize = 50;
/** Of a row on a wide screen, px: until it is measured. */
const rowHeight = 72;

/** Tickets of one's departments: new ones first. Follows what happens to them. */
export function TicketsPage(): JSX.Element {
  const { api, peer } = useConsole();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });
  const [status, setStatus] = createSignal<TicketStatus>();
  const [department, setDepartment] = createSignal<DepartmentId>();
  const [departments, setDepartments] = createSignal<ReadonlyMap<DepartmentId, string>>(new Map());
  const [limit, setLimit] = createSignal(pageSize);
  const [passes, setPasses] = createSignal<Transferable>();
  const [trouble, setTrouble] = createSignal<string>();
  let asked = 0;

  async function load() {
    asked += 1;
    const mine = asked;
    const result = await readTickets(api, {
      status: status(),
      department: department(),
      limit: limit(),
    });
    // A later question's answer is the one to show.
    if (mine !== asked) return;
    setLoaded(
      result.ok
        ? { state: 'there', tickets: result.value.tickets, more: result.value.more }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  async function loadDepartments() {
    const result = await api.departments();
    if (!result.ok) return;
    setDepartments(new Map(result.value.departments.map(({ id, name }) => [id, name])));
  }
  void loadDepartments();
  createEffect(on([status, department, limit, () => peer.ticketChanges()], () => void load()));

  const there = () => {
    const now = loaded();
    return now.state === 'there' ? now : undefined;
  };
  const failed = () => {
    const now = loaded();
    return now.state === 'failed' ? now.message : undefined;
  };
  /** By their ids: a row stays the same element while its ticket changes. */
  const byId = createMemo(
    () => new Map(there()?.tickets.map((one) => [one.conversation, one] as const)),
  );
  const ids = createMemo(() => [...byId().keys()], undefined, {
    equals: (a, b) => a.length === b.length && a.every((id, index) => id === b[index]),
  });
  const drawing = createListWindow(ids, (id) => id, rowHeight);
  const isFiltered = () => status() !== undefined || department() !== undefined;

  function Line(line: { readonly id: ConversationId }): JSX.Element {
    const summary = () => byId().get(line.id);
    const nameOf = (id: DepartmentId) =>
      departments().size > 1 ? departments().get(id) : undefined;
    return (
      <Show when={summary()}>
        {(summary) => (
          <Show when={summary().ticket}>
            {(ticket) => (
              <Row
                summary={summary()}
                ticket={ticket()}
                department={nameOf(summary().department)}
                onAssign={setPasses}
                onTrouble={setTrouble}
              />
            )}
          </Show>
        )}
      </Show>
    );
  }

  return (
    <div class="page">
      <div class="page-inner">
        <header class="page-head">
          <div>
            <h1 class="page-title">Tickets</h1>
            <p class="page-text">Conversations with a subject. New ones stand first.</p>
          </div>
          <div class="ticket-filters">
            <label class="ticket-filter">
              <span>Status</span>
              <select
                class="field-input"
                value={status() ?? ''}
                onChange={(event) =>
                  setStatus(ticketStatuses.find((it) => it === event.currentTarget.value))
                }
              >
                <option value="">All</option>
                <For each={ticketStatuses}>
                  {(it) => <option value={it}>{ticketStatusWords(it).label}</option>}
                </For>
              </select>
            </label>
            <Show when={departments().size > 1}>
              <label class="ticket-filter">
                <span>Department</span>
                <select
                  class="field-input"
                  value={department() ?? ''}
                  onChange={(event) =>
                    setDepartment(
                      [...departments().keys()].find((it) => it === event.currentTarget.value),
                    )
                  }
                >
                  <option value="">All</option>
                  <For each={[...departments()]}>
                    {([id, name]) => <option value={id}>{name}</option>}
                  </For>
                </select>
              </label>
            </Show>
          </div>
        </header>
        <TroubleLine sentence={trouble()} />
        <Switch>
          <Match when={failed()}>
            {(message) => (
              <EmptyState
                title="The list cannot be shown"
                text={message()}
                action={<Button onClick={() => void load()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card tickets-loading" role="status">
              <span class="sr-only">Loading tickets</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
          <Match when={there()?.tickets.length === 0}>
            <Show
              when={isFiltered()}
              fallback={
                <EmptyState
                  icon={<TicketIcon />}
                  title="No tickets yet"
                  text="Clients leave tickets when nobody is available. Make one yourself: open a conversation, choose More, then Make a ticket."
                  action={
                    <A href="/" class="button" data-look="primary" data-size="normal">
                      Go to the conversations
                    </A>
                  }
                />
              }
            >
              <EmptyState
                icon={<TicketIcon />}
                title="No ticket fits"
                text="Others may have another status, or belong to another department."
                action={
                  <Button
                    look="primary"
                    onClick={() => {
                      setStatus(undefined);
                      setDepartment(undefined);
                    }}
                  >
                    Show all
                  </Button>
                }
              />
            </Show>
          </Match>
          <Match when={there()}>
            {(now) => (
              <>
                <ul
                  ref={(element) => drawing.attach(element)}
                  class="card tickets"
                  aria-label="Tickets"
                >
                  <Spacer height={drawing.above()} />
                  <For each={drawing.drawn()}>{(id) => <Line id={id} />}</For>
                  <Spacer height={drawing.below()} />
                </ul>
                <Show when={now().more}>
                  <Button onClick={() => setLimit((count) => count + pageSize)}>Show more</Button>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </div>
      <TransferDialog
        conversation={passes()}
        onDone={() => setPasses(undefined)}
        onClose={() => setPasses(undefined)}
      />
    </div>
  );
}

interface RowProps {
  readonly summary: ConversationSummary;
  readonly ticket: Ticket;
  /** Its name; undefined where there is only one. */
  readonly department: string | undefined;
  onAssign(conversation: Transferable): void;
  onTrouble(sentence: string | undefined): void;
}

function Row(props: RowProps): JSX.Element {
  const { desk, labels, me, peer } = useConsole();
  const navigate = useNavigate();
  const id = () => props.summary.conversation;
  const isMine = () => peer.listed().some(({ conversation }) => conversation === id());
  const isOpen = () => props.summary.status.state !== 'closed';
  const mayAssign = () => isOpen() && (isAdmin(me) || isMine());
  const who = () => {
    const { status } = props.summary;
    if (status.state === 'assigned') return `With ${status.to.name}`;
    return status.state === 'waiting' ? 'Nobody answers yet' : 'Closed';
  };
  function open() {
    // Somebody else's is looked at; that is for admins.
    if (!isMine()) desk.watch(id());
    navigate(`/conversations/${id()}`);
  }
  async function takeOver() {
    const answer = await peer.peer.staff.takeOver(id(), answering(props.summary.status));
    props.onTrouble(answer.ok ? undefined : answer.refusal);
    if (answer.ok) navigate(`/conversations/${id()}`);
  }
  return (
    <li class="ticket" aria-label={props.ticket.subject}>
      <div class="ticket-what">
        <p class="ticket-subject">
          <span class="ticket-number">#{props.ticket.number}</span>{' '}
          <bdi>{props.ticket.subject}</bdi>
        </p>
        <p class="quiet">
          <bdi>{props.summary.client.name}</bdi>, <bdi>{who()}</bdi>
          <Show when={props.department}>
            {(name) => (
              <>
                , <bdi>{name()}</bdi>
              </>
            )}
          </Show>
          , <span class="tabular">{labels.full(props.ticket.since)}</span>
        </p>
      </div>
      <TicketStatusMenu
        conversation={id()}
        ticket={props.ticket}
        onTrouble={(sentence) => props.onTrouble(sentence)}
      />
      <div class="ticket-actions">
        <Show when={mayAssign()}>
          <Button
            size="small"
            aria-label={`Assign #${props.ticket.number}`}
            onClick={() =>
              props.onAssign({
                id: id(),
                clientName: props.summary.client.name,
                status: props.summary.status,
                isTicket: true,
              })
            }
          >
            Assign
          </Button>
        </Show>
        <Switch>
          <Match when={isMine() || (isAdmin(me) && isOpen())}>
            <Button size="small" aria-label={`Open #${props.ticket.number}`} onClick={open}>
              Open
            </Button>
          </Match>
          <Match when={isAdmin(me)}>
            <A
              href={`/archive/${id()}`}
              class="button"
              data-look="quiet"
              data-size="small"
              aria-label={`Read #${props.ticket.number}`}
            >
              Read
            </A>
          </Match>
          <Match when={isOpen()}>
            <Button
              size="small"
              aria-label={`Take over #${props.ticket.number}`}
              onClick={() => void takeOver()}
            >
              Take over
            </Button>
          </Match>
        </Switch>
      </div>
    </li>
  );
}
