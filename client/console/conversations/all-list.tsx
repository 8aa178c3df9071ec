import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import { KindFace } from '../../groups/kind-face.tsx';
import { markOf, titleOf } from '../../groups/kind-words.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { RowBeside } from '../beside/row-beside.tsx';
import { InboxIcon } from '../../ui/more-icons.tsx';
import { createListWindow } from '../../ui/list-window.ts';
import { Spacer } from '../../ui/spacer.tsx';
import { isAdmin, useConsole } from '../console-context.ts';
import { fits, rankOf, type ListFilter } from './list-filter.ts';
import { answering } from '../tickets/ticket-words.ts';
import { NotKnownYet } from './not-known-yet.tsx';
import { compareOverview } from './overview-order.ts';
import { waitingLabel } from './waiting-time.ts';

export interface AllListProps {
  /** Those that nobody answers yet, those in which one is mentioned, or all. */
  readonly list: 'queue' | 'mentions' | 'all';
  readonly filter: ListFilter;
  readonly words: string;
}

/** Open conversations of one’s departments, those that wait longest on top. */
export function AllList(props: AllListProps): JSX.Element {
  const { beside, desk, peer } = useConsole();
  const all = () => {
    if (props.list === 'mentions') return beside.mentioned();
    const open = peer.overview();
    return props.list === 'queue' ? open.filter(({ status }) => status.state === 'waiting') : open;
  };
  const isKnown = () => props.list === 'mentions' || peer.isOverviewWhole();
  const rank = ({ conversation }: ConversationSummary) => rankOf(beside.of(conversation).priority);
  const ordered = createMemo(() => all().toSorted((a, b) => compareOverview(a, b, rank)));
  const shown = createMemo(() =>
    ordered().filter((summary) =>
      fits(props.filter, props.words, {
        department: summary.department,
        labels: beside.of(summary.conversation).labels,
        state: summary.status.state,
        snoozed: beside.of(summary.conversation).snoozedUntil !== undefined,
        priority: beside.of(summary.conversation).priority,
        // What one has not open is not counted.
        unread: desk.unreadOf(summary.conversation),
        texts: [
          titleOf(summary),
          summary.client.name,
          summary.ticket && `#${summary.ticket.number} ${summary.ticket.subject}`,
          markOf(summary),
          summary.status.state === 'assigned' ? summary.status.to.name : undefined,
        ],
      }),
    ),
  );
  /** By their ids: a row stays the same element while its conversation changes. */
  const byId = createMemo(() => new Map(shown().map((one) => [one.conversation, one] as const)));
  const ids = createMemo(() => [...byId().keys()], undefined, {
    equals: (a, b) => a.length === b.length && a.every((id, index) => id === b[index]),
  });
  const drawing = createListWindow(ids, (id) => id, rowHeight);
  return (
    <Show
      when={ordered().length > 0}
      fallback={
        <Show when={isKnown()} fallback={<NotKnownYet />}>
          <EmptyState
            icon={<InboxIcon />}
            title={emptyWords[props.list].title}
            text={emptyWords[props.list].text}
          />
        </Show>
      }
    >
      <ul
        ref={(element) => drawing.attach(element)}
        class="list"
        aria-label={emptyWords[props.list].list}
      >
        <Spacer height={drawing.above()} />
        <For each={drawing.drawn()} fallback={<li class="list-nothing">No conversation fits.</li>}>
          {(id) => <Show when={byId().get(id)}>{(summary) => <Row summary={summary()} />}</Show>}
        </For>
        <Spacer height={drawing.below()} />
      </ul>
    </Show>
  );
}

/** With its buttons, px: until it is measured. */
const rowHeight = 92;

const emptyWords = {
  queue: {
    list: 'Queue',
    title: 'Nobody is waiting',
    text: 'What nobody answers yet appears here by itself.',
  },
  mentions: {
    list: 'Mentions',
    title: 'No mentions',
    text: 'When a colleague mentions you in a note, it appears here until you look.',
  },
  all: {
    list: 'All conversations',
    title: 'No open conversations',
    text: 'What is raised to your departments appears here by itself, whoever answers it.',
  },
} as const;

function Row(props: { readonly summary: ConversationSummary }): JSX.Element {
  const { desk, me, now, ownDepartments, peer } = useConsole();
  const navigate = useNavigate();
  const [trouble, setTrouble] = createSignal<string>();
  const id = () => props.summary.conversation;
  const name = () => titleOf(props.summary);
  const isQueued = () => !isGroup(props.summary.kind);
  const isMine = () => peer.listed().some(({ conversation }) => conversation === id());
  const open = () => navigate(`/conversations/${id()}`);
  function watch() {
    desk.watch(id());
    open();
  }
  async function takeOver() {
    const answer = await peer.peer.staff.takeOver(id(), answering(props.summary.status));
    setTrouble(answer.ok ? undefined : answer.refusal);
    if (answer.ok) open();
  }
  const line = () => {
    const { status } = props.summary;
    if (status.state === 'assigned') return `With ${status.to.name}`;
    return status.state === 'open' ? `Begun by ${props.summary.client.name}` : 'Nobody answers yet';
  };
  return (
    <li class="list-item" aria-label={name()}>
      <div class="row all-row" data-here={desk.selected()?.id === id()}>
        <span class="row-face">
          <KindFace kind={props.summary.kind} name={name()} />
        </span>
        <span class="row-name">
          <bdi>{props.summary.ticket?.subject ?? name()}</bdi>
        </span>
        <span class="row-time tabular">
          <Show when={props.summary.status.state === 'waiting'}>
            <span class="row-waiting">{waitingLabel(now() - props.summary.status.since)}</span>
          </Show>
        </span>
        <span class="row-line">{trouble() ?? line()}</span>
        <Show when={markOf(props.summary, ownDepartments.nameOf(props.summary.department))}>
          {(mark) => <span class="row-ticket">{mark()}</span>}
        </Show>
        <RowBeside conversation={id()} />
        <span class="all-actions">
          <Show
            when={!isMine()}
            fallback={
              <Button size="small" onClick={open} aria-label={`Open ${name()}`}>
                Open
              </Button>
            }
          >
            <Show
              when={isAdmin(me)}
              fallback={
                <Button size="small" onClick={open} aria-label={`Look at the notes of ${name()}`}>
                  Notes
                </Button>
              }
            >
              <Button size="small" onClick={watch} aria-label={`Watch ${name()}`}>
                Watch
              </Button>
            </Show>
            <Show when={isQueued()}>
              <Button
                size="small"
                onClick={() => void takeOver()}
                aria-label={`Take over ${name()}`}
              >
                Take over
              </Button>
            </Show>
          </Show>
        </span>
      </div>
    </li>
  );
}
