import './chat-header.css';
import { Show, type JSX } from 'solid-js';
import type { LinkState } from '../../conversation/peer/api.ts';
import { LinkMark } from '../chat/link-mark.tsx';
import { IconButton } from '../ui/button.tsx';
import { BackIcon, ChatIcon, CheckCircleIcon, CloseIcon } from '../ui/icons.tsx';
import { Avatar, Badge } from '../ui/marks.tsx';
import type { WhoAnswers } from './who-answers.ts';
import { t } from '../words/words.ts';

export interface ChatHeaderProps {
  readonly who: WhoAnswers;
  readonly link: LinkState;
  /** Left out where there is nothing to go back to. */
  readonly onBack?: (() => void) | undefined;
  /** In the conversations that are not shown. */
  readonly unreadElsewhere?: number;
  /** Left out where nothing goes on that could end. */
  readonly onEnd?: (() => void) | undefined;
  /** Left out where there is nothing to close: on the chat's own page. */
  readonly onClose: (() => void) | undefined;
}

export function ChatHeader(props: ChatHeaderProps): JSX.Element {
  return (
    <header class="chat-header">
      <div class="chat-header-inner">
        <Show when={props.onBack}>
          {(back) => (
            <span class="chat-back">
              <IconButton label={t('list.back')} onClick={() => back()()}>
                <BackIcon />
              </IconButton>
              <Show when={props.unreadElsewhere}>
                {(count) => (
                  <Badge tone="accent" label={t('list.unread', { count: count() })}>
                    {count() > 99 ? '99+' : count()}
                  </Badge>
                )}
              </Show>
            </span>
          )}
        </Show>
        <Show
          when={props.who.kind !== 'team'}
          fallback={
            <span class="chat-team" aria-hidden="true">
              <ChatIcon />
            </span>
          }
        >
          <Avatar
            name={props.who.name}
            bot={props.who.kind === 'bot'}
            size="large"
            here={props.who.here}
          />
        </Show>
        <div class="chat-who">
          <h1 class="chat-name" title={props.who.name}>
            <bdi>{props.who.name}</bdi>
          </h1>
          <p class="chat-line" role="status">
            {props.who.line}
          </p>
        </div>
        <LinkMark link={props.link} />
        <Show when={props.onEnd}>
          {(end) => (
            <IconButton label={t('end.name')} onClick={() => end()()}>
              <CheckCircleIcon />
            </IconButton>
          )}
        </Show>
        <Show when={props.onClose}>
          {(close) => (
            <IconButton label={t('chat.close')} onClick={() => close()()}>
              <CloseIcon />
            </IconButton>
          )}
        </Show>
      </div>
    </header>
  );
}
