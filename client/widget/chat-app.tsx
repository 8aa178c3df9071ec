import { createEffect, createMemo, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Conversation, Raise } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { FileHash } from '../../conversation/protocol/file.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import type { ContactField } from '../../conversation/protocol/http/asking.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { AccountId, DepartmentId, SiteId } from '../../conversation/protocol/ids.ts';
import type { BrowserPeer, IdentifiedId } from '../browser/browser-peer.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { createLate, whenIdle } from '../browser/late.ts';
import { createLooking } from '../browser/looking.ts';
import { registerServiceWorker } from '../browser/service-worker.ts';
import type { ComposerHandle } from '../chat/composer.tsx';
import { loadMarks } from '../chat/late-marks.ts';
import { createLateTransfers } from '../files/late-transfers.ts';
import type { Transfers } from '../files/transfers.ts';
import { createPeerState } from '../state/peer-state.ts';
import { createAskedDoor } from './asked-door.ts';
import { createChatDesk } from './chat-desk.ts';
import { ChatPage } from './chat-page.tsx';
import type { Frame } from './frame.ts';
import type { Who } from './identity.ts';
import { createNotices } from './notices.ts';
import { createOpenBook } from './open-book.ts';
import { openLimit } from './open-limit.ts';
import { createOthersDoor } from './others-door.ts';
import { createRestDoor } from './rest-door.ts';
import type { Visitor } from './visitor.ts';
import { fetchWidgetInfo, keptWidgetInfo } from './widget-info.ts';
import { beginIn } from '../words/begin-in.ts';
import { chooseLanguage } from '../words/language.ts';
import { language, t } from '../words/words.ts';

export interface ChatAppProps {
  readonly kept: KeptValues;
  /** Whoever it is while nobody vouches for them. */
  readonly anonymous: Person;
  readonly clock: Clock;
  /** User name of the bot that was asked for. */
  readonly bot: string | undefined;
  /** The department that was asked for. */
  readonly department: DepartmentId | undefined;
  /** What is begun there; undefined: support. */
  readonly kind: Raise['kind'] | undefined;
  /** That the page around us names. */
  readonly site: SiteId | undefined;
  /** Whether the address asks for a ticket: a subject is asked for, whoever is available. */
  readonly asksSubject: boolean;
  /** Undefined on a page of its own. */
  readonly frame: Frame | undefined;
  makePeer(person: Person): BrowserPeer;
}

export interface Person {
  readonly visitor: Visitor;
  /** Whose store it is; undefined: the anonymous visitor's. */
  readonly owner: AccountId | IdentifiedId | undefined;
  /** What nobody has to ask them for. */
  readonly knows: readonly ContactField[];
}

const anonymous: Who = { kind: 'anonymous' };

/**
 * In a frame, nothing runs before the visitor opens the chat or unless they have a conversation from before:
 * no token, no session, nothing stored.
 */
export function ChatApp(props: ChatAppProps): JSX.Element {
  const { frame } = props;
  const bridge = frame?.bridge;
  const [shown, setShown] = createSignal(frame === undefined);
  const [opened, setOpened] = createSignal(frame === undefined);
  // On a page of its own nobody else vouches for anybody.
  const who = frame?.whoWrites({ ...props, values: props.kept }) ?? (() => anonymous);
  const person = createMemo<Person | undefined>(() => {
    const now = who();
    if (now === undefined || now.kind === 'refused') return undefined;
    return now.kind === 'anonymous'
      ? props.anonymous
      : {
          visitor: now.identified.visitor,
          owner: now.identified.id,
          knows: now.identified.knows,
        };
  });
  const running = () => {
    const now = person();
    return now !== undefined && (opened() || now.visitor.kept() !== undefined) ? now : undefined;
  };
  const [title, setTitle] = createSignal('');
  const [greeting, setGreeting] = createSignal('');
  const [sounds, setSounds] = createSignal(true);
  let composer: ComposerHandle | undefined;
  let wantsFocus = false;
  /** Whoever went on in the page around us meanwhile keeps the focus there. */
  const focusComposer = () => {
    if (bridge === undefined || document.hasFocus()) composer?.focus();
  };

  // Once for the page, whoever comes and goes.
  createEffect<boolean>((isRegistered) => {
    if (isRegistered || running() === undefined) return isRegistered;
    registerServiceWorker('/chat/sw.js', '/chat/');
    return true;
  }, false);

  if (frame !== undefined) {
    onCleanup(
      frame.bridge.onMessage((message) => {
        if (message.type === 'hello') {
          frame.applyLook(document.documentElement, message.look, message.accent);
          setTitle(message.title);
          setGreeting(message.greeting);
          setSounds(message.sound);
          // The address said it already; a site may change it since.
          const wanted = chooseLanguage([message.language, ...navigator.languages]);
          if (wanted !== language()) void beginIn(wanted);
          return;
        }
        if (message.type === 'identify') return;
        if (message.type === 'context') return frame.told.take(message.told);
        setShown(message.open);
        if (message.open) setOpened(true);
        wantsFocus = message.open && message.focus;
        // The frame has it from now on; the box gets it once it is there, unless somebody took it away meanwhile.
        if (wantsFocus) window.focus();
        if (wantsFocus) focusComposer();
      }),
    );
    frame.bridge.tell({ type: 'ready' });
  }
  const close = bridge && (() => bridge.tell({ type: 'close' }));
  const onEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) close?.();
  };
  window.addEventListener('keydown', onEscape);
  onCleanup(() => window.removeEventListener('keydown', onEscape));

  return (
    <Show
      when={running()}
      keyed
      fallback={
        <Show when={opened() && frame?.WaitingPage} keyed>
          {(WaitingPage) => (
            <WaitingPage refused={who()?.kind === 'refused'} title={title()} onClose={close} />
          )}
        </Show>
      }
    >
      {(running) => (
        <RunningChat
          {...props}
          person={running}
          title={title()}
          greeting={greeting()}
          sounds={sounds()}
          shown={shown()}
          onClose={close}
          composer={(handle) => {
            composer = handle;
            if (wantsFocus) focusComposer();
          }}
        />
      )}
    </Show>
  );
}

interface RunningChatProps extends ChatAppProps {
  readonly person: Person;
  readonly title: string;
  readonly greeting: string;
  readonly sounds: boolean;
  readonly shown: boolean;
  readonly onClose: (() => void) | undefined;
  composer(handle: ComposerHandle): void;
}

function RunningChat(props: RunningChatProps): JSX.Element {
  const { kept } = props;
  const bridge = props.frame?.bridge;
  const { visitor } = props.person;
  if (visitor.kept() !== undefined) void loadMarks();
  const { department, site } = props;
  const place = { department, site };
  const [info, setInfo] = createSignal<WidgetAnswer | undefined>(keptWidgetInfo(kept, place));
  const refresh = () => void fetchWidgetInfo(kept, place).then((fresh) => fresh && setInfo(fresh));
  refresh();

  const peer = props.makePeer(props.person);
  onCleanup(() => void peer.close());
  const transfers = createLateTransfers(async () => {
    const { createBrowserTransfers } = await import('../files/browser-transfers.ts');
    return createBrowserTransfers({
      owner: props.person.owner,
      clock: props.clock,
      peer,
      ask: (path, init) => visitor.ask(path, init),
    });
  });
  whenIdle(() => transfers.load());
  onCleanup(() => transfers.close());
  const { session, listed } = createPeerState(peer);
  const book = createOpenBook(peer);
  const desk = createChatDesk({
    peer: book,
    visitor,
    bot: props.bot,
    department,
    kind: props.kind,
    onBegins: (conversation) => asked.begins(conversation),
    onKept: (isKept) => bridge?.tell({ type: 'kept', kept: isKept }),
  });
  const asked = createAskedDoor({
    info,
    refresh,
    conversation: desk.conversation,
    owner: props.person.owner,
    knows: props.person.knows,
    visitor,
    values: kept,
    clock: props.clock,
  });
  const list = createLate(async () => (await import('./list/list-part.tsx')).ListPart);
  const [wantsList, setWantsList] = createSignal(false);
  const isListing = () => wantsList() && list.part() !== undefined;
  let cameFromList = false;
  const others = createOthersDoor({
    book,
    listed,
    // While one looks at the list, none of them is before the visitor.
    current: () => (isListing() ? undefined : desk.conversation().id),
  });
  const hasAny = createMemo(() => {
    desk.conversation();
    return listed().some(({ kind }) => !isGroup(kind)) || visitor.kept() !== undefined;
  });
  const leaveList = (deed: () => void) => {
    cameFromList = true;
    deed();
    setWantsList(false);
  };
  const windowLooking = createLooking();
  const looking = () => props.shown && windowLooking();
  const [counted, setUnread] = createSignal(0);
  const { isResting, unread } = createRestDoor({
    owner: props.person.owner,
    peer,
    clock: props.clock,
    unread: () => (isListing() ? 0 : counted()) + others.total(),
    isBusy: () => hasYetToLeave(desk.conversation(), transfers),
  });
  createEffect(() => bridge?.tell({ type: 'unread', count: unread() }));
  createNotices({
    unread,
    looking,
    sounds: () => props.sounds,
    title: () => (bridge === undefined ? props.title || t('chat.name') : undefined),
  });

  props.frame?.told.attend({
    conversation: desk.conversation,
    visitor,
    values: kept,
    clock: props.clock,
  });

  return (
    <Show
      when={isListing() && list.part()}
      keyed
      fallback={
        <ChatPage
          conversation={desk.conversation}
          session={session()}
          isResting={isResting()}
          info={info()}
          title={props.title}
          greeting={props.greeting}
          clock={props.clock}
          transfers={transfers}
          isKnown={props.person.owner !== undefined}
          kept={kept}
          asked={asked}
          looking={looking()}
          autofocus={bridge === undefined || cameFromList}
          onClose={props.onClose}
          onBack={
            hasAny()
              ? () => {
                  list.load();
                  setWantsList(true);
                }
              : undefined
          }
          unreadElsewhere={others.total()}
          ticket={
            listed().find(({ conversation }) => conversation === desk.conversation().id)?.ticket
          }
          asksSubject={props.asksSubject}
          say={(text, subject, how) => desk.say(text, subject, how)}
          startOver={() => desk.startOver()}
          wake={() => peer.wake()}
          remove={(conversation) =>
            import('./remove-conversation.ts').then(
              ({ removeConversation }) => removeConversation(visitor, conversation),
              () => t('server.away'),
            )
          }
          forget={() => {
            visitor.forget();
            location.reload();
          }}
          onUnread={setUnread}
          composer={(handle) => props.composer(handle)}
        />
      }
    >
      {(List) => (
        <List
          visitor={visitor}
          live={listed()}
          heard={others.heard()}
          current={desk.conversation().id}
          now={() => props.clock.now()}
          full={openLimit(listed(), info()?.department.id, info()?.mostOpen)}
          onClose={props.onClose}
          onOpen={(id) => leaveList(() => desk.go(id))}
          onNew={() => leaveList(() => desk.begin())}
        />
      )}
    </Show>
  );
}

/** A message of ours that is only here, or a file that is still under way. */
function hasYetToLeave(conversation: Conversation, transfers: Transfers): boolean {
  return conversation.items().some((item) => {
    if (!item.mine || item.kind !== 'message') return false;
    const isUnderWay = (hash: FileHash) => {
      const state = transfers.sending(hash)?.state;
      return state === 'sending' || state === 'waiting';
    };
    return item.state === 'sending' || item.files?.some(({ hash }) => isUnderWay(hash)) === true;
  });
}
