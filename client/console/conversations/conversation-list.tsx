import './conversation-list.css';
import { A } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createRenderEffect,
  For,
  Match,
  Show,
  Switch,
  type JSX,
} from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { linkWords } from '../../chat/link-mark.tsx';
import { markOf } from '../../groups/kind-words.ts';
import { matches } from '../../ui/filter.ts';
import { createListWindow } from '../../ui/list-window.ts';
import { Avatar, Badge, Dot } from '../../ui/marks.tsx';
import { Spacer } from '../../ui/spacer.tsx';
import { useConsole } from '../console-context.ts';
import { AllList } from './all-list.tsx';
import type { Beside } from '../beside/beside.ts';
import { RowBeside } from '../beside/row-beside.tsx';
import type { Closing } from './closing.ts';
import type { OpenConversation } from './desk.ts';
import { GroupRow } from './group-row.tsx';
import { createListChoice } from './list-choice.ts';
import { countOf, fits, type Filtered } from './list-filter.ts';
import { ListFilterHead } from './list-filter-head.tsx';
import { ListHead } from './list-head.tsx';
import { NoGroups } from './no-groups.tsx';
import { NotKnownYet } from './not-known-yet.tsx';
import { urgencyOf, waitingLabel, waitingWords } from './waiting-time.ts';

export interface ListHandle {
  focus(conversation: ConversationId): void;
  /** Goes on to the next row, or back to the one before. */
  step(by: 1 | -1): void;
  /** Into the field that narrows the list. */
  search(): void;
  /** Applies an arrow, Home or End. @returns whether the key meant something. */
  move(event: KeyboardEvent): boolean;
}

export interface ConversationListProps {
  readonly closing: Closing;
  onNew(): void;
  handle(handle: ListHandle): void;
}

export function ConversationList(props: ConversationListProps): JSX.Element {
  const { beside, desk, drafts, peer } = useConsole();
  let list: HTMLUListElement | undefined;
  let pane!: HTMLElement;

  const choice = createListChoice(drafts);
  const { filter, words } = choice;
  const rowsIn = (all: readonly OpenConversation[]) =>
    all.filter((open) =>
      desk.shown() === 'groups'
        ? matches(words(), textsOf(open))
        : fits(filter(), words(), filteredOf(open, beside)),
    );
  const answered = () => (filter().state === 'snoozed' ? desk.asleep() : desk.ordered());
  const otherList = () => {
    const list = desk.shown();
    return list === 'queue' || list === 'mentions' || list === 'all' ? list : undefined;
  };
  const allRows = () => (desk.shown() === 'groups' ? desk.groups() : answered());
  const shownRows = createMemo(() => rowsIn(allRows()));
  const drawing = createListWindow(shownRows, ({ id }) => id, rowHeight);
  const take = (element: HTMLUListElement) => {
    list = element;
    drawing.attach(element);
  };
  const isNarrowed = () => words() !== '' || countOf(filter()) > 0;
  const links = () => [...(list?.querySelectorAll<HTMLAnchorElement>('a.row') ?? [])];
  const linkOf = (id: string | undefined) => links().find((link) => link.dataset['id'] === id);
  const focusedId = () =>
    list?.contains(document.activeElement) === true
      ? (document.activeElement as HTMLElement).dataset['id']
      : undefined;

  props.handle({
    focus: (id) => linkOf(id)?.focus(),
    move(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      // Elsewhere the arrows scroll, and Home and End are the thread's.
      const isElsewhere = document.activeElement !== document.body && focusedId() === undefined;
      return isElsewhere ? false : go(event.key);
    },
    step: (by) => void go(by === 1 ? 'ArrowDown' : 'ArrowUp'),
    search: () => pane.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  });

  function go(key: string): boolean {
    const rows = shownRows();
    const at = rows.findIndex(({ id }) => id === (focusedId() ?? desk.selected()?.id));
    const to = target(key, at, rows.length);
    if (to === undefined || list === undefined) return false;
    drawing.goTo(to);
    linkOf(rows[to]?.id)?.focus();
    return rows.length > 0;
  }

  // The browser takes the focus from an element that moves: give it back after the rows were put in order.
  let held: string | undefined;
  createRenderEffect(() => {
    shownRows();
    held = focusedId();
  });

  const view = (
    <section ref={(element) => (pane = element)} class="list-pane" aria-labelledby="list-title">
      <ListHead onNew={() => props.onNew()} />
      <ListFilterHead
        choice={choice}
        onlyWords={desk.shown() === 'groups'}
        onDown={() => links()[0]?.focus()}
      />
      <Switch>
        <Match when={otherList()} keyed>
          {(which) => <AllList list={which} filter={filter()} words={words()} />}
        </Match>
        <Match when={!peer.isKnown() && allRows().length === 0}>
          <NotKnownYet />
        </Match>
        <Match when={desk.shown() === 'groups'}>
          <Show when={desk.groups().length > 0} fallback={<NoGroups onNew={() => props.onNew()} />}>
            <ul ref={take} class="list" aria-label="Groups">
              <Spacer height={drawing.above()} />
              <For each={drawing.drawn()} fallback={<NothingFits />}>
                {(open) => <GroupRow open={open} closes={props.closing.pending().has(open.id)} />}
              </For>
              <Spacer height={drawing.below()} />
            </ul>
          </Show>
        </Match>
        <Match when={true}>
          <ul ref={take} class="list" aria-label="Conversations">
            <Spacer height={drawing.above()} />
            <For each={drawing.drawn()} fallback={isNarrowed() ? <NothingFits /> : undefined}>
              {(open) => <Row open={open} closes={props.closing.pending().has(open.id)} />}
            </For>
            <Spacer height={drawing.below()} />
          </ul>
        </Match>
      </Switch>
    </section>
  );
  createEffect(() => {
    shownRows();
    if (held !== undefined && document.activeElement === document.body) linkOf(held)?.focus();
  });
  return view;
}

/** Of a row with two lines, px: until it is measured. */
const rowHeight = 56;

function NothingFits(): JSX.Element {
  return <li class="list-nothing">No conversation fits.</li>;
}

function filteredOf(open: OpenConversation, beside: Pick<Beside, 'of'>): Filtered {
  const { labels, priority, snoozedUntil } = beside.of(open.id);
  const status = open.state.status() ?? open.summary()?.status;
  return {
    department: open.summary()?.department,
    labels,
    priority,
    state: status?.state ?? 'open',
    snoozed: snoozedUntil !== undefined,
    unread: open.attention().unread,
    texts: textsOf(open),
  };
}

/** What a filter looks in. */
function textsOf(open: OpenConversation): readonly (string | undefined)[] {
  const summary = open.summary();
  return [
    open.title(),
    open.lastLine()?.text,
    summary?.ticket && `#${summary.ticket.number} ${summary.ticket.subject}`,
    summary && markOf(summary),
    ...open.state.others().map(({ name }) => name),
  ];
}

/** @returns the row a key leads to; undefined for keys that do not move. */
export function target(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

interface RowProps {
  readonly open: OpenConversation;
  readonly closes: boolean;
}

function Row(props: RowProps): JSX.Element {
  const { desk, ownDepartments } = useConsole();
  const name = () => props.open.title();
  const isSelected = () => desk.selected() === props.open;
  const isClosed = () => props.open.state.status()?.state === 'closed' || props.closes;
  const link = () => linkWords(props.open.state.link());
  const unread = () => props.open.attention().unread;
  const mark = () => {
    const summary = props.open.summary();
    return summary && markOf(summary, ownDepartments.nameOf(summary.department));
  };
  return (
    <li class="list-item" aria-label={name()}>
      <A
        href={`/conversations/${props.open.id}`}
        class="row"
        data-id={props.open.id}
        data-unread={unread() > 0}
        data-closed={isClosed()}
        aria-current={isSelected() ? 'page' : undefined}
      >
        <span class="row-face">
          <Avatar name={name()} />
          <span class="row-link" title={`${link().label}. ${link().sentence}`}>
            <Dot tone={link().tone} pulse={props.open.state.link() === 'connecting'} />
          </span>
        </span>
        <span class="row-name">
          <bdi>{name()}</bdi>
        </span>
        <span class="row-time tabular">
          <Show when={!isClosed()} fallback={<span class="row-quiet">Closed</span>}>
            <Waiting open={props.open} />
          </Show>
        </span>
        <span class="row-line">
          <LastLine open={props.open} />
        </span>
        <Show when={mark()}>{(words) => <span class="row-ticket">{words()}</span>}</Show>
        <Show when={props.open.summary()?.ticket}>
          {(ticket) => (
            <span class="row-ticket">
              <span class="ticket-number">#{ticket().number}</span> <bdi>{ticket().subject}</bdi>
            </span>
          )}
        </Show>
        <RowBeside conversation={props.open.id} />
        <Show when={unread() > 0}>
          <Badge tone="accent" label={`${unread()} unread`}>
            {unread() > 99 ? '99+' : unread()}
          </Badge>
        </Show>
        <span class="sr-only">{link().label}</span>
      </A>
    </li>
  );
}

function LastLine(props: { readonly open: OpenConversation }): JSX.Element {
  const typing = () => props.open.state.typing().some(({ role }) => role === 'client');
  return (
    <Show when={!typing()} fallback={<span class="row-typing">typing…</span>}>
      <Show when={props.open.lastLine()} fallback={<span>Nothing written yet</span>}>
        {(line) => (
          <>
            <Show when={line().mine}>
              <span class="row-you">You: </span>
            </Show>
            <bdi>{line().text}</bdi>
          </>
        )}
      </Show>
    </Show>
  );
}

/** Waits are counted to the second for a minute only: what moves draws the eye. */
function Waiting(props: { readonly open: OpenConversation }): JSX.Element {
  const { now, labels } = useConsole();
  const since = () => props.open.attention().waitingSince;
  return (
    <Show
      when={since()}
      fallback={<span class="row-quiet">{labels.clock(props.open.attention().activeAt)}</span>}
    >
      {(since) => (
        <span class="row-waiting" data-urgency={urgencyOf(now() - since())}>
          <span aria-hidden="true">{waitingLabel(now() - since())}</span>
          <span class="sr-only">waiting for {waitingWords(now() - since())}</span>
        </span>
      )}
    </Show>
  );
}
