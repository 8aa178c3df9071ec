import { createRoot, createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import {
  createFakeConversation,
  createFakePeer,
  fakeId,
  fakeMessage,
  fakeParticipant,
} from '../../state/fake-peer.fixture.ts';
import { createPeerState } from '../../state/peer-state.ts';
import { createDesk } from './desk.ts';

const you = fakeParticipant('Mara', 'agent');
const idOf = (name: string) => fakeId(name) as ConversationId;
const summaryOf = (name: string): ConversationSummary => ({
  conversation: idOf(name),
  kind: 'support',
  department: fakeId('support') as DepartmentId,
  client: fakeParticipant(name, 'client'),
  status: { state: 'assigned', since: 0, to: you },
  createdAt: 0,
  activeAt: 0,
  entries: 1,
});

const groupOf = (name: string): ConversationSummary => ({
  ...summaryOf(name),
  kind: 'study-group',
  title: `${name}’s group`,
  status: { state: 'open', since: 0 },
});

function setUp() {
  const closed: string[] = [];
  const conversations = new Map(
    ['Anna', 'Ben', 'Cleo'].map((name, index) => {
      const client = fakeParticipant(name, 'client');
      const conversation = createFakeConversation({
        id: idOf(name),
        you,
        others: [client],
        status: { state: 'assigned', since: 0, to: you },
        items: [fakeMessage({ id: '1-0', author: client, text: 'Hello', at: 100 + index })],
      });
      conversation.onDeed(({ did }) => did === 'close' && closed.push(name));
      return [idOf(name), conversation] as const;
    }),
  );
  const peer = createFakePeer((id) => {
    const known = id === undefined ? undefined : conversations.get(id);
    if (known === undefined) throw new Error('The desk opened what is not there.');
    return known;
  });
  const kept = new Map<string, string>();
  const [sleeping, setSleeping] = createSignal<ReadonlySet<ConversationId>>(new Set());
  const { desk, dispose } = createRoot((dispose) => ({
    desk: createDesk(
      createPeerState(peer),
      { priorityOf: () => 0, sleeps: (id) => sleeping().has(id), mentioned: () => [] },
      { get: (name) => kept.get(name), set: (name, value) => void kept.set(name, value) },
    ),
    dispose,
  }));
  const list = (...names: string[]) => peer.show({ listed: names.map(summaryOf) });
  const tell = (...listed: ConversationSummary[]) => peer.show({ listed });
  const names = () => desk.ordered().map((open) => open.client()?.name);
  const conversation = (name: string) => {
    const found = conversations.get(idOf(name));
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  return { setSleeping, kept, desk, dispose, list, tell, names, closed, conversation };
}

test('every listed conversation is open, and the longest wait stands first', () => {
  const { names, list, conversation } = setUp();
  list('Cleo', 'Ben', 'Anna');
  expect(names()).toEqual(['Anna', 'Ben', 'Cleo']);
  expect(conversation('Cleo').listeners()).toBe(1);
});

test('an answer moves a conversation down, a new question up', () => {
  const { names, list, conversation } = setUp();
  list('Anna', 'Ben');
  conversation('Anna').say('Hello Anna');
  expect(names()).toEqual(['Ben', 'Anna']);
  const client = fakeParticipant('Anna', 'client');
  const items = [fakeMessage({ id: '1-1', author: client, text: 'Since ever', at: 1 })];
  conversation('Anna').show({ items });
  expect(names()).toEqual(['Anna', 'Ben']);
});

test('what is gone from the list is closed here, except for the one on the screen', () => {
  const { desk, names, list, closed } = setUp();
  list('Anna', 'Ben');
  desk.select(idOf('Anna'));
  list();
  expect(names()).toEqual([]);
  expect(closed).toEqual(['Ben']);
  expect(desk.selected()?.client()?.name).toBe('Anna');
  desk.select(undefined);
  expect(closed).toEqual(['Ben', 'Anna']);
});

test('a conversation that is not listed yet opens by its address', () => {
  const { desk, list, closed } = setUp();
  desk.select(idOf('Cleo'));
  const opened = desk.selected();
  list('Cleo', 'Anna');
  expect(desk.selected()).toBe(opened);
  expect(closed).toEqual([]);
});

test('unread messages add up, and nothing listens after the end', () => {
  const { desk, dispose, list, conversation, closed } = setUp();
  list('Anna', 'Ben');
  expect(desk.unread()).toBe(2);
  const last = conversation('Ben').items().at(-1);
  if (last !== undefined) conversation('Ben').markRead(last.id);
  expect(desk.unread()).toBe(1);
  dispose();
  expect(closed.toSorted()).toEqual(['Anna', 'Ben']);
  expect(conversation('Anna').listeners()).toBe(0);
});

test('[L4] groups stand apart, by their titles, unread ones first; nobody waits in them', () => {
  const { desk, tell, names, conversation } = setUp();
  tell(summaryOf('Anna'), groupOf('Ben'), groupOf('Cleo'));
  const last = conversation('Cleo').items().at(-1);
  if (last !== undefined) conversation('Cleo').markRead(last.id);
  expect(names()).toEqual(['Anna']);
  expect(desk.groups().map((open) => open.title())).toEqual(['Ben’s group', 'Cleo’s group']);
  expect(desk.groups().map((open) => open.attention().waitingSince)).toEqual([
    undefined,
    undefined,
  ]);
});

test('[U3] a thread between departments is answered by one, and a group to the one that raised it', () => {
  const { desk, tell, conversation } = setUp();
  const thread = { kind: 'departments' } as const;
  tell({ ...summaryOf('Anna'), ...thread }, { ...summaryOf('Ben'), ...thread });
  conversation('Ben').show({ you: fakeParticipant('Physics', 'client') });
  expect(desk.ordered().map((open) => open.title())).toEqual(['Anna']);
  expect(desk.groups().map(({ id }) => id)).toEqual([idOf('Ben')]);
});

test('what sleeps leaves the list of one’s own, and is back when it wakes', () => {
  const { desk, list, setSleeping, dispose } = setUp();
  list('Anna', 'Ben');
  setSleeping(new Set([idOf('Anna')]));
  expect(desk.ordered().map(({ id }) => id)).toEqual([idOf('Ben')]);
  expect(desk.asleep().map(({ id }) => id)).toEqual([idOf('Anna')]);
  setSleeping(new Set<ConversationId>());
  expect(desk.ordered().length).toBe(2);
  dispose();
});

test('the chosen list is kept over a reload', () => {
  const { desk, kept, dispose } = setUp();
  desk.show('queue');
  expect(kept.get('list.shown')).toBe('queue');
  dispose();
});
