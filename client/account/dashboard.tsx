import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  type JSX,
} from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import { PasswordDialog } from '../console/account/password-dialog.tsx';
import { SessionsCard } from '../console/account/sessions-card.tsx';
import { EmptyState } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ChatIcon } from '../ui/icons.tsx';
import { Avatar } from '../ui/marks.tsx';
import { momentWords } from '../ui/moment-words.ts';
import { Skeleton } from '../ui/spinner.tsx';
import type { AccountApi } from './account-api.ts';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { createOwnDepartments, type OwnDepartments } from '../groups/own-departments.ts';
import { chatAt } from './chat-at.ts';
import { Courses } from './courses.tsx';
import type { LiveConversations } from './live-conversations.ts';
import { OwnConversation } from './own-conversation.tsx';

export interface DashboardProps {
  readonly api: AccountApi;
  readonly account: AccountJson;
  onSignOut(): void;
}

/** What is theirs: their conversations with their status, and their own account. */
export function Dashboard(props: DashboardProps): JSX.Element {
  const [changesPassword, setChangesPassword] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const courses = createOwnDepartments(props.api);
  return (
    <div class="dash">
      <header class="dash-bar">
        <span class="dash-name">Parley</span>
        <span class="dash-who">
          <Avatar name={props.account.name} size="small" />
          <bdi>{props.account.name}</bdi>
        </span>
        <Button size="small" onClick={() => props.onSignOut()}>
          Sign out
        </Button>
      </header>
      <main class="dash-page">
        <div class="own-head">
          <h1>Your conversations</h1>
        </div>
        <Conversations api={props.api} account={props.account.id} courses={courses} />
        <Courses
          api={props.api}
          clock={createBrowserClock()}
          account={props.account.id}
          courses={courses}
        />
        <Departments api={props.api} account={props.account.id} />
        <h2 class="dash-title">Your account</h2>
        <section class="card own-card" aria-labelledby="own-password">
          <div class="own-head">
            <div>
              <h2 id="own-password">Password</h2>
              <p class="quiet">You sign in with {props.account.email}.</p>
            </div>
            <Button ref={(element) => (button = element)} onClick={() => setChangesPassword(true)}>
              Change password
            </Button>
          </div>
        </section>
        <SessionsCard api={props.api} />
      </main>
      <PasswordDialog
        api={props.api}
        username={props.account.email ?? props.account.username}
        open={changesPassword()}
        returnFocus={() => button ?? null}
        onClose={() => setChangesPassword(false)}
      />
    </div>
  );
}

/** Whom one can write to: a conversation at once, or a ticket with a subject (U1, C1). */
function Departments(props: {
  readonly api: Pick<AccountApi, 'publicDepartments'>;
  readonly account: AccountId;
}): JSX.Element {
  const [list] = createResource(async () => {
    const asked = await props.api.publicDepartments();
    const all = asked.ok ? asked.value.departments : [];
    return all.filter(({ kinds }) => kinds.includes('support'));
  });
  return (
    <Show when={(list()?.length ?? 0) > 0}>
      <h2 class="dash-title">Write to us</h2>
      <ul class="card dash-list" aria-label="Whom you can write to">
        <For each={list()}>
          {(one) => (
            <li class="dash-line own-head">
              <div>
                <h3 class="dash-office">{one.name}</h3>
                <p class="quiet">{one.description}</p>
                <Show when={!one.isOpen}>
                  <p class="quiet">
                    Closed now.
                    {one.opensAt === undefined ? '' : ` Opens ${momentWords(one.opensAt)}.`}
                  </p>
                </Show>
              </div>
              <div class="own-ways">
                <a
                  class="button"
                  data-size="normal"
                  aria-label={`New ticket to ${one.name}`}
                  href={chatAt(props.account, { department: one.id, ticket: '' })}
                >
                  New ticket
                </a>
                <a
                  class="button"
                  data-look="primary"
                  data-size="normal"
                  aria-label={`Start a conversation with ${one.name}`}
                  href={chatAt(props.account, { department: one.id })}
                >
                  Start
                </a>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

interface ConversationsProps {
  readonly api: Pick<AccountApi, 'conversations'>;
  readonly account: AccountId;
  readonly courses: OwnDepartments;
}

function Conversations(props: ConversationsProps): JSX.Element {
  const [list, setList] = createSignal<readonly OwnConversationJson[]>();
  const [next, setNext] = createSignal<number>();
  const [failure, setFailure] = createSignal<string>();

  async function load(before?: number) {
    const result = await props.api.conversations(before);
    setFailure(result.ok ? undefined : result.refusal.message);
    if (!result.ok) return;
    const known = before === undefined ? [] : (list() ?? []);
    setList([...known, ...result.value.conversations]);
    setNext(result.value.next);
  }
  void load();

  const [live, setLive] = createSignal<LiveConversations>();
  const unread = createMemo(() => live()?.unread() ?? new Map<ConversationId, number>());
  let isGone = false;
  async function follow() {
    const { followConversations } = await import('./live-conversations.ts');
    if (!isGone) setLive(followConversations(props.account));
  }
  // Without it the list stands as it was when the page was loaded.
  onMount(() => void follow().catch(() => undefined));
  onCleanup(() => {
    isGone = true;
    live()?.close();
  });
  // What came in changes the list: a group that one was invited to, a last line.
  const news = createMemo(() => [...unread()].map(([id, count]) => `${id} ${count}`).join());
  createEffect(on(news, () => void load(), { defer: true }));

  return (
    <Switch>
      <Match when={failure()}>
        {(message) => (
          <EmptyState
            title="Your conversations cannot be shown"
            text={message()}
            action={<Button onClick={() => void load()}>Try again</Button>}
          />
        )}
      </Match>
      <Match when={list() === undefined}>
        <div class="card dash-loading" role="status">
          <span class="sr-only">Loading your conversations</span>
          <Skeleton width="100%" height="2.5rem" />
          <Skeleton width="100%" height="2.5rem" />
        </div>
      </Match>
      <Match when={list()?.length === 0}>
        <div class="card">
          <EmptyState
            icon={<ChatIcon />}
            title="No conversations yet"
            text="Write to us below: what you ask stands here, with how far it is."
          />
        </div>
      </Match>
      <Match when={list()}>
        {(all) => (
          <>
            <ul class="card dash-list" aria-label="Conversations">
              <For each={all()}>
                {(one) => (
                  <OwnConversation
                    conversation={one}
                    account={props.account}
                    department={props.courses.nameOf(one.department) ?? one.departmentName}
                    unread={unread().get(one.conversation) ?? 0}
                  />
                )}
              </For>
            </ul>
            <Show when={next()}>
              {(before) => <Button onClick={() => void load(before())}>Show more</Button>}
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}
