import './thread.css';
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
  type JSX,
} from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { EntryId } from '../../conversation/protocol/ids.ts';
import type { ConversationState } from '../state/conversation-state.ts';
import { createLate, whenIdle } from '../browser/late.ts';
import type { Transfers } from '../files/transfers.ts';
import { ArrowDownIcon } from '../ui/icons.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import type { Acting } from './acting/acting.ts';
import type { MessageItem } from './acting/deeds.ts';
import { withInsets, type Insets } from './insets.ts';
import { createKeyedRows } from './keyed-rows.ts';
import { followReading } from './reading.ts';
import type { MessageDoing } from './message.tsx';
import { Row } from './row.tsx';
import { createRowWindow } from './row-window.ts';
import { noRows, threadRows, type ThreadRows } from './thread-rows.ts';
import { createTimeLabels, dayOf } from './time-labels.ts';
import { PreviewBubbles } from './preview-bubble.tsx';
import { TypingBubble } from './typing-bubble.tsx';
import { locale, t } from '../words/words.ts';

/** What a thread needs of a conversation: a live one has it all, and so has a transcript. */
export interface ThreadState extends Pick<
  ConversationState,
  'loaded' | 'items' | 'you' | 'link' | 'typing' | 'previews' | 'setReading'
> {
  readonly conversation: Pick<ConversationState['conversation'], 'id' | 'markRead' | 'unread'>;
}

export interface ThreadProps {
  readonly state: ThreadState;
  readonly clock: Clock;
  /** What stands above the first message or in an empty thread: a greeting. */
  readonly opening?: JSX.Element;
  /** Whether a person is looking at this thread: its page is visible and has the focus. */
  readonly looking: boolean;
  /** A message to stand at, marked: what a search found. */
  readonly goTo?: EntryId | undefined;
  /** How files come; where it is left out they are only named. */
  readonly transfers?: Transfers | undefined;
  /** What one may do to messages; nothing where it is left out. */
  readonly acting?: Acting | undefined;
  /** What stands between the messages. */
  readonly insets?: Insets | undefined;
  /** Takes the verbs that others need. */
  handle?(handle: ThreadHandle): void;
}

export interface ThreadHandle {
  /** To the row of a message or an inset. */
  goTo(key: string): void;
  /** Marks it for a moment. */
  goToMessage(message: EntryId): void;
  goToEnd(): void;
}

/** How long a message stays marked that a quotation led to. */
const markedMs = 2_000;

/** The messages of one conversation. Marks what a looking reader has reached as read. */
export function Thread(props: ThreadProps): JSX.Element {
  let scroller!: HTMLDivElement;
  let content!: HTMLDivElement;
  let list!: HTMLDivElement;
  const labels = createTimeLabels(locale());
  const toLive = createKeyedRows();
  const plain = createMemo<ThreadRows>(
    (known) => threadRows(props.state.items(), dayOf, known),
    noRows,
  );
  const rows = createMemo(() => toLive(withInsets(plain().rows, props.insets?.all() ?? [])));
  const view = createRowWindow(rows);
  const [newCount, setNewCount] = createSignal(0);
  onMount(() => view.attach({ scroller, content, list }));

  createEffect(
    on(
      () => props.state.items(),
      (items, before) => {
        const fresh = items.length - (before?.length ?? items.length);
        if (view.atEnd() || fresh <= 0) return;
        if (items.at(-1)?.mine === true) return view.goToEnd();
        const theirs = items.slice(-fresh).filter((item) => !item.mine && item.kind !== 'system');
        setNewCount((count) => count + theirs.length);
      },
    ),
  );
  createEffect(() => view.atEnd() && setNewCount(0));

  // Nobody does something to a message before they have read it.
  const bar = createLate(async () => (await import('./acting/message-bar.tsx')).MessageBar);
  if (untrack(() => props.acting) !== undefined) whenIdle(() => bar.load());

  const [quoted, setQuoted] = createSignal<EntryId>();
  const goal = () => quoted() ?? props.goTo;
  function goTo(key: string): void {
    const index = rows().findIndex((row) => row.key === key);
    if (index >= 0) view.goTo(index);
  }
  createEffect(() => {
    const { goTo: wanted } = props;
    if (wanted !== undefined && props.state.loaded()) goTo(wanted);
  });
  let unmark = () => {};
  onCleanup(() => unmark());
  const doing: MessageDoing = {
    find: (id) => props.state.items().findLast((item) => item.id === id),
    goTo: (id) => {
      unmark();
      goTo(id);
      setQuoted(id);
      unmark = props.clock.after(markedMs, () => setQuoted(undefined));
    },
    get react() {
      const { acting } = props;
      if (acting === undefined) return undefined;
      return (item: MessageItem, emoji: string) => acting.react(item, emoji);
    },
    get files() {
      const { transfers, state } = props;
      return transfers && { transfers, conversation: state.conversation.id };
    },
    get you() {
      return props.state.you()?.id;
    },
  };

  props.handle?.({ goTo, goToMessage: (id) => doing.goTo(id), goToEnd: () => view.goToEnd() });

  followReading({
    state: () => props.state,
    clock: props.clock,
    isLooking: () => props.looking && view.atEnd(),
  });

  return (
    <div class="thread">
      <div
        ref={(element) => (scroller = element)}
        class="thread-scroll"
        role="log"
        aria-label={t('thread.name')}
        aria-busy={!props.state.loaded()}
        // While one reads further up, rows that scroll into view are not news.
        aria-live={view.atEnd() ? 'polite' : 'off'}
        data-link={props.state.link()}
        tabindex="0"
        onScroll={() => view.follow()}
      >
        <div ref={(element) => (content = element)} class="thread-content">
          <Show when={props.state.loaded()} fallback={<Loading />}>
            {props.opening}
          </Show>
          <div style={{ height: `${view.above()}px` }} />
          <div ref={(element) => (list = element)} class="thread-list">
            <Show when={props.state.loaded()}>
              <For each={view.drawn()}>
                {(live) => (
                  <Row
                    live={live}
                    you={props.state.you()?.id}
                    labels={labels}
                    clock={props.clock}
                    found={live.key === goal()}
                    doing={doing}
                    inset={(key) => props.insets?.draw(key)}
                  />
                )}
              </For>
            </Show>
          </div>
          <div style={{ height: `${view.below()}px` }} />
          <TypingBubble state={props.state} clock={props.clock} />
          <PreviewBubbles previews={props.state.previews()} />
        </div>
      </div>
      <Show when={bar.part()} keyed>
        {(Bar) => (
          <Show when={props.acting} keyed>
            {(acting) => (
              <Bar acting={acting} scroller={() => scroller} find={(id) => doing.find(id)} />
            )}
          </Show>
        )}
      </Show>
      <Show when={!view.atEnd()}>
        <button
          type="button"
          class="new-pill"
          data-quiet={newCount() === 0}
          aria-label={newCount() === 0 ? t('thread.to-newest') : undefined}
          onClick={() => view.goToEnd()}
        >
          <ArrowDownIcon />
          <Show when={newCount() > 0}>{t('thread.new', { count: newCount() })}</Show>
        </button>
      </Show>
    </div>
  );
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
