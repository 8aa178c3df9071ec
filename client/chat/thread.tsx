import './thread.css';
import {
  createEffect,
  createMemo,
  createSignal,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  untrack,
  type JSX,
} from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { EntryId, ParticipantId } from '../../conversation/protocol/ids.ts';
import type { ConversationState } from '../state/conversation-state.ts';
import { ArrowDownIcon } from '../ui/icons.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import { createKeyedRows, type LiveRow } from './keyed-rows.ts';
import { Message } from './message.tsx';
import { staysAtEnd, type ScrollView } from './stick-to-end.ts';
import { systemWords } from './system-words.ts';
import { threadRows, type ThreadRow } from './thread-rows.ts';
import { createTimeLabels, dayOf } from './time-labels.ts';
import { TypingBubble } from './typing-bubble.tsx';

/** What a thread needs of a conversation: a live one has it all, and so has a transcript. */
export interface ThreadState extends Pick<
  ConversationState,
  'loaded' | 'items' | 'you' | 'link' | 'typing' | 'setReading'
> {
  readonly conversation: Pick<ConversationState['conversation'], 'markRead' | 'unread'>;
}

/** What is read was painted: signing and storing the word about it would only be in the way of that. */
const readAfterMs = 50;

export interface ThreadProps {
  readonly state: ThreadState;
  readonly clock: Clock;
  /** What stands above the first message or in an empty thread: a greeting. */
  readonly opening?: JSX.Element;
  /** Whether a person is looking at this thread: its page is visible and has the focus. */
  readonly looking: boolean;
  /** A message to stand at, marked: what a search found. */
  readonly goTo?: EntryId | undefined;
}

/** The messages of one conversation. Marks what a looking reader has reached as read. */
export function Thread(props: ThreadProps): JSX.Element {
  let scroller!: HTMLDivElement;
  let content!: HTMLDivElement;
  let opening: HTMLDivElement | undefined;
  const [openingHeight, setOpeningHeight] = createSignal(0);
  const labels = createTimeLabels();
  const toLive = createKeyedRows();
  const rows = createMemo(() => toLive(threadRows(props.state.items(), dayOf)));
  const [atEnd, setAtEnd] = createSignal(true);
  const [list, setList] = createSignal<VirtualizerHandle>();
  const [newCount, setNewCount] = createSignal(0);

  let reached: EntryId | undefined;
  let cancelRead: (() => void) | undefined;
  let seen: ScrollView = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
  const look = (): ScrollView => ({
    scrollTop: scroller.scrollTop,
    scrollHeight: scroller.scrollHeight,
    clientHeight: scroller.clientHeight,
  });
  const goToEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
    seen = look();
    setAtEnd(true);
  };
  const followScroll = () => {
    const now = look();
    setAtEnd((was) => staysAtEnd(was, seen, now));
    seen = now;
  };

  onMount(() => {
    // Content that is measured, arrives or grows, and a composer that grows, all move the end.
    const sizes = new ResizeObserver(() => {
      setOpeningHeight(opening?.offsetHeight ?? 0);
      if (atEnd()) goToEnd();
      else seen = look();
    });
    sizes.observe(scroller);
    sizes.observe(content);
    onCleanup(() => sizes.disconnect());
  });

  createEffect(
    on(
      () => props.state.items(),
      (items, before) => {
        const fresh = items.length - (before?.length ?? items.length);
        const last = items.at(-1);
        // The observer of the sizes goes there, once the layout is made.
        if (last?.mine === true && fresh > 0) setAtEnd(true);
        else if (!atEnd() && fresh > 0) {
          const theirs = items.slice(-fresh).filter((item) => !item.mine && item.kind !== 'system');
          setNewCount((count) => count + theirs.length);
        }
      },
    ),
  );
  createEffect(() => atEnd() && setNewCount(0));

  createEffect(() => {
    const goal = props.goTo;
    if (goal === undefined || list() === undefined) return;
    const index = rows().findIndex(({ key }) => key === goal);
    if (index < 0) return;
    setAtEnd(false);
    untrack(list)?.scrollToIndex(index, { align: 'center' });
  });

  createEffect(() => {
    const { state } = props;
    if (!props.looking || !atEnd() || !state.loaded()) return;
    state.setReading(true);
    onCleanup(() => state.setReading(false));
  });
  createEffect(() => {
    const { state } = props;
    if (!props.looking || !atEnd() || !state.loaded()) return;
    const last = state.items().findLast((item) => !item.mine && item.kind === 'message');
    if (last === undefined || state.conversation.unread() === 0) return;
    reached = last.id;
    cancelRead ??= props.clock.after(readAfterMs, () => {
      cancelRead = undefined;
      if (reached !== undefined) state.conversation.markRead(reached);
    });
  });
  onCleanup(() => cancelRead?.());

  return (
    <div class="thread">
      <div
        ref={(element) => (scroller = element)}
        class="thread-scroll"
        role="log"
        aria-label="Conversation"
        aria-busy={!props.state.loaded()}
        // While one reads further up, rows that scroll into view are not news.
        aria-live={atEnd() ? 'polite' : 'off'}
        data-link={props.state.link()}
        tabindex="0"
        onScroll={followScroll}
      >
        <div class="thread-lift" />
        <div ref={(element) => (content = element)} class="thread-content">
          <Show when={props.state.loaded()} fallback={<Loading />}>
            <div ref={(element) => (opening = element)}>{props.opening}</div>
            <Virtualizer
              ref={setList}
              data={rows()}
              scrollRef={scroller}
              startMargin={openingHeight()}
              itemSize={48}
              bufferSize={600}
            >
              {(live) => (
                <Row
                  live={live}
                  you={props.state.you()?.id}
                  labels={labels}
                  clock={props.clock}
                  found={live.key === props.goTo}
                />
              )}
            </Virtualizer>
          </Show>
          <TypingBubble state={props.state} clock={props.clock} />
        </div>
      </div>
      <Show when={!atEnd()}>
        <button
          type="button"
          class="new-pill"
          data-quiet={newCount() === 0}
          aria-label={newCount() === 0 ? 'Go to the newest message' : undefined}
          onClick={goToEnd}
        >
          <ArrowDownIcon />
          <Show when={newCount() > 0}>
            {newCount() === 1 ? '1 new message' : `${newCount()} new messages`}
          </Show>
        </button>
      </Show>
    </div>
  );
}

interface RowProps {
  readonly live: LiveRow;
  readonly you: ParticipantId | undefined;
  readonly labels: ReturnType<typeof createTimeLabels>;
  readonly clock: Clock;
  readonly found: boolean;
}

function Row(props: RowProps): JSX.Element {
  const as = <Kind extends ThreadRow['kind']>(kind: Kind) => {
    const row = props.live.row();
    return row.kind === kind ? (row as Extract<ThreadRow, { kind: Kind }>) : undefined;
  };
  return (
    <Switch>
      <Match when={as('message')}>
        {(row) => <Message row={row()} labels={props.labels} found={props.found} />}
      </Match>
      <Match when={as('day')}>
        {(row) => (
          <div class="day">
            <time dateTime={new Date(row().at).toISOString()}>
              {props.labels.day(row().at, props.clock.now())}
            </time>
          </div>
        )}
      </Match>
      <Match when={as('system')}>
        {(row) => (
          <div
            class="system-line"
            data-message={row().item.id}
            data-author="system"
            title={props.labels.full(row().item.at)}
          >
            {wordsOf(row(), props.you)}
          </div>
        )}
      </Match>
    </Switch>
  );
}

function wordsOf(row: Extract<ThreadRow, { kind: 'system' }>, you: ParticipantId | undefined) {
  if (row.item.kind !== 'system') return '';
  return systemWords(row.item, you) ?? 'The conversation changed.';
}

function Loading(): JSX.Element {
  return (
    <div class="thread-loading">
      <Skeleton width="62%" height="2.5rem" />
      <Skeleton width="48%" height="2.5rem" />
      <Skeleton width="70%" height="4rem" />
    </div>
  );
}
