import './conversations-page.css';
import { useNavigate, useParams } from '@solidjs/router';
import {
  createEffect,
  createSignal,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  type JSX,
} from 'solid-js';
import * as v from 'valibot';
import { conversationId } from '../../../conversation/protocol/ids.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import { createNotes } from '../beside/notes.ts';
import { createGroupPeople } from '../../groups/group-people.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ChatIcon } from '../../ui/icons.tsx';
import { InboxIcon } from '../../ui/more-icons.tsx';
import { useConsole } from '../console-context.ts';
import type { Closing } from './closing.ts';
import { ContextPanel } from './context-panel.tsx';
import { ConversationList, type ListHandle } from './conversation-list.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import type { OpenConversation } from './desk.ts';
import { GroupContext } from './group-context.tsx';
import { NewDialog } from './new-dialog.tsx';

/** List, thread and context side by side; on a phone one at a time. */
export function ConversationsPage(): JSX.Element {
  const { closing, commands, desk, peer } = useConsole();
  const params = useParams();
  const navigate = useNavigate();
  const [showsContext, setShowsContext] = createSignal(false);
  const [begins, setBegins] = createSignal(false);
  let list: ListHandle | undefined;
  let page!: HTMLElement;

  createEffect(() => {
    const parsed = v.safeParse(conversationId, params['id']);
    desk.select(parsed.success ? parsed.output : undefined);
    setShowsContext(false);
  });
  // The list that it stands in comes with it.
  createEffect(
    on(
      () => [desk.selected()?.id, desk.selected()?.isAnswered()] as const,
      ([id, isAnswered]) => {
        const isOwn = desk.shown() === 'answered' || desk.shown() === 'groups';
        if (id === undefined || !isOwn) return;
        desk.show(isAnswered === true ? 'answered' : 'groups');
      },
    ),
  );
  onMount(() => {
    document.addEventListener('keydown', onKeyDown);
    onCleanup(() => {
      document.removeEventListener('keydown', onKeyDown);
      desk.select(undefined);
    });
  });

  const isEmpty = () =>
    peer.isKnown() && desk.ordered().length === 0 && desk.shown() === 'answered';
  const goBack = () => {
    if (showsContext()) return showContext(false);
    const left = desk.selected()?.id;
    if (isNarrow()) navigate('/');
    else if (left !== undefined) queueMicrotask(() => list?.focus(left));
  };
  // Where the list was not shown, it can take the focus once it is: also after the browser's own way back.
  createEffect(
    on(
      () => desk.selected()?.id,
      (now, left) => {
        if (now === undefined && left !== undefined && isNarrow()) list?.focus(left);
      },
    ),
  );

  /** Where it comes over the thread, the focus goes into it, and back to the button that opened it. */
  function showContext(shown: boolean): void {
    setShowsContext(shown);
    queueMicrotask(() => {
      const to = shown ? '.context-close' : '.pane-context';
      page.querySelector<HTMLElement>(to)?.focus();
    });
  }
  const isOpen = () => desk.selected() !== undefined;
  commands.offer({
    'next-conversation': { run: () => list?.step(1) },
    'previous-conversation': { run: () => list?.step(-1) },
    'search-list': { run: () => list?.search() },
    'new-conversation': { run: () => setBegins(true) },
    'leave-conversation': { run: goBack, may: isOpen },
    'show-details': { run: () => showContext(!showsContext()), may: () => isOpen() && comesOver() },
  });

  /** On the whole page, so that Escape works from where one is; windows and menus keep their own keys. */
  function onKeyDown(event: KeyboardEvent) {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.defaultPrevented || target.closest('[role="dialog"], [role="menu"]') !== null) return;
    if (event.key === 'Escape') goBack();
    else if (!isWriting(target) && list?.move(event) === true) event.preventDefault();
  }

  return (
    <div
      ref={(element) => (page = element)}
      class="desk"
      data-open={desk.selected() !== undefined}
      data-empty={isEmpty()}
      data-context={showsContext()}
    >
      <ConversationList
        handle={(handle) => (list = handle)}
        closing={closing}
        onNew={() => setBegins(true)}
      />
      <NewDialog open={begins()} onClose={() => setBegins(false)} />
      <Show when={desk.selected()} keyed fallback={<NothingOpen />}>
        {(open) => (
          <Panes
            open={open}
            closing={closing}
            showsContext={showsContext()}
            onBack={goBack}
            onGone={() => navigate('/')}
            onContext={showContext}
          />
        )}
      </Show>
    </div>
  );
}

interface PanesProps {
  readonly open: OpenConversation;
  readonly closing: Closing;
  readonly showsContext: boolean;
  onBack(): void;
  onGone(): void;
  onContext(shown: boolean): void;
}

/** The conversation that is open, and what is known about it. Made anew for each. */
function Panes(props: PanesProps): JSX.Element {
  const { api, beside, desk, noteRemoval } = useConsole();
  const { id, state } = props.open;
  const notes = createNotes({
    api,
    beside,
    removal: noteRemoval,
    conversation: id,
    wanted: () => props.open.isAnswered(),
  });
  const [goToNote, setGoToNote] = createSignal<string>();
  const people = createGroupPeople({
    api,
    conversation: id,
    state,
    wanted: () => {
      const kind = props.open.summary()?.kind;
      if (kind === undefined || !isGroup(kind)) return false;
      // Whoever looks on, or was put out, is not told.
      const part = desk.part(id);
      return part === 'takes-part' || (part === 'none' && state.status()?.state === 'closed');
    },
  });
  return (
    <>
      <ConversationPane
        open={props.open}
        closing={props.closing}
        people={people}
        notes={notes}
        goToNote={goToNote()}
        onBack={() => props.onBack()}
        onGone={() => props.onGone()}
        showsContext={props.showsContext}
        onContext={() => props.onContext(!props.showsContext)}
      />
      <Show
        when={props.open.isAnswered()}
        fallback={
          <GroupContext
            open={props.open}
            people={people}
            onGone={() => props.onGone()}
            onClose={() => props.onContext(false)}
          />
        }
      >
        <ContextPanel
          open={props.open}
          notes={notes}
          onGoToNote={(note) => {
            // On a phone the panel lies over the thread.
            if (isNarrow()) props.onContext(false);
            setGoToNote(undefined);
            setGoToNote(note);
          }}
          onClose={() => props.onContext(false)}
        />
      </Show>
    </>
  );
}

/** Below this the panes stand one at a time; the same width as in the style sheet. */
function isNarrow(): boolean {
  return window.matchMedia('(max-width: 47.99rem)').matches;
}

/** Below this there is no room for the context beside the thread; the same width as in the style sheet. */
function comesOver(): boolean {
  return window.matchMedia('(max-width: 74.99rem)').matches;
}

/** Keys that write belong to the field. */
function isWriting(target: Element): boolean {
  return target.closest('input, textarea, select, [contenteditable]') !== null;
}

function NothingOpen(): JSX.Element {
  const { desk, peer } = useConsole();
  return (
    <section class="nothing-open" aria-label="No conversation open">
      <Switch>
        {/* The list says what is going on. */}
        <Match when={!peer.isKnown() && desk.ordered().length === 0}>{null}</Match>
        <Match when={desk.shown() === 'groups'}>
          <EmptyState
            icon={<ChatIcon />}
            title={desk.groups().length > 0 ? 'Choose a group' : 'Among yourselves'}
            text="Direct messages, study groups, discussions, announcements, and what your department asked others."
          />
        </Match>
        <Match when={desk.ordered().length > 0}>
          <EmptyState
            icon={<ChatIcon />}
            title="Choose a conversation"
            text="Who has waited longest stands on top. With the keyboard: J and K move, Enter opens, Escape goes back."
          />
        </Match>
        <Match when={!peer.available()}>
          <EmptyState
            icon={<InboxIcon />}
            title="You are not available"
            text="Turn on Available to receive conversations."
            action={
              <Button look="primary" onClick={() => peer.peer.setAvailable(true)}>
                Turn on
              </Button>
            }
          />
        </Match>
        <Match when={true}>
          <EmptyState
            icon={<InboxIcon />}
            title="Nobody is waiting"
            text="New conversations appear here by themselves, with a sound."
          />
        </Match>
      </Switch>
    </section>
  );
}
