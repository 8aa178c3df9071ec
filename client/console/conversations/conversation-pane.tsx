import './conversation-pane.css';
import { createEffect, createSignal, onMount, Show, type JSX } from 'solid-js';
import { draftOf } from '../../browser/drafts.ts';
import { createLooking } from '../../browser/looking.ts';
import { createActing } from '../../chat/acting/acting.ts';
import { Composer, type ComposerHandle } from '../../chat/composer.tsx';
import { LinkMark } from '../../chat/link-mark.tsx';
import { Thread, type ThreadHandle } from '../../chat/thread.tsx';
import { TroubleBanner } from '../../chat/trouble-banner.tsx';
import type { EntryId } from '../../../conversation/protocol/ids.ts';
import type { GroupPeople } from '../../groups/group-people.ts';
import { groupPresence } from '../../groups/presence.ts';
import { createReadBy } from '../../groups/read-by.ts';
import { ReadByProvider } from '../../groups/read-by-line.tsx';
import { createAttaching } from '../../files/attaching.ts';
import { prepareFile } from '../../files/prepare.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { BackIcon, CheckCircleIcon } from '../../ui/icons.tsx';
import { InfoIcon } from '../../ui/more-icons.tsx';
import { SubjectDialog } from '../tickets/subject-dialog.tsx';
import { TicketStatusMenu } from '../tickets/ticket-status-menu.tsx';
import { answering } from '../tickets/ticket-words.ts';
import { MoreIcon, PassOnIcon, TicketIcon } from '../ui/icons.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useHint } from '../commands/key-hint.tsx';
import { createSlashAssist } from '../replies/slash-assist.tsx';
import { definedIn } from '../replies/variables.ts';
import { useConsole } from '../console-context.ts';
import type { Closing } from './closing.ts';
import type { OpenConversation } from './desk.ts';
import { colleaguesIn, createNoteInsets } from '../beside/note-insets.tsx';
import type { Notes } from '../beside/notes.ts';
import { Viewers } from '../beside/viewers.tsx';
import { WriteArea, type WriteMode } from '../beside/write-area.tsx';
import { PaneFoot, type WhyNot } from './pane-foot.tsx';
import { presenceWords } from './presence-words.ts';
import { TransferDialog } from './transfer-dialog.tsx';

export interface ConversationPaneProps {
  readonly open: OpenConversation;
  readonly closing: Closing;
  readonly people: GroupPeople;
  readonly notes: Notes;
  /** A note to stand at. */
  readonly goToNote: string | undefined;
  readonly showsContext: boolean;
  onBack(): void;
  /** It is somebody else's now, or one has left it. */
  onGone(): void;
  onContext(): void;
}

/** Header, thread and composer of the conversation that is open. Made anew for each (`keyed`). */
export function ConversationPane(props: ConversationPaneProps): JSX.Element {
  const {
    api,
    beside,
    clock,
    commands,
    desk,
    drafts,
    me,
    ownDepartments,
    peer,
    replies,
    transfers,
    undo,
  } = useConsole();
  const hint = useHint();
  const date = new Intl.DateTimeFormat('en', { dateStyle: 'long' });
  let composer: ComposerHandle | undefined;
  let title!: HTMLElement;
  const looking = createLooking();
  const state = () => props.open.state;
  const conversation = () => state().conversation;
  const name = () => props.open.title();
  const closes = () => props.closing.pending().has(props.open.id);
  const isClosed = () => state().status()?.state === 'closed';
  const part = () => desk.part(props.open.id);
  const isAnswered = () => props.open.isAnswered();
  const isOnline = () => peer.session().state === 'online';
  const whyNot = (): WhyNot | undefined => {
    if (isClosed()) return 'closed';
    if (closes()) return 'closes';
    if (part() === 'watches') return 'watches';
    if (!isAnswered() && part() === 'none' && isOnline()) return 'gone';
    const isKnown = props.open.summary() !== undefined;
    if (isAnswered() && part() === 'none' && isOnline() && isKnown) return 'elsewhere';
    return state().mayWrite() ? undefined : 'reads';
  };
  const canWrite = () => whyNot() === undefined;
  const mayPassOn = () => canWrite() && isAnswered();
  /** Whoever speaks for the department that asked ends what it asked, and may delete it then. */
  const isOurThread = () => !isAnswered() && props.open.summary()?.kind === 'departments';
  const mayEnd = () =>
    isAnswered() || isOurThread()
      ? canWrite()
      : props.people.may().close && !isClosed() && !closes();
  const presence = () => {
    if (whyNot() === 'elsewhere') return 'You do not take part';
    const summary = props.open.summary();
    return isAnswered() || summary === undefined
      ? presenceWords(state().others(), state().here())
      : groupPresence(summary, state().here());
  };
  const readBy = createReadBy(props.open.state.conversation);
  const ticket = () => props.open.summary()?.ticket;
  const [mode, setMode] = createSignal<WriteMode>('reply');
  const [about, setAbout] = createSignal<EntryId>();
  let thread: ThreadHandle | undefined;
  const [passes, setPasses] = createSignal(false);
  const [names, setNames] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const acting = createActing({
    conversation: conversation(),
    isStaff: true,
    files: { attaching: createAttaching(prepareFile), transfers },
    say: (text, how) => conversation().say(text, how),
    writeToClipboard: (text) => navigator.clipboard.writeText(text),
    onTrouble: setTrouble,
    onUnreact: (again) =>
      void undo.offer({
        done: 'Your reaction is taken back.',
        undo: () => {
          again();
          return undefined;
        },
      }),
    note: (item) => {
      setAbout(item.id);
      setMode('note');
    },
  });
  const find = (message: EntryId) =>
    state()
      .items()
      .findLast(({ id }) => id === message);
  const colleagues = () => colleaguesIn(api, props.open.id, me);
  const insets = createNoteInsets({
    notes: props.notes,
    find,
    goTo: (message) => thread?.goToMessage(message),
    colleagues,
  });
  createEffect(() => {
    if (props.goToNote !== undefined) thread?.goTo(props.goToNote);
  });
  // Whoever sees the notes has seen who is mentioned in them.
  createEffect(() => {
    if (looking() && isAnswered() && props.notes.all().length > 0) beside.seen(props.open.id);
  });
  async function takeOver() {
    const status = state().status() ?? props.open.summary()?.status;
    const answer = await peer.peer.staff.takeOver(props.open.id, answering(status));
    setTrouble(answer.ok ? undefined : answer.refusal);
  }
  const close = () =>
    props.closing.begin({ id: props.open.id, name: name(), end: () => conversation().end() });
  commands.offer({
    'write-reply': {
      run: () => {
        setMode('reply');
        queueMicrotask(() => composer?.focus());
      },
      may: canWrite,
    },
    'write-note': { run: () => setMode('note'), may: isAnswered },
    'close-conversation': { run: close, may: mayEnd },
    'pass-on': { run: () => setPasses(true), may: mayPassOn },
    'make-ticket': { run: () => setNames(true), may: mayPassOn },
  });
  const assist = createSlashAssist({
    replies,
    department: () => props.open.summary()?.department,
    // The faces of this conversation: where names are masked, they say no more than the client may know.
    facts: () => {
      const department = props.open.summary()?.department;
      const known = {
        'client.name': props.open.client()?.name,
        'agent.name': state().you()?.name,
        'department.name': ownDepartments.all()?.find(({ id }) => id === department)?.name,
        'ticket.number': ticket()?.number,
        'ticket.subject': ticket()?.subject,
        date: date.format(clock.now()),
      };
      return definedIn(known);
    },
  });
  // A keyboard that slides over the thread is not what a tap on a row asks for.
  const hasKeyboard = window.matchMedia('(pointer: fine)').matches;
  // Else the focus would stay on a row that is not shown any more.
  onMount(() => {
    if (!hasKeyboard) title.focus({ preventScroll: true });
  });

  function Foot(): JSX.Element {
    return (
      <PaneFoot
        open={props.open}
        why={whyNot() ?? 'closed'}
        mayDelete={props.people.may().delete || isOurThread()}
        onUndo={() => props.closing.undo(props.open.id)}
        onTakeOver={() => void takeOver()}
        onGone={() => props.onGone()}
      />
    );
  }

  /** The box to write to the client in, or why there is none. */
  function Answer(): JSX.Element {
    return (
      <Show when={canWrite()} fallback={<Foot />}>
        <Composer
          clock={clock}
          draft={draftOf(props.open.id, drafts)}
          placeholder={`Write to ${name()}`}
          autofocus={hasKeyboard}
          acting={acting}
          assist={assist}
          handle={(handle) => (composer = handle)}
          send={(text) => {
            setTrouble(undefined);
            acting.send(text);
          }}
          setTyping={(typing) => conversation().setTyping(typing)}
        />
      </Show>
    );
  }

  return (
    <section class="conversation-pane" aria-label={`Conversation with ${name()}`}>
      <header class="pane-head">
        <IconButton
          class="pane-back"
          label="Back to the list (Escape)"
          onClick={() => props.onBack()}
        >
          <BackIcon />
        </IconButton>
        <div class="pane-names">
          <h2 ref={(element) => (title = element)} class="pane-title" tabindex="-1">
            <bdi>{name()}</bdi>
          </h2>
          <Show when={ticket()} fallback={<p class="pane-presence">{presence()}</p>}>
            {(ticket) => (
              <p class="pane-presence">
                <span class="ticket-number">#{ticket().number}</span> <bdi>{ticket().subject}</bdi>
              </p>
            )}
          </Show>
        </div>
        <Show when={mayPassOn() && ticket()}>
          {(ticket) => (
            <TicketStatusMenu
              conversation={props.open.id}
              ticket={ticket()}
              onTrouble={setTrouble}
            />
          )}
        </Show>
        <Show when={isAnswered()}>
          <Viewers conversation={props.open.id} looking={looking()} />
        </Show>
        <Show when={whyNot() !== 'elsewhere'}>
          <LinkMark link={state().link()} />
        </Show>
        <Show when={mayPassOn()}>
          <Menu label="More" trigger={<MoreIcon />}>
            <MenuItem icon={<PassOnIcon />} onSelect={() => setPasses(true)}>
              Pass on
            </MenuItem>
            <MenuItem icon={<TicketIcon />} onSelect={() => setNames(true)}>
              {ticket() === undefined ? 'Make a ticket' : 'Change the subject'}
            </MenuItem>
          </Menu>
        </Show>
        <Button
          size="small"
          class={mayEnd() ? 'pane-close' : 'pane-close pane-close-gone'}
          aria-label="Close conversation"
          title={hint('Close conversation', 'close-conversation')}
          onClick={close}
        >
          <CheckCircleIcon />
          <span class="pane-close-word">Close</span>
        </Button>
        <IconButton
          class="pane-context"
          label={props.showsContext ? 'Hide details' : 'Show details'}
          title={hint(props.showsContext ? 'Hide details' : 'Show details', 'show-details')}
          aria-expanded={props.showsContext}
          onClick={() => props.onContext()}
        >
          <InfoIcon />
        </IconButton>
      </header>
      <TroubleBanner
        link={state().link()}
        trouble={
          whyNot() === 'gone' || whyNot() === 'elsewhere'
            ? undefined
            : (trouble() ?? state().trouble())
        }
        clock={clock}
      />
      <ReadByProvider value={() => (isAnswered() ? undefined : readBy())}>
        <Thread
          state={state()}
          clock={clock}
          looking={looking()}
          transfers={transfers}
          acting={acting}
          insets={isAnswered() ? insets : undefined}
          handle={(handle) => (thread = handle)}
        />
      </ReadByProvider>
      <Show when={isAnswered()} fallback={<Answer />}>
        <WriteArea
          conversation={props.open.id}
          notes={props.notes}
          mode={mode}
          about={about()}
          find={find}
          colleagues={colleagues}
          foot={canWrite() ? undefined : <Foot />}
          onMode={setMode}
          onDropAbout={() => setAbout(undefined)}
          onWritten={() => {
            setAbout(undefined);
            thread?.goToEnd();
          }}
        >
          <Answer />
        </WriteArea>
      </Show>
      <TransferDialog
        conversation={
          passes()
            ? {
                id: props.open.id,
                clientName: name(),
                status: state().status() ?? props.open.summary()?.status,
                isTicket: ticket() !== undefined,
              }
            : undefined
        }
        onDone={() => {
          setPasses(false);
          props.onGone();
        }}
        onClose={() => setPasses(false)}
      />
      <SubjectDialog
        open={names()}
        conversation={props.open.id}
        subject={ticket()?.subject}
        onClose={() => setNames(false)}
      />
    </section>
  );
}
