import { A } from '@solidjs/router';
import { Show, type JSX } from 'solid-js';
import { linkWords } from '../../chat/link-mark.tsx';
import { typingWords } from '../../chat/system-words.ts';
import { KindFace } from '../../groups/kind-face.tsx';
import { markOf } from '../../groups/kind-words.ts';
import { Badge, Dot } from '../../ui/marks.tsx';
import { isToday } from '../archive/moments.ts';
import { useConsole } from '../console-context.ts';
import type { OpenConversation } from './desk.ts';

/** A group, or a thread of one's own department: nobody waits in it. */
export function GroupRow(props: {
  readonly open: OpenConversation;
  readonly closes: boolean;
}): JSX.Element {
  const { desk, labels, now, ownDepartments } = useConsole();
  const state = () => props.open.state;
  const summary = () => props.open.summary();
  const unread = () => props.open.attention().unread;
  const isClosed = () => state().status()?.state === 'closed' || props.closes;
  const link = () => linkWords(state().link());
  const mark = () => {
    const known = summary();
    return known === undefined ? undefined : markOf(known, ownDepartments.nameOf(known.department));
  };
  const when = () => {
    const at = props.open.attention().activeAt;
    return isToday(labels, at, now()) ? labels.clock(at) : labels.day(at, now());
  };
  return (
    <li class="list-item" aria-label={props.open.title()}>
      <A
        href={`/conversations/${props.open.id}`}
        class="row"
        data-id={props.open.id}
        data-unread={unread() > 0}
        data-closed={isClosed()}
        aria-current={desk.selected() === props.open ? 'page' : undefined}
      >
        <span class="row-face">
          <KindFace kind={summary()?.kind ?? 'study-group'} name={props.open.title()} />
          <span class="row-link" title={`${link().label}. ${link().sentence}`}>
            <Dot tone={link().tone} pulse={state().link() === 'connecting'} />
          </span>
        </span>
        <span class="row-name">
          <bdi>{props.open.title()}</bdi>
        </span>
        <span class="row-time row-quiet tabular">{isClosed() ? 'Closed' : when()}</span>
        <span class="row-line">
          <LastLine open={props.open} />
        </span>
        <Show when={unread() > 0}>
          <Badge tone="accent" label={`${unread()} unread`}>
            {unread() > 99 ? '99+' : unread()}
          </Badge>
        </Show>
        <span class="row-ticket">{mark()}</span>
      </A>
    </li>
  );
}

function LastLine(props: { readonly open: OpenConversation }): JSX.Element {
  const typing = () => props.open.state.typing().map(({ name }) => name);
  const isDirect = () => props.open.summary()?.kind === 'direct';
  return (
    <Show
      when={typing().length === 0}
      fallback={
        <span class="row-typing">{isDirect() ? 'typing…' : `${typingWords(typing())}…`}</span>
      }
    >
      <Show when={props.open.lastLine()} fallback={<span>Nothing written yet</span>}>
        {(line) => (
          <>
            <Show when={line().mine || !isDirect()}>
              <span class="row-you">
                <bdi>{line().mine ? 'You' : line().by}</bdi>:{' '}
              </span>
            </Show>
            <bdi>{line().text}</bdi>
          </>
        )}
      </Show>
    </Show>
  );
}
