import {
  createEffect,
  createMemo,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Switch,
  type Accessor,
  type JSX,
} from 'solid-js';
import type { OwnConversationJson } from '../../conversation/protocol/http/customers.ts';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import { ConfirmDialog } from '../signed-in/ui/confirm-dialog.tsx';
import type { GroupsApi } from '../groups/groups-api.ts';
import { markOf, titleOf } from '../groups/kind-words.ts';
import type { OwnDepartments } from '../groups/own-departments.ts';
import { EmptyState } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { filterFrom, matches } from '../ui/filter.ts';
import { FilterField } from '../ui/filter-field.tsx';
import { ChatIcon } from '../ui/icons.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import type { AccountApi } from './account-api.ts';
import type { LiveConversations } from './live-conversations.ts';
import { OwnConversation } from './own-conversation.tsx';
import { createOwnList } from './own-list.ts';

export interface OwnConversationsProps {
  readonly api: Pick<AccountApi, 'conversations'> & Pick<GroupsApi, 'deleteConversation'>;
  readonly account: AccountId;
  readonly courses: OwnDepartments;
}

interface Asked {
  readonly about: 'end' | 'delete';
  readonly one: OwnConversationJson;
}

/** What one raised or takes part in, as it is now: [U8] whoever raised a conversation ends and deletes it. */
export function OwnConversations(props: OwnConversationsProps): JSX.Element {
  const list = createOwnList(props.api);
  const live = createLive(props.account);
  const [asked, setAsked] = createSignal<Asked>();
  const [words, setWords] = createSignal('');
  const unread = createMemo(() => live()?.unread() ?? new Map<ConversationId, number>());
  // What came in changes the list: a group that one was invited to, a last line, an end.
  const news = createMemo(() => [...unread()].map(([id, count]) => `${id} ${count}`).join());
  createEffect(on(news, () => void list.refresh(), { defer: true }));

  const stateOf = (one: OwnConversationJson) => live()?.states().get(one.conversation);
  const isOver = (one: OwnConversationJson) => one.status.state === 'closed';
  const mayEnd = (one: OwnConversationJson) =>
    !isGroup(one.kind) && !isOver(one) && stateOf(one) !== undefined;
  const mayDelete = (one: OwnConversationJson) => !isGroup(one.kind) && isOver(one);

  const byId = createMemo(() => new Map(list.all()?.map((one) => [one.conversation, one])));
  /** A line stays the same element while its conversation changes: somebody may be pressing it. */
  const shown = createMemo<readonly ConversationId[]>(
    () =>
      [...byId().values()]
        .filter((one) => matches(words(), textsOf(one)))
        .map(({ conversation }) => conversation),
    [],
    { equals: (a, b) => a.length === b.length && a.every((id, index) => id === b[index]) },
  );

  function lineOf(one: Accessor<OwnConversationJson>): JSX.Element {
    const ask = (about: Asked['about']) => setAsked({ about, one: one() });
    return (
      <OwnConversation
        conversation={one()}
        account={props.account}
        department={props.courses.nameOf(one().department) ?? one().departmentName}
        unread={unread().get(one().conversation) ?? 0}
        onEnd={mayEnd(one()) ? () => ask('end') : undefined}
        onDelete={mayDelete(one()) ? () => ask('delete') : undefined}
      />
    );
  }

  async function run(): Promise<string | undefined> {
    const now = asked();
    if (now === undefined) return undefined;
    if (now.about === 'end') {
      stateOf(now.one)?.conversation.end();
      return undefined;
    }
    const result = await props.api.deleteConversation(now.one.conversation);
    if (result.ok) await list.refresh();
    return result.ok ? undefined : result.refusal.message;
  }

  return (
    <>
      <Switch>
        <Match when={list.failure()}>
          {(message) => (
            <EmptyState
              title="Your conversations cannot be shown"
              text={message()}
              action={<Button onClick={() => void list.refresh()}>Try again</Button>}
            />
          )}
        </Match>
        <Match when={list.all() === undefined}>
          <div class="card dash-loading" role="status">
            <span class="sr-only">Loading your conversations</span>
            <Skeleton width="100%" height="2.5rem" />
            <Skeleton width="100%" height="2.5rem" />
          </div>
        </Match>
        <Match when={list.all()?.length === 0}>
          <div class="card">
            <EmptyState
              icon={<ChatIcon />}
              title="No conversations yet"
              text="Write to us below: what you ask stands here, with how far it is."
            />
          </div>
        </Match>
        <Match when={list.all()}>
          {(all) => (
            <>
              <Show when={all().length >= filterFrom || words() !== ''}>
                <FilterField label="Filter your conversations" words={words()} onWords={setWords} />
              </Show>
              <ul class="card dash-list" aria-label="Conversations">
                <For
                  each={shown()}
                  fallback={<li class="dash-line quiet">No conversation fits.</li>}
                >
                  {(id) => <Show when={byId().get(id)}>{(one) => lineOf(one)}</Show>}
                </For>
              </ul>
              <Show when={list.hasMore()}>
                <Button onClick={() => void list.more()}>Show more</Button>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <ConfirmDialog
        open={asked() !== undefined}
        {...wordsFor(asked()?.about)}
        run={run}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
}

/** What a filter looks in. */
const textsOf = (one: OwnConversationJson) => [
  titleOf(one),
  one.departmentName,
  one.lastText,
  one.ticket && `#${one.ticket.number} ${one.ticket.subject}`,
  markOf(one),
];

/** The connection comes after the page; without it the list stands as it was. */
function createLive(account: AccountId): () => LiveConversations | undefined {
  const [live, setLive] = createSignal<LiveConversations>();
  let isGone = false;
  async function follow() {
    const { followConversations } = await import('./live-conversations.ts');
    if (!isGone) setLive(followConversations(account));
  }
  onMount(() => void follow().catch(() => undefined));
  onCleanup(() => {
    isGone = true;
    live()?.close();
  });
  return live;
}

function wordsFor(about: Asked['about'] | undefined) {
  return about === 'delete'
    ? {
        title: 'Delete this conversation?',
        text: 'Nobody can read any more what was said in it. This cannot be taken back.',
        deed: 'Delete for everybody',
      }
    : {
        title: 'End this conversation?',
        text: 'It can still be read, but nobody can write in it any more. This cannot be taken back.',
        deed: 'End it',
      };
}
