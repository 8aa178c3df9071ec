import { Match, Show, Switch, type JSX } from 'solid-js';
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import { markOf, titleOf } from '../groups/kind-words.ts';
import { Button } from '../ui/button.tsx';
import { Badge } from '../ui/marks.tsx';
import { momentWords } from '../ui/moment-words.ts';
import { t } from '../words/words.ts';
import { chatAt } from './chat-at.ts';
import { statusWords, ticketTone } from './conversation-words.ts';

export interface OwnConversationProps {
  readonly conversation: OwnConversationJson;
  readonly account: AccountId;
  readonly department: string;
  readonly unread: number;
  /** Left out while the page has no connection. */
  readonly onEnd?: (() => void) | undefined;
  /** Left out where it is not over. */
  readonly onDelete?: (() => void) | undefined;
}

/** One line of the list: what it is about, how far it is, and the last that was said. */
export function OwnConversation(props: OwnConversationProps): JSX.Element {
  const one = () => props.conversation;
  const words = () => statusWords(one().status);
  const ticket = () => one().ticket;
  const inGroup = () => isGroup(one().kind);
  const about = () => (inGroup() ? titleOf(one()) : props.department);
  const place = () => {
    if (inGroup()) return markOf(one(), props.department);
    return ticket() === undefined ? markOf(one()) : props.department;
  };
  return (
    <li class="dash-line" data-unread={props.unread > 0}>
      <div class="dash-line-head">
        <a
          class="dash-department"
          href={chatAt(props.account, { conversation: one().conversation, kind: one().kind })}
        >
          <Show when={ticket()} fallback={<bdi>{about()}</bdi>}>
            {(it) => (
              <>
                <span class="tabular">#{it().number}</span> <bdi>{it().subject}</bdi>
              </>
            )}
          </Show>
        </a>
        <span class="dash-marks">
          <Show when={props.unread > 0}>
            <Badge tone="accent" label={`${props.unread} unread`}>
              {props.unread > 99 ? '99+' : props.unread}
            </Badge>
          </Show>
          <Switch>
            <Match when={ticket()}>
              {(it) => (
                <Badge tone={ticketTone(it().status)}>
                  <span data-ticket={it().status}>{t(`ticket.${it().status}`)}</span>
                </Badge>
              )}
            </Match>
            <Match when={!inGroup() || one().status.state === 'closed'}>
              <Badge tone={words().tone}>{words().name}</Badge>
            </Match>
          </Switch>
        </span>
      </div>
      <Show when={place()}>{(text) => <p class="quiet">{text()}</p>}</Show>
      <Show when={one().lastText}>{(text) => <p class="dash-text">{text()}</p>}</Show>
      <div class="dash-line-head">
        <p class="quiet">
          <Show when={!inGroup()}>{words().sentence} </Show>
          {momentWords(one().activeAt)}
        </p>
        <Show when={props.onEnd}>
          {(end) => (
            <Button
              class="dash-deed"
              look="ghost"
              size="small"
              aria-label={`End ${about()}`}
              onClick={() => end()()}
            >
              End
            </Button>
          )}
        </Show>
        <Show when={props.onDelete}>
          {(remove) => (
            <Button
              class="dash-deed"
              look="ghost"
              size="small"
              aria-label={`Delete ${about()}`}
              onClick={() => remove()()}
            >
              Delete
            </Button>
          )}
        </Show>
      </div>
    </li>
  );
}
