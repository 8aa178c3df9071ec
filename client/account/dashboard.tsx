import { createResource, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { PasswordDialog } from '../console/account/password-dialog.tsx';
import { SessionsCard } from '../console/account/sessions-card.tsx';
import { EmptyState } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ChatIcon } from '../ui/icons.tsx';
import { Avatar, Badge } from '../ui/marks.tsx';
import { momentWords } from '../ui/moment-words.ts';
import { Skeleton } from '../ui/spinner.tsx';
import type { AccountApi } from './account-api.ts';
import { ticketWords } from '../ui/ticket-words.ts';
import { statusWords, ticketTone } from './conversation-words.ts';

export interface DashboardProps {
  readonly api: AccountApi;
  readonly account: AccountJson;
  onSignOut(): void;
}

/** What is theirs: their conversations with their status, and their own account. */
export function Dashboard(props: DashboardProps): JSX.Element {
  const [changesPassword, setChangesPassword] = createSignal(false);
  let button: HTMLButtonElement | undefined;
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
        <Departments api={props.api} account={props.account.id} />
        <Conversations api={props.api} account={props.account.id} />
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
  readonly api: Pick<AccountApi, 'departments'>;
  readonly account: AccountId;
}): JSX.Element {
  const [list] = createResource(async () => {
    const asked = await props.api.departments();
    return asked.ok ? asked.value.departments : [];
  });
  return (
    <ul class="card dash-list" aria-label="Whom you can write to">
      <For each={list()}>
        {(one) => (
          <li class="dash-line own-head">
            <div>
              <h2 class="dash-office">{one.name}</h2>
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
  );
}

interface ChatPlace {
  /** To go on with. */
  readonly conversation?: ConversationId;
  readonly department?: DepartmentId;
  /** A subject is asked for. */
  readonly ticket?: '';
}

function chatAt(account: AccountId, what: ChatPlace): string {
  return `/chat/?${new URLSearchParams({ account, ...what })}`;
}

interface ConversationsProps {
  readonly api: Pick<AccountApi, 'conversations'>;
  readonly account: AccountId;
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
            text="What you ask us stands here, with how far it is."
          />
        </div>
      </Match>
      <Match when={list()}>
        {(all) => (
          <>
            <ul class="card dash-list" aria-label="Conversations">
              <For each={all()}>
                {(one) => <Conversation conversation={one} account={props.account} />}
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

function Conversation(props: {
  readonly conversation: OwnConversationJson;
  readonly account: AccountId;
}): JSX.Element {
  const words = () => statusWords(props.conversation.status);
  const ticket = () => props.conversation.ticket;
  return (
    <li class="dash-line">
      <div class="dash-line-head">
        <a
          class="dash-department"
          href={chatAt(props.account, { conversation: props.conversation.conversation })}
        >
          <Show when={ticket()} fallback={props.conversation.departmentName}>
            {(it) => (
              <>
                <span class="tabular">#{it().number}</span> <bdi>{it().subject}</bdi>
              </>
            )}
          </Show>
        </a>
        <Show when={ticket()} fallback={<Badge tone={words().tone}>{words().name}</Badge>}>
          {(it) => (
            <Badge tone={ticketTone(it().status)}>
              <span data-ticket={it().status}>{ticketWords(it().status)}</span>
            </Badge>
          )}
        </Show>
      </div>
      <Show when={ticket()}>
        <p class="quiet">{props.conversation.departmentName}</p>
      </Show>
      <Show when={props.conversation.lastText}>{(text) => <p class="dash-text">{text()}</p>}</Show>
      <p class="quiet">
        {words().sentence} {momentWords(props.conversation.activeAt)}
      </p>
    </li>
  );
}
