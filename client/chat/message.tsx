import './message.css';
import { createMemo, Show, untrack, type Accessor, type JSX } from 'solid-js';
import type { MessageState, TimelineItem } from '../../conversation/log/timeline.ts';
import type { FileRef } from '../../conversation/protocol/file.ts';
import type { ConversationId, EntryId, ParticipantId } from '../../conversation/protocol/ids.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { ReadByLine } from '../groups/read-by-line.tsx';
import { AlertIcon, ClockIcon, TickIcon, TicksIcon } from '../ui/icons.tsx';
import { createLate } from '../browser/late.ts';
import type { Transfers } from '../files/transfers.ts';
import { Avatar } from '../ui/marks.tsx';
import type { MessageItem } from './acting/deeds.ts';
import { messageText } from './late-marks.ts';
import { isOnlyEmoji } from './only-emoji.ts';
import { Quote } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { authorKind, type ThreadRow } from './thread-rows.ts';
import type { TimeLabels } from './time-labels.ts';
import { t } from '../words/words.ts';

export interface MessageProps {
  readonly row: Accessor<Extract<ThreadRow, { kind: 'message' }>>;
  readonly labels: TimeLabels;
  /** Marked, as a search or a quotation led here. */
  readonly found?: boolean;
  readonly doing: MessageDoing;
}

/** What a message asks of the thread that it stands in. */
export interface MessageDoing {
  find(id: EntryId): TimelineItem | undefined;
  goTo(id: EntryId): void;
  /** Undefined where nothing can be done to messages. */
  readonly react: ((item: MessageItem, emoji: string) => void) | undefined;
  readonly you: ParticipantId | undefined;
  /** Undefined where files are only named. */
  readonly files: MessageFiles | undefined;
}

export interface MessageFiles {
  readonly conversation: ConversationId;
  readonly transfers: Transfers;
}

/**
 * Drawn once for each message that comes, so it is made of few parts: what stands at another place in the last of a
 * group is moved by the style sheet.
 */
export function Message(props: MessageProps): JSX.Element {
  const item = () => props.row().item;
  const author = () => authorKind(item());
  // An author never changes.
  const isMine = untrack(item).mine;
  const quotes = quotedBy(untrack(item));
  const files = filesOf(untrack(item));
  const content = createMemo(item, undefined, { equals: showTheSame });
  return (
    <div
      class="message"
      tabindex="-1"
      data-message={item().id}
      data-author={author()}
      data-state={stateOf(item())}
      data-first={props.row().first}
      data-last={props.row().last}
      data-found={props.found === true}
    >
      <span class="message-author">{isMine ? t('you') : item().author.name}: </span>
      {isMine ? undefined : <Name row={props.row} bot={author() === 'bot'} />}
      <div class="message-line">
        {isMine ? undefined : <Face row={props.row} bot={author() === 'bot'} />}
        <div class="bubble" dir="auto" data-large={isLarge(content()) ? 'true' : undefined}>
          {quotes === undefined && files === undefined ? (
            contentOf(content())
          ) : (
            <>
              {quotes && <Quote of={quotes} doing={props.doing} />}
              <div dir="auto">{contentOf(content())}</div>
              <Show when={content().kind === 'message' && files}>
                {(shown) => <MessageFileList files={shown()} doing={props.doing} />}
              </Show>
            </>
          )}
        </div>
        <Meta item={item} labels={props.labels} />
      </div>
      <Show when={reactionsOf(item())}>
        {(shown) => <Reactions item={shown()} doing={props.doing} />}
      </Show>
    </div>
  );
}

interface PartProps {
  readonly row: MessageProps['row'];
  readonly bot: boolean;
}

function Name(props: PartProps): JSX.Element {
  return (
    <Show when={props.row().first}>
      <p class="message-name" aria-hidden="true">
        <bdi>{props.row().item.author.name}</bdi>
        {props.bot ? <span class="message-kind">{t('bot')}</span> : undefined}
      </p>
    </Show>
  );
}

/** Stands beside the last of a group; it stays in the page, unseen, as the group goes on. */
function Face(props: PartProps): JSX.Element {
  const wasLast = createMemo<boolean>((before) => before || props.row().last, false);
  return (
    <span class="message-avatar">
      <Show when={wasLast()}>
        <Avatar name={props.row().item.author.name} bot={props.bot} size="small" />
      </Show>
    </span>
  );
}

function quotedBy(item: TimelineItem): EntryId | undefined {
  return item.kind === 'message' ? item.replyTo : undefined;
}

function filesOf(item: TimelineItem): readonly FileRef[] | undefined {
  return item.kind === 'message' ? item.files : undefined;
}

/** Comes with the first message that has some. */
function MessageFileList(props: {
  readonly files: readonly FileRef[];
  readonly doing: MessageDoing;
}): JSX.Element {
  const list = createLate(async () => (await import('../files/file-list.tsx')).FileList);
  if (untrack(() => props.doing.files) !== undefined) list.load();
  return (
    <Show
      when={list.part()}
      keyed
      fallback={<p class="bubble-note">{props.files.map(({ name }) => name).join(', ')}</p>}
    >
      {(FileList) => (
        <Show when={props.doing.files} keyed>
          {(files) => <FileList {...files} files={props.files} />}
        </Show>
      )}
    </Show>
  );
}

function reactionsOf(item: TimelineItem): MessageItem | undefined {
  return item.kind === 'message' && item.reactions.length > 0 ? item : undefined;
}

const isLarge = (item: TimelineItem) =>
  item.kind === 'message' && !item.replyTo && !item.files && isOnlyEmoji(item.text);

function showTheSame(a: TimelineItem, b: TimelineItem): boolean {
  return a.kind === 'message' ? b.kind === 'message' && a.text === b.text : a.kind === b.kind;
}

function contentOf(item: TimelineItem): JSX.Element {
  switch (item.kind) {
    case 'message':
      return messageText(item.text);
    case 'redacted':
      return <em class="bubble-note">{t('message.removed')}</em>;
    case 'unsupported':
    case 'system':
      return <em class="bubble-note">{t('message.too-new')}</em>;
    default:
      return unreachable(item);
  }
}

interface MetaProps {
  readonly item: Accessor<TimelineItem>;
  readonly labels: TimeLabels;
}

/** Below the last of a group; beside the others, on hover and focus. */
function Meta(props: MetaProps): JSX.Element {
  const edited = () => {
    const item = props.item();
    return item.kind === 'message' && item.edited ? <span>{t('message.edited')}</span> : undefined;
  };
  const state = createMemo(() => stateOf(props.item()));
  const { id, mine: isMine } = untrack(() => props.item());
  return (
    <span class="message-meta">
      {state() === 'refused' ? (
        <span class="message-refused">{t('message.refused')}</span>
      ) : (
        <>
          {isMine ? <ReadByLine message={id} /> : undefined}
          {edited()}
          <time
            dateTime={new Date(props.item().at).toISOString()}
            title={props.labels.full(props.item().at)}
          >
            {props.labels.message(props.item())}
          </time>
        </>
      )}
      {stateMark(state())}
    </span>
  );
}

/** All marks have one size, so that nothing moves when the state changes. */
function stateMark(state: MessageState | undefined): JSX.Element {
  if (state === undefined) return undefined;
  const words = stateWords(state);
  return (
    <span class="state-mark" role="img" data-mark={state} aria-label={words} title={words}>
      {stateIcon(state)}
    </span>
  );
}

function stateIcon(state: MessageState): JSX.Element {
  switch (state) {
    case 'sending':
      return <ClockIcon />;
    case 'saved':
      return <TickIcon />;
    case 'delivered':
    case 'read':
      return <TicksIcon />;
    case 'refused':
      return <AlertIcon />;
    default:
      return unreachable(state);
  }
}

export const stateWords = (state: MessageState): string => t(`state.${state}`);

function stateOf(item: TimelineItem): MessageState | undefined {
  return item.kind === 'message' ? item.state : undefined;
}
