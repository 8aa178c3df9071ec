import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import type { BesideChange } from '../../../conversation/peer/staff.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { BesideJson } from '../../../conversation/protocol/http/beside.ts';
import type { ConversationId, LabelId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import { fakeId } from '../../state/fake-peer.fixture.ts';
import { createBeside, type BesideParts } from './beside.ts';

const one = fakeId('one') as ConversationId;
const two = fakeId('two') as ConversationId;
const bill = fakeId('bill') as LabelId;

const item = (conversation: ConversationId, more: Partial<BesideJson> = {}): BesideJson => ({
  conversation,
  labels: [],
  priority: 'none',
  notes: 0,
  mentions: 0,
  ...more,
});

/** Requests are answered at once; what waits for the gathering is let go by hand. */
function setUp() {
  const server = new Map<ConversationId, BesideJson>();
  const asked: string[] = [];
  const mentioned = () =>
    [...server.values()]
      .filter(({ mentions }) => mentions > 0)
      .map(({ conversation }) => ({ conversation }) as ConversationSummary);
  let due: (() => void) | undefined;
  let tell: (change: BesideChange | undefined) => void = () => {};
  const api: BesideParts = {
    allBeside() {
      asked.push('all');
      return Promise.resolve(accept({ items: [...server.values()], mentioned: mentioned() }));
    },
    beside(id) {
      asked.push(id);
      const found = server.get(id);
      return Promise.resolve(
        found === undefined
          ? refuse({ code: 'not-found', message: 'There is nothing here.' })
          : accept({ beside: found }),
      );
    },
    arrange: () => Promise.resolve(refuse({ code: 'conflict', message: 'It is closed.' })),
    putLabel: (id, label) => Promise.resolve(accept({ beside: item(id, { labels: [label] }) })),
    takeLabel: (id) => Promise.resolve(accept({ beside: item(id) })),
    labels: () =>
      Promise.resolve(accept({ labels: [{ id: bill, name: 'Billing', colour: 'blue' as const }] })),
    mentionsSeen(id) {
      asked.push(`seen ${id}`);
      return Promise.resolve(accept({}));
    },
  };
  const { beside, dispose } = createRoot((dispose) => ({
    dispose,
    beside: createBeside({
      api,
      staff: {
        onBeside(listener) {
          tell = listener;
          return () => (tell = () => {});
        },
      },
      clock: {
        after(_ms, task) {
          due = task;
          return () => (due = undefined);
        },
      },
    }),
  }));
  /** Lets what was begun come to its end. */
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    beside,
    dispose,
    server,
    asked,
    settle,
    tell: (change?: BesideChange) => tell(change),
    async gathered() {
      await settle();
      due?.();
      await settle();
    },
  };
}

test('what changed is asked for once, however often it changed', async () => {
  const world = setUp();
  await world.settle();
  world.server.set(one, item(one, { priority: 'urgent' }));
  world.asked.length = 0;
  for (let n = 0; n < 5; n += 1) world.tell({ conversation: one, mentioned: false });
  await world.gathered();
  expect(world.asked).toEqual([one]);
  expect(world.beside.of(one).priority).toBe('urgent');
  expect(world.beside.changes(one)).toBeGreaterThan(world.beside.changes(two));
  world.dispose();
});

test('a mention is heard, shown, and gone when one has looked', async () => {
  const world = setUp();
  await world.settle();
  const heard: string[] = [];
  world.beside.onMentioned((conversation) => void heard.push(conversation));
  world.server.set(two, item(two, { mentions: 1, notes: 1 }));
  world.tell({ conversation: two, mentioned: true });
  await world.gathered();
  expect(heard).toEqual([two]);
  expect(world.beside.mentioned().map(({ conversation }) => conversation)).toEqual([two]);
  world.beside.seen(two);
  expect(world.beside.mentioned()).toEqual([]);
  expect(world.beside.of(two).mentions).toBe(0);
  expect(world.asked.at(-1)).toBe(`seen ${two}`);
  world.dispose();
});

test('[W8] very many changes of one moment are one request, and a lost conversation is forgotten', async () => {
  const world = setUp();
  world.server.set(one, item(one, { priority: 'high' }));
  await world.settle();
  world.asked.length = 0;
  for (let n = 0; n < 30; n += 1) {
    world.tell({ conversation: fakeId(`c${n}`) as ConversationId, mentioned: false });
  }
  await world.gathered();
  expect(world.asked).toEqual(['all']);
  world.server.delete(one);
  world.tell({ conversation: one, mentioned: false });
  await world.gathered();
  expect(world.beside.of(one).priority).toBe('none');
  world.dispose();
});

test('[W9] a refusal is a sentence, and changes nothing', async () => {
  const world = setUp();
  await world.settle();
  expect(await world.beside.arrange(one, { priority: 'low' })).toBe('It is closed.');
  expect(world.beside.of(one).priority).toBe('none');
  expect(await world.beside.setLabel(one, bill, true)).toBeUndefined();
  expect(world.beside.of(one).labels).toEqual([bill]);
  world.dispose();
});
