import './shell.css';
import { Route, Router, useLocation, useNavigate, type RouteSectionProps } from '@solidjs/router';
import { createEffect, onCleanup, Show, type JSX } from 'solid-js';
import type { Peer } from '../../../conversation/peer/api.ts';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { createKeptValues } from '../../browser/kept-values.ts';
import { createNotifier } from '../../browser/notifier.ts';
import { createTimeLabels } from '../../chat/time-labels.ts';
import { createOwnDepartments } from '../../groups/own-departments.ts';
import { createPeerState } from '../../state/peer-state.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { OfflineIcon } from '../../ui/icons.tsx';
import { OwnAccountPage } from '../account/own-account-page.tsx';
import { createAlerts } from '../alerts/alerts.ts';
import { Overlays } from '../commands/overlays.tsx';
import { isMacPlatform } from '../commands/keys.ts';
import { createCommandRegistry } from '../commands/registry.ts';
import type { ConsoleApi } from '../api/console-api.ts';
import { AuditPage } from '../audit/audit-page.tsx';
import { ArchivePage, NothingChosen } from '../archive/archive-page.tsx';
import { TranscriptPage } from '../archive/transcript-page.tsx';
import { ConsoleProvider, isAdmin, type ConsoleContext } from '../console-context.ts';
import { createClosing } from '../conversations/closing.ts';
import { ConversationsPage } from '../conversations/conversations-page.tsx';
import { createBeside } from '../beside/beside.ts';
import { createNoteRemoval } from '../beside/note-removal.ts';
import { rankOf } from '../conversations/list-filter.ts';
import { createDesk } from '../conversations/desk.ts';
import { DepartmentPage } from '../departments/department-page.tsx';
import { DepartmentsPage } from '../departments/departments-page.tsx';
import { MailsPage } from '../people/mails-page.tsx';
import { PeoplePage } from '../people/people-page.tsx';
import { applyTheme, createPreferences } from '../preferences.ts';
import { createKnownReplies } from '../replies/known-replies.ts';
import { RepliesPage } from '../replies/replies-page.tsx';
import { WidgetPage } from '../sites/widget-page.tsx';
import { TicketsPage } from '../tickets/tickets-page.tsx';
import { createUndo } from '../undo/undo.ts';
import { UndoToast } from '../undo/undo-toast.tsx';
import { createNow } from '../ui/now.ts';
import { createBrowserTransfers } from '../../files/browser-transfers.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { offerPages } from './page-commands.ts';
import { pageName } from './page-names.ts';
import { TopBar } from './top-bar.tsx';

export interface ShellProps {
  readonly api: ConsoleApi;
  readonly clock: Clock;
  readonly me: AccountJson;
  openPeer(): Peer;
  onSignOut(): void;
  /** The server ended the session and says why. */
  onEnded(message: string): void;
}

/** Everything behind the sign-in: one peer, all its conversations, and the pages. */
export function Shell(props: ShellProps): JSX.Element {
  const peer = props.openPeer();
  onCleanup(() => {
    // The page goes on without it; what could not be sent is in the journal.
    peer.close().catch(() => undefined);
  });
  const state = createPeerState(peer);
  const transfers = createBrowserTransfers({ owner: props.me.id, clock: props.clock, peer });
  onCleanup(() => transfers.close());
  const undo = createUndo(props.clock);
  const closing = createClosing(props.clock, undo);
  const noteRemoval = createNoteRemoval({ api: props.api, clock: props.clock, undo });
  const flush = () => {
    closing.flush();
    noteRemoval.flush();
  };
  window.addEventListener('pagehide', flush);
  onCleanup(() => {
    window.removeEventListener('pagehide', flush);
    flush();
  });
  const preferences = createPreferences(createKeptValues(() => window.localStorage));
  createEffect(() => applyTheme(preferences.theme.now(), document.documentElement));
  const notifier = createNotifier(window);
  onCleanup(() => notifier.close());
  const drafts = createKeptValues(() => window.sessionStorage);
  const beside = createBeside({ api: props.api, staff: peer.staff, clock: props.clock });
  const context: ConsoleContext = {
    api: props.api,
    me: props.me,
    peer: state,
    beside,
    desk: createDesk(
      state,
      {
        priorityOf: (id) => rankOf(beside.of(id).priority),
        sleeps: (id) => beside.of(id).snoozedUntil !== undefined,
        mentioned: () => beside.mentioned(),
      },
      drafts,
    ),
    ownDepartments: createOwnDepartments(props.api),
    transfers,
    clock: props.clock,
    now: createNow(props.clock, 1000),
    labels: createTimeLabels(),
    preferences,
    notifier,
    commands: createCommandRegistry(),
    undo,
    closing,
    noteRemoval,
    replies: createKnownReplies(props.api, () => props.clock.now()),
    isMac: isMacPlatform(navigator.platform),
    drafts,
    signOut: () => props.onSignOut(),
  };
  createEffect(() => {
    const session = state.session();
    if (session.state === 'ended') props.onEnded(session.message);
  });

  return (
    <ConsoleProvider value={context}>
      <Router base="/console" root={Frame}>
        {/* One route: the page stays while another conversation is opened, or none. */}
        <Route path={['/', '/conversations/:id']} component={ConversationsPage} />
        <Route path="/tickets" component={TicketsPage} />
        <Route path="/replies" component={RepliesPage} />
        <Route path="/departments" component={DepartmentsPage} />
        <Route path="/departments/:id" component={DepartmentPage} />
        <Route path="/account" component={OwnAccountPage} />
        <Show when={isAdmin(props.me)}>
          <Route path="/archive" component={ArchivePage}>
            <Route path="/" component={NothingChosen} />
            <Route path="/:id" component={TranscriptPage} />
          </Route>
          <Route path="/people" component={PeoplePage} />
          <Route path="/sites/:id" component={WidgetPage} />
          <Route path="/audit" component={AuditPage} />
          <Route path="/people/mails" component={MailsPage} />
        </Show>
        <Route path="*" component={NotFoundPage} />
      </Router>
    </ConsoleProvider>
  );

  function Frame(frame: RouteSectionProps): JSX.Element {
    const location = useLocation();
    let main!: HTMLElement;
    const navigate = useNavigate();
    createAlerts(context, {
      page: () => pageName(location.pathname),
      onOpen: (id) => navigate(`/conversations/${id}`),
    });
    offerPages(context, navigate);
    return (
      <div class="shell">
        {/* A button, as a link would be a page of its own to the router. */}
        <button type="button" class="skip" onClick={() => main.focus()}>
          Skip to the page
        </button>
        <TopBar />
        <Show when={state.session().state === 'offline'}>
          <Banner
            tone="warn"
            icon={<OfflineIcon />}
            action={
              <Button size="small" onClick={() => peer.wake()}>
                Try now
              </Button>
            }
          >
            No connection to the server. Direct conversations go on, and what you write to others
            goes out when it is back.
          </Banner>
        </Show>
        <main ref={(element) => (main = element)} class="shell-page" tabindex="-1">
          {frame.children}
        </main>
        <UndoToast />
        <Overlays />
      </div>
    );
  }
}
