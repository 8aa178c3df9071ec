/** A visitor's conversations: none, some with news, not there yet, and while the server is away. */
import { For, type JSX } from 'solid-js';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { OwnConversationJson } from '../../../conversation/protocol/http/customers.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { fakeId, fakeParticipant } from '../../state/fake-peer.fixture.ts';
import { ListPart } from '../../widget/list/list-part.tsx';
import type { Heard } from '../../widget/list/own-rows.ts';

const minute = 60_000;
const client = fakeParticipant('Anna Weber', 'client');
const mara = fakeParticipant('Mara Lindt', 'agent');

/** @param at ms since 1970 */
function conversationAt(
  at: number,
  departmentName: string,
  lastText: string,
  status: ConversationSummary['status'],
): OwnConversationJson {
  return {
    conversation: fakeId(lastText) as ConversationId,
    kind: 'support',
    department: fakeId(departmentName) as DepartmentId,
    client,
    status,
    createdAt: at,
    activeAt: at,
    entries: 4,
    departmentName,
    lastText,
  };
}

const some = (now: number): readonly OwnConversationJson[] => [
  conversationAt(now - 2 * minute, 'Support', 'Is that the one?', {
    state: 'assigned',
    since: now,
    to: mara,
  }),
  conversationAt(now - 40 * minute, 'Moving house', 'I move on the first of May', {
    state: 'waiting',
    position: 2,
    since: now,
  }),
  conversationAt(now - 3000 * minute, 'Support', 'You are welcome. Have a good day!', {
    state: 'closed',
    since: now,
    by: mara,
  }),
];

interface Exhibit {
  readonly live?: readonly OwnConversationJson[];
  readonly unread?: number;
  readonly full?: number;
  ask(): Promise<Response>;
}

export function OwnLists(): JSX.Element {
  const now = Date.now();
  const answer = (conversations: readonly OwnConversationJson[]) => () =>
    Promise.resolve(Response.json({ conversations }));
  const away = () => Promise.reject(new TypeError('The server is away.'));
  const exhibits: readonly Exhibit[] = [
    { ask: answer([]) },
    { ask: answer(some(now)) },
    { ask: answer(some(now)), unread: 3, full: 2 },
    { ask: () => new Promise(() => undefined) },
    { ask: away },
    { ask: away, live: some(now).slice(0, 2) },
  ];
  return (
    <div class="gallery-row">
      <For each={exhibits}>{(exhibit) => <Exhibited {...exhibit} now={now} />}</For>
    </div>
  );
}

function Exhibited(props: Exhibit & { readonly now: number }): JSX.Element {
  const [first] = some(props.now);
  const heard = new Map<ConversationId, Heard>();
  if (first !== undefined && props.unread !== undefined) {
    heard.set(first.conversation, { unread: props.unread, last: undefined });
  }
  return (
    <div class="gallery-panel gallery-list">
      <ListPart
        visitor={{ ask: () => props.ask() }}
        live={props.live ?? []}
        heard={heard}
        current={fakeId('I move on the first of May') as ConversationId}
        now={() => props.now}
        full={props.full}
        onClose={() => undefined}
        onOpen={() => undefined}
        onNew={() => undefined}
      />
    </div>
  );
}
