import { createEffect, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { createLooking } from '../browser/looking.ts';
import { registerServiceWorker } from '../browser/service-worker.ts';
import type { ComposerHandle } from '../chat/composer.tsx';
import { createPeerState } from '../state/peer-state.ts';
import { applyLook } from './apply-look.ts';
import { createChatDesk } from './chat-desk.ts';
import { ChatPage } from './chat-page.tsx';
import type { FrameBridge } from './frame-bridge.ts';
import { createNotices } from './notices.ts';
import type { Visitor } from './visitor.ts';
import { fetchWidgetInfo, keptWidgetInfo } from './widget-info.ts';

export interface ChatAppProps {
  readonly kept: KeptValues;
  readonly visitor: Visitor;
  readonly clock: Clock;
  /** User name of the bot that was asked for. */
  readonly bot: string | undefined;
  /** The department that was asked for. */
  readonly department: DepartmentId | undefined;
  /** Whether the address asks for a ticket: a subject is asked for, whoever is available. */
  readonly asksSubject: boolean;
  /** Undefined on a page of its own. */
  readonly bridge: FrameBridge | undefined;
  makePeer(): Peer;
}

/**
 * In a frame, nothing runs before the visitor opens the chat or unless they have a conversation from before:
 * no token, no session, nothing stored.
 */
export function ChatApp(props: ChatAppProps): JSX.Element {
  const { bridge } = props;
  const [shown, setShown] = createSignal(bridge === undefined);
  const [running, setRunning] = createSignal(
    bridge === undefined || props.visitor.kept() !== undefined,
  );
  const [title, setTitle] = createSignal('');
  let composer: ComposerHandle | undefined;
  let wantsFocus = false;

  if (bridge !== undefined) {
    onCleanup(
      bridge.onMessage((message) => {
        if (message.type === 'hello') {
          applyLook(document.documentElement, message.look, message.accent);
          setTitle(message.title);
          return;
        }
        setShown(message.open);
        if (message.open) setRunning(true);
        wantsFocus = message.open && message.focus;
        if (wantsFocus) composer?.focus();
      }),
    );
    bridge.tell({ type: 'ready' });
  }
  const close = bridge === undefined ? undefined : () => bridge.tell({ type: 'close' });
  const onEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) close?.();
  };
  window.addEventListener('keydown', onEscape);
  onCleanup(() => window.removeEventListener('keydown', onEscape));

  return (
    <Show when={running()}>
      <RunningChat
        {...props}
        title={title()}
        shown={shown()}
        onClose={close}
        composer={(handle) => {
          composer = handle;
          if (wantsFocus) handle.focus();
        }}
      />
    </Show>
  );
}

interface RunningChatProps extends ChatAppProps {
  readonly title: string;
  readonly shown: boolean;
  readonly onClose: (() => void) | undefined;
  composer(handle: ComposerHandle): void;
}

function RunningChat(props: RunningChatProps): JSX.Element {
  const { kept, visitor, bridge } = props;
  registerServiceWorker('/chat/sw.js', '/chat/');
  const { department } = props;
  const [info, setInfo] = createSignal<WidgetAnswer | undefined>(keptWidgetInfo(kept, department));
  void fetchWidgetInfo(kept, department).then((fresh) => fresh && setInfo(fresh));

  const peer = props.makePeer();
  onCleanup(() => void peer.close());
  const { session, listed } = createPeerState(peer);
  const desk = createChatDesk({
    peer,
    visitor,
    bot: props.bot,
    department,
    onKept: (isKept) => bridge?.tell({ type: 'kept', kept: isKept }),
  });
  const windowLooking = createLooking();
  const looking = () => props.shown && windowLooking();
  const [unread, setUnread] = createSignal(0);
  createEffect(() => bridge?.tell({ type: 'unread', count: unread() }));
  createNotices({
    unread,
    looking,
    title: () => (bridge === undefined ? props.title || 'Chat' : undefined),
  });

  return (
    <ChatPage
      conversation={desk.conversation}
      session={session()}
      info={info()}
      title={props.title}
      clock={props.clock}
      kept={kept}
      looking={looking()}
      autofocus={bridge === undefined}
      onClose={props.onClose}
      ticket={listed().find(({ conversation }) => conversation === desk.conversation().id)?.ticket}
      asksSubject={props.asksSubject}
      say={(text, subject) => desk.say(text, subject)}
      startOver={() => desk.startOver()}
      forget={() => {
        visitor.forget();
        location.reload();
      }}
      onUnread={setUnread}
      composer={(handle) => props.composer(handle)}
    />
  );
}
