import './chat-page.css';
import {
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  Show,
  type Accessor,
  type JSX,
} from 'solid-js';
import type { HowSaid } from '../../conversation/log/payload.ts';
import type { Conversation, SessionState } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Ticket } from '../../conversation/protocol/ticket.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { draftOf } from '../browser/drafts.ts';
import { createLate, whenIdle } from '../browser/late.ts';
import { createActing } from '../chat/acting/acting.ts';
import { Composer, type ComposerHandle } from '../chat/composer.tsx';
import { loadMarks, marksAreRead } from '../chat/late-marks.ts';
import { Thread } from '../chat/thread.tsx';
import { TroubleBanner } from '../chat/trouble-banner.tsx';
import { createAttaching } from '../files/attaching.ts';
import { loadPrepare, prepareLate } from '../files/prepare-late.ts';
import type { Transfers } from '../files/transfers.ts';
import { createConversationState } from '../state/conversation-state.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import type { AskedDoor } from './asked-door.ts';
import { ChatHeader } from './chat-header.tsx';
import { endedWords } from './ended-words.ts';
import { greetingOf } from './greeting.ts';
import { createPreviewConsent } from './preview-consent.ts';
import { PreviewLine } from './preview-line.tsx';
import { TicketLine } from './ticket-line.tsx';
import { subjectError, TicketSubject } from './ticket-subject.tsx';
import { whoAnswers } from './who-answers.ts';
import { locale, t } from '../words/words.ts';

export interface ChatPageProps {
  readonly conversation: Accessor<Conversation>;
  readonly session: SessionState;
  /** Another tab holds the connection. */
  readonly isResting: boolean;
  readonly info: WidgetAnswer | undefined;
  /** The host page's word for us; empty: the department's. */
  readonly title: string;
  /** The host page's words to begin with; empty: the department's. */
  readonly greeting: string;
  readonly clock: Clock;
  readonly transfers: Transfers;
  /** Signed in, or vouched for by the site around us. */
  readonly isKnown: boolean;
  readonly kept: KeptValues;
  /** The form before the first words. */
  readonly asked: AskedDoor;
  /** Whether a person can see the thread. */
  readonly looking: boolean;
  /** A page of its own takes the focus at once; a frame waits until its panel is opened. */
  readonly autofocus: boolean;
  readonly onClose: (() => void) | undefined;
  /** To all of their conversations; undefined where there are none. */
  readonly onBack: (() => void) | undefined;
  readonly unreadElsewhere: number;
  /** A ticket is wanted, also where somebody would answer at once. */
  readonly asksSubject: boolean;
  /** Set where this conversation is one. */
  readonly ticket: Ticket | undefined;
  say(text: string, subject: string, how: HowSaid): void;
  startOver(): void;
  /** Tries to reach the server now. */
  wake(): void;
  /** @returns why it was not deleted, as a sentence */
  remove(conversation: ConversationId): Promise<string | undefined>;
  /** The server does not know this visitor any more. */
  forget(): void;
  onUnread(count: number): void;
  composer(handle: ComposerHandle): void;
}

export function ChatPage(props: ChatPageProps): JSX.Element {
  return (
    <Show when={props.conversation()} keyed>
      {(conversation) => <OneConversation {...props} of={conversation} />}
    </Show>
  );
}

function OneConversation(props: ChatPageProps & { readonly of: Conversation }): JSX.Element {
  const live = createConversationState(props.of);
  /** What was said before is not seen with its marks. */
  const loaded = createMemo<boolean>(
    (before) => before || (live.loaded() && (marksAreRead() || live.items().length === 0)),
    false,
  );
  const state = { ...live, loaded };
  createEffect(() => live.items().length > 0 && void loadMarks());
  whenIdle(() => void Promise.all([loadMarks(), loadPrepare()]));
  const team = () => props.title || props.info?.department.name || t('chat.team');
  const who = createMemo(() =>
    whoAnswers({
      status: state.status(),
      answers: props.info?.answers,
      here: state.here(),
      team: team(),
    }),
  );
  /** Until the first attempt is over, nobody knows whether we are offline; nor after a rest. */
  const isFirstAttempt = createMemo<boolean>(
    (before) => props.isResting || (before && props.session.state === 'connecting'),
    true,
  );
  const link = () => {
    const now = state.link();
    return now === 'offline' && isFirstAttempt() ? 'connecting' : now;
  };
  const isClosed = () => state.status()?.state === 'closed';
  const goesOn = () => state.status() !== undefined && !isClosed() && ended() === undefined;
  const [asks, setAsks] = createSignal<'end' | 'delete'>();
  const askDialog = createLate(async () => (await import('../ui/ask-dialog.tsx')).AskDialog);
  whenIdle(() => askDialog.load());
  const [subject, setSubject] = createSignal('');
  const isUnbegun = () =>
    state.loaded() && state.status() === undefined && state.items().length === 0;
  /** Before the first words, where nobody would answer them, or a ticket is what was asked for. */
  const mayBeTicket = () => (props.asksSubject || props.info?.answers === 'nobody') && isUnbegun();
  const isAsking = createMemo(() => props.asked.isAsking(isUnbegun()));
  /** Whoever filled in the form goes on writing. */
  let wasAsked = false;
  const [trouble, setTrouble] = createSignal<string>();
  const acting = createActing({
    conversation: props.of,
    isStaff: false,
    files: { attaching: createAttaching(prepareLate), transfers: props.transfers },
    say: (text, how) => props.say(text, mayBeTicket() ? subject() : '', how),
    writeToClipboard: (text) => navigator.clipboard.writeText(text),
    onTrouble: setTrouble,
  });
  const draft = draftOf(props.of.id, props.kept);
  const consent = createPreviewConsent(props.kept);
  const preview = (text: string) =>
    props.of.setPreview(state.mayPreview() && consent.given() ? text : '');
  createEffect(on(consent.given, () => preview(draft.read()), { defer: true }));
  onCleanup(() => props.of.setPreview(''));
  const ended = createMemo(() => endedWords(props.session));
  createEffect(() => props.onUnread(state.unread()));

  return (
    <main class="chat-page" data-known={props.isKnown}>
      <ChatHeader
        who={who()}
        link={link()}
        onBack={props.onBack}
        unreadElsewhere={props.unreadElsewhere}
        onEnd={goesOn() ? () => setAsks('end') : undefined}
        onClose={props.onClose}
      />
      <Show when={props.ticket}>{(ticket) => <TicketLine ticket={ticket()} />}</Show>
      <Show
        when={ended()}
        fallback={
          <TroubleBanner
            link={link()}
            trouble={trouble() ?? state.trouble()}
            clock={props.clock}
            onAgain={() => props.wake()}
          />
        }
      >
        {(words) => (
          <Banner
            tone="warn"
            action={
              <Button
                size="small"
                onClick={() => (words().remedy === 'reload' ? location.reload() : props.forget())}
              >
                {words().button}
              </Button>
            }
          >
            {words().sentence}
          </Banner>
        )}
      </Show>
      <Thread
        state={state}
        clock={props.clock}
        looking={props.looking}
        transfers={props.transfers}
        acting={acting}
        opening={<Greeting own={props.greeting} info={props.info} clock={props.clock} />}
      />
      <div class="chat-foot">
        <Show
          when={!isClosed()}
          fallback={
            <div class="chat-closed">
              <p>{t('chat.closed')}</p>
              <Button onClick={() => setAsks('delete')}>{t('chat.delete-it')}</Button>
              <Button look="primary" onClick={() => props.startOver()}>
                {t('chat.start-over')}
              </Button>
            </div>
          }
        >
          <Show
            when={isAsking()}
            fallback={
              <>
                <Show when={mayBeTicket()}>
                  <TicketSubject
                    value={subject()}
                    isAnybodyHere={props.info?.answers !== 'nobody'}
                    onInput={setSubject}
                  />
                </Show>
                <Show when={state.mayPreview()}>
                  <PreviewLine team={team()} consent={consent} />
                </Show>
                <Composer
                  blocked={mayBeTicket() && subjectError(subject()) !== undefined}
                  clock={props.clock}
                  draft={draft}
                  autofocus={props.autofocus || wasAsked}
                  handle={(handle) => props.composer(handle)}
                  acting={acting}
                  send={(text) => {
                    setTrouble(undefined);
                    acting.send(text);
                  }}
                  setTyping={(typing) => props.of.setTyping(typing)}
                  onText={preview}
                />
              </>
            }
          >
            <Show when={props.asked.Part()} keyed>
              {(Part) => (
                <Part
                  asks={props.info?.asks}
                  knows={props.asked.knows}
                  isAway={props.info?.answers === 'nobody'}
                  autofocus={props.autofocus}
                  typed={props.asked.typed}
                  done={(answers) => {
                    wasAsked = true;
                    props.asked.done(answers);
                  }}
                />
              )}
            </Show>
          </Show>
        </Show>
      </div>
      <Show when={askDialog.part()} keyed>
        {(AskDialog) => (
          <>
            <Show when={asks() === 'end'}>
              <AskDialog
                title={t('end.title')}
                text={t('end.text')}
                deed={t('end.deed')}
                run={async () => {
                  props.of.end();
                  return undefined;
                }}
                onClose={() => setAsks(undefined)}
              />
            </Show>
            <Show when={asks() === 'delete'}>
              <AskDialog
                title={t('delete.title')}
                text={t('delete.text')}
                deed={t('delete.deed')}
                run={async () => {
                  const why = await props.remove(props.of.id);
                  if (why === undefined) props.startOver();
                  return why;
                }}
                onClose={() => setAsks(undefined)}
              />
            </Show>
          </>
        )}
      </Show>
    </main>
  );
}

function Greeting(props: {
  readonly own: string;
  readonly info: WidgetAnswer | undefined;
  readonly clock: Clock;
}): JSX.Element {
  return (
    <div class="greeting">
      <p class="greeting-title" dir="auto">
        {greetingOf(props.info, props.clock.now(), {
          own: props.own,
          locale: locale(),
        })}
      </p>
      <p class="greeting-text">{t('greeting.more')}</p>
    </div>
  );
}
