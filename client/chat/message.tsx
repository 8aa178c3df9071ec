import './message.css';
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { MessageState, TimelineItem } from '../../conversation/log/timeline.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { AlertIcon, ClockIcon, TickIcon, TicksIcon } from '../ui/icons.tsx';
import { Avatar } from '../ui/marks.tsx';
import { linkify } from './linkify.ts';
import { authorKind, type ThreadRow } from './thread-rows.ts';
import type { TimeLabels } from './time-labels.ts';

export interface MessageProps {
  readonly row: Extract<ThreadRow, { kind: 'message' }>;
  readonly labels: TimeLabels;
  /** Marked, as a search led here. */
  readonly found?: boolean;
}

export function Message(props: MessageProps): JSX.Element {
  const item = () => props.row.item;
  const author = () => authorKind(item());
  const state = () => stateOf(item());
  return (
    <div
      class="message"
      tabindex="-1"
      data-message={item().id}
      data-author={author()}
      data-state={state()}
      data-first={props.row.first}
      data-last={props.row.last}
      data-found={props.found === true}
    >
      <span class="message-author">{item().mine ? 'You' : item().author.name}: </span>
      <Show when={props.row.first && !item().mine}>
        <p class="message-name" aria-hidden="true">
          <bdi>{item().author.name}</bdi>
          <Show when={author() === 'bot'}>
            <span class="message-kind">Bot</span>
          </Show>
        </p>
      </Show>
      <div class="message-line">
        <Show when={!item().mine}>
          <span class="message-avatar">
            <Show when={props.row.last}>
              <Avatar name={item().author.name} bot={author() === 'bot'} size="small" />
            </Show>
          </span>
        </Show>
        <div class="bubble" dir="auto">
          <Body item={item()} />
        </div>
        <Show when={!props.row.last}>
          <Meta item={item()} labels={props.labels} floating />
        </Show>
      </div>
      <Show when={props.row.last}>
        <Meta item={item()} labels={props.labels} />
      </Show>
    </div>
  );
}

function Body(props: { readonly item: TimelineItem }): JSX.Element {
  return (
    <Switch>
      <Match when={props.item.kind === 'message' && props.item}>
        {(item) => <Text text={item().text} />}
      </Match>
      <Match when={props.item.kind === 'redacted'}>
        <em class="bubble-note">This message was removed.</em>
      </Match>
      <Match when={props.item.kind === 'unsupported'}>
        <em class="bubble-note">A newer version of the chat is needed to show this message.</em>
      </Match>
    </Switch>
  );
}

/** Text becomes text nodes; only what `linkify` found safe becomes a link. */
function Text(props: { readonly text: string }): JSX.Element {
  const pieces = createMemo(() => linkify(props.text));
  return (
    <For each={pieces()}>
      {(piece) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            <bdi>{piece.text}</bdi>
          </a>
        )
      }
    </For>
  );
}

interface MetaProps {
  readonly item: TimelineItem;
  readonly labels: TimeLabels;
  /** Beside the bubble, on hover and focus, instead of a line of its own below it. */
  readonly floating?: boolean;
}

function Meta(props: MetaProps): JSX.Element {
  const isEdited = () => props.item.kind === 'message' && props.item.edited;
  return (
    <span class="message-meta" data-floating={props.floating === true}>
      <Show
        when={stateOf(props.item) !== 'refused'}
        fallback={
          <span class="message-refused">
            Not sent: it was not accepted, and nobody else sees it.
          </span>
        }
      >
        <Show when={isEdited()}>
          <span>edited</span>
        </Show>
        <time
          dateTime={new Date(props.item.at).toISOString()}
          title={props.labels.full(props.item.at)}
        >
          {props.labels.message(props.item)}
        </time>
      </Show>
      <Show when={stateOf(props.item)}>{(state) => <StateMark state={state()} />}</Show>
    </span>
  );
}

/** All marks have one size, so that nothing moves when the state changes. */
function StateMark(props: { readonly state: MessageState }): JSX.Element {
  return (
    <span
      class="state-mark"
      role="img"
      data-mark={props.state}
      aria-label={stateWords(props.state)}
      title={stateWords(props.state)}
    >
      <Switch>
        <Match when={props.state === 'sending'}>
          <ClockIcon />
        </Match>
        <Match when={props.state === 'saved'}>
          <TickIcon />
        </Match>
        <Match when={props.state === 'refused'}>
          <AlertIcon />
        </Match>
        <Match when={props.state === 'delivered' || props.state === 'read'}>
          <TicksIcon />
        </Match>
      </Switch>
    </span>
  );
}

export function stateWords(state: MessageState): string {
  switch (state) {
    case 'sending':
      return 'Not sent yet';
    case 'saved':
      return 'Sent';
    case 'delivered':
      return 'Delivered';
    case 'read':
      return 'Read';
    case 'refused':
      return 'Not accepted';
    default:
      return unreachable(state);
  }
}

function stateOf(item: TimelineItem): MessageState | undefined {
  return item.kind === 'message' ? item.state : undefined;
}
