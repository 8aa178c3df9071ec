import '../../widget/chat-page.css';
import '../../widget/chat-header.css';
import './group-app.css';
import { createEffect, createMemo, createSignal, onCleanup, Show, type JSX } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { Peer } from '../../../conversation/peer/api.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { AccountId, ConversationId } from '../../../conversation/protocol/ids.ts';
import type { GroupKind } from '../../../conversation/protocol/kinds.ts';
import { draftOf } from '../../browser/drafts.ts';
import type { KeptValues } from '../../browser/kept-values.ts';
import { createLooking } from '../../browser/looking.ts';
import { createActing } from '../../chat/acting/acting.ts';
import { Composer } from '../../chat/composer.tsx';
import { LinkMark } from '../../chat/link-mark.tsx';
import { Thread } from '../../chat/thread.tsx';
import { TroubleBanner } from '../../chat/trouble-banner.tsx';
import { createAttaching } from '../../files/attaching.ts';
import { createBrowserTransfers } from '../../files/browser-transfers.ts';
import { prepareFile } from '../../files/prepare.ts';
import { createGroupPeople } from '../group-people.ts';
import type { GroupsApi } from '../groups-api.ts';
import { KindFace } from '../kind-face.tsx';
import { kindName, kindSentence, whyReadOnly } from '../kind-words.ts';
import { PeoplePanel } from '../people-panel.tsx';
import { groupPresence } from '../presence.ts';
import { createReadBy } from '../read-by.ts';
import { ReadByProvider } from '../read-by-line.tsx';
import { createConversationState } from '../../state/conversation-state.ts';
import { createPeerState } from '../../state/peer-state.ts';
import { Banner } from '../../ui/banner.tsx';
import { IconButton } from '../../ui/button.tsx';
import { BackIcon, CloseIcon } from '../../ui/icons.tsx';
import { PeopleIcon } from '../../ui/more-icons.tsx';
import { createNotices } from '../../widget/notices.ts';
import { told } from '../../words/told.ts';
import { groupWords } from '../words/group-words.ts';

export { speakInGroups } from '../words/group-words.ts';

export interface GroupAppProps {
  readonly api: GroupsApi;
  readonly clock: Clock;
  readonly owner: AccountId;
  readonly kept: KeptValues;
  readonly conversation: ConversationId;
  /** By the address, until the server has said more. */
  readonly kind: GroupKind;
  makePeer(): Peer;
  /** Back to one's conversations. */
  onLeave(): void;
}

/** One group as a page, for customers. */
export function GroupApp(props: GroupAppProps): JSX.Element {
  const { api, clock, kept, conversation: id } = props;
  const peer = props.makePeer();
  const { listed, session } = createPeerState(peer);
  const conversation = peer.open(id);
  onCleanup(() => void peer.close());
  const state = createConversationState(conversation);
  const windowLooking = createLooking();
  const [showsPeople, setShowsPeople] = createSignal(false);
  let toggle: HTMLButtonElement | undefined;

  const listedHere = () => listed().find((one) => one.conversation === id);
  const summary = createMemo<ConversationSummary | undefined>((before) => listedHere() ?? before);
  const titleKey = `group.title.${id}`;
  createEffect(() => {
    const title = summary()?.title;
    if (title !== undefined) kept.set(titleKey, title);
  });
  const title = () => summary()?.title ?? kept.get(titleKey) ?? kindName(props.kind);
  const kind = () => summary()?.kind ?? props.kind;
  const presence = () => {
    const known = summary();
    return known === undefined ? kindName(props.kind) : groupPresence(known, state.here());
  };
  const isClosed = () => state.status()?.state === 'closed';
  const isGone = () => session().state === 'online' && listedHere() === undefined && !isClosed();
  const whyNot = (): string | undefined => {
    if (isClosed()) return groupWords('read.closed');
    if (isGone()) return told(state.trouble() ?? '') || groupWords('read.gone');
    return state.mayWrite() ? undefined : whyReadOnly(kind());
  };
  const ended = () => {
    const now = session();
    return now.state === 'ended' ? now.message : undefined;
  };
  const people = createGroupPeople({ api, conversation: id, state, wanted: () => !isGone() });
  const readBy = createReadBy(conversation);
  const [trouble, setTrouble] = createSignal<string>();
  const transfers = createBrowserTransfers({ owner: props.owner, clock, peer });
  onCleanup(() => transfers.close());
  const acting = createActing({
    conversation,
    isStaff: false,
    files: { attaching: createAttaching(prepareFile), transfers },
    say: (text, how) => conversation.say(text, how),
    writeToClipboard: (text) => navigator.clipboard.writeText(text),
    onTrouble: setTrouble,
  });
  createNotices({ unread: state.unread, looking: windowLooking, title });
  function closePeople() {
    setShowsPeople(false);
    toggle?.focus();
  }

  return (
    <div class="group-page" data-people={showsPeople()}>
      <main class="chat-page">
        <header class="chat-header">
          <div class="chat-header-inner">
            <a
              class="icon-button group-back"
              href="/account/"
              aria-label={groupWords('back')}
              title={groupWords('back')}
            >
              <BackIcon />
            </a>
            <KindFace kind={kind()} name={title()} size="large" />
            <div class="chat-who">
              <h1 class="chat-name" title={title()}>
                <bdi>{title()}</bdi>
              </h1>
              <p class="chat-line">{presence()}</p>
            </div>
            <LinkMark link={state.link()} />
            <IconButton
              ref={(element) => (toggle = element)}
              label={groupWords(showsPeople() ? 'who.hide' : 'who.show')}
              aria-expanded={showsPeople()}
              onClick={() => setShowsPeople((shown) => !shown)}
            >
              <PeopleIcon />
            </IconButton>
          </div>
        </header>
        <Show
          when={ended()}
          fallback={
            <TroubleBanner
              link={state.link()}
              trouble={isGone() ? undefined : (trouble() ?? state.trouble())}
              clock={clock}
              onAgain={() => peer.wake()}
            />
          }
        >
          {(message) => <Banner tone="warn">{told(message())}</Banner>}
        </Show>
        <ReadByProvider value={readBy}>
          <Thread
            state={state}
            clock={clock}
            looking={windowLooking()}
            transfers={transfers}
            acting={acting}
            opening={
              <div class="greeting">
                <p class="greeting-title">{title()}</p>
                <p class="greeting-text">{kindSentence(kind())}</p>
              </div>
            }
          />
        </ReadByProvider>
        <div class="chat-foot">
          <Show
            when={whyNot() === undefined}
            fallback={
              <p class="group-foot" role="status">
                {whyNot()}
              </p>
            }
          >
            <Composer
              clock={clock}
              draft={draftOf(id, kept)}
              placeholder={groupWords('write-to', { title: title() })}
              autofocus
              acting={acting}
              send={(text) => {
                setTrouble(undefined);
                acting.send(text);
              }}
              setTyping={(typing) => conversation.setTyping(typing)}
            />
          </Show>
        </div>
      </main>
      <Show when={showsPeople()}>
        <aside class="group-people" aria-label={groupWords('who.show')}>
          <header class="group-people-head">
            <h2 class="group-people-title">{groupWords('who.title')}</h2>
            <IconButton label={groupWords('who.hide')} onClick={closePeople}>
              <CloseIcon />
            </IconButton>
          </header>
          <PeoplePanel
            api={api}
            clock={clock}
            conversation={id}
            department={summary()?.department}
            title={title()}
            people={people}
            here={new Set(state.here().map((one) => one.id))}
            onEnd={() => conversation.end()}
            onGone={() => props.onLeave()}
          />
        </aside>
      </Show>
    </div>
  );
}
