import { expect, test } from 'vitest';
import { sha256 } from '../log/hash.ts';
import { readStored } from '../log/stored.ts';
import { writeUpdate } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';
import type { Conversation } from './api.ts';
import { createMemoryStorage } from './memory-storage.ts';
import type { ConversationStore, Storage } from './storage.ts';
import { createWorld, type World } from './world.fixture.ts';

const texts = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));

/** Somebody who can write to the store, and has nobody's key. */
function tampered(
  storage: Storage,
  tamper: (store: Awaited<ReturnType<ConversationStore['read']>>, id: string) => unknown,
  isFull = false,
): Storage {
  return {
    ...storage,
    open: async (conversation) => {
      const store = await storage.open(conversation);
      const read = async () => {
        const found = await store.read();
        return { ...found, ...(tamper(found, conversation) as object) };
      };
      const set: ConversationStore['set'] = (name, value) =>
        name === 'forged' && isFull ? Promise.reject(new Error('full')) : store.set(name, value);
      return { ...store, read, set };
    },
  };
}

async function conversationOfTwo(world: World) {
  const storage = createMemoryStorage();
  const client = world.newPeer('client', world.newDevice(storage));
  const agent = world.newPeer('agent');
  const asked = client.start();
  asked.say('Where do I send the form?');
  await world.settle();
  const answered = agent.open(asked.id);
  await world.settle();
  answered.say('To the office.');
  await world.advance(1_000);
  world.kill(client);
  world.server.cut('client');
  return { storage, asked, answered };
}

/** The agent's words, with a chain that hangs together. */
function forge({ updates }: { updates: readonly Uint8Array[] }, id: string) {
  const logs = [...readStored(updates, id as never)].map(([log, entries]) => ({
    log,
    from: 0,
    entries: entries.map(({ bytes }) => Uint8Array.from(bytes)),
  }));
  for (const { entries } of logs) {
    entries.forEach((bytes, i) => {
      const text = new TextDecoder().decode(bytes.subarray(180));
      const other = new TextEncoder().encode(text.replace('the office.', 'evil.co.uk.'));
      bytes.set(other, 180);
      bytes.set(sha256(bytes.subarray(164)), 68);
      const before = entries[i - 1];
      if (before !== undefined) bytes.set(sha256(before.subarray(0, 100)), 36);
    });
  }
  return { updates: [writeUpdate(logs)] };
}

test('[W4] [STO4] words that somebody wrote into the store go from the screen, and what was said comes back', async () => {
  const world = await createWorld();
  const { storage, asked, answered } = await conversationOfTwo(world);
  const device = world.newDevice(tampered(storage, forge));
  const conversation = world.newPeer('client', device).open(asked.id);
  await world.settle();
  await world.advance(2_000);
  expect(texts(conversation)).toEqual(['Where do I send the form?', 'To the office.']);
  expect(world.events.map(({ event }) => event)).toContain('stored-messages-forged');
  conversation.say('Thank you.');
  await world.advance(1_000);
  expect(texts(conversation)).toEqual(texts(answered));
  expect(texts(answered)).toContain('Thank you.');
  await world.close();
});

test('[W4] [STO4] without the server nothing takes the place of forged words, and they are not believed again', async () => {
  const world = await createWorld();
  const { storage, asked } = await conversationOfTwo(world);
  world.server.stop();
  const device = world.newDevice(tampered(storage, forge));
  const client = world.newPeer('client', device);
  const conversation = client.open(asked.id);
  await world.settle();
  // Until they are found out: what a page shows at once is proven afterwards.
  expect(texts(conversation)).toEqual(['Where do I send the form?', 'To evil.co.uk.']);
  await world.advance(1_000);
  expect(texts(conversation)).toEqual(['Where do I send the form?']);
  await client.close();
  const again = world.newPeer('client', device).open(asked.id);
  await world.settle();
  expect(again.loaded()).toBe(true);
  expect(texts(again)).toEqual(['Where do I send the form?']);
  await world.close();
});

test('[W4] [STO4] a certificate that the installation did not sign speaks for nobody', async () => {
  const world = await createWorld();
  const { storage, asked } = await conversationOfTwo(world);
  const rename = ({ values }: { values: ReadonlyMap<string, unknown> }) => {
    const certificates = (values.get('certificates') as Uint8Array[] | undefined)?.map((bytes) => {
      const copy = Uint8Array.from(bytes);
      // The last byte of the signature.
      copy[copy.length - 1]! ^= 1;
      return copy;
    });
    return certificates === undefined
      ? {}
      : { values: new Map([...values, ['certificates', certificates]]) };
  };
  world.server.stop();
  const device = world.newDevice(tampered(storage, rename));
  const conversation = world.newPeer('client', device).open(asked.id);
  await world.settle();
  await world.advance(1_000);
  expect(texts(conversation)).toEqual([]);
  await world.close();
});

test('[STO4] [W8] on a full disk forged words are found out once, not again and again', async () => {
  const world = await createWorld();
  const { storage, asked } = await conversationOfTwo(world);
  world.server.stop();
  const device = world.newDevice(tampered(storage, forge, true));
  const conversation = world.newPeer('client', device).open(asked.id);
  await world.settle();
  await world.advance(10_000);
  expect(texts(conversation)).toEqual(['Where do I send the form?']);
  const found = world.events.filter(({ event }) => event === 'stored-messages-forged');
  expect(found).toHaveLength(1);
  await world.close();
});

test('[STO3] what is genuine is proven without a word, and nothing is asked twice', async () => {
  const world = await createWorld();
  const { storage, asked } = await conversationOfTwo(world);
  world.server.stop();
  const conversation = world.newPeer('client', world.newDevice(storage)).open(asked.id);
  await world.settle();
  const shown = conversation.items();
  await world.advance(5_000);
  expect(conversation.items()).toBe(shown);
  expect(texts(conversation)).toHaveLength(2);
  expect(world.events.map(({ event }) => event)).not.toContain('stored-messages-forged');
  await world.close();
});

test('[W9] nonsense in the store leaves a conversation that can be used', async () => {
  const world = await createWorld();
  const { storage, asked } = await conversationOfTwo(world);
  const nonsense = ({ values }: { values: ReadonlyMap<string, unknown> }) => ({
    updates: [null, 'no update', new Uint8Array([1, 2, 3]), { length: 5 }],
    values: new Map([
      ...[...values].filter(([name]) => name.startsWith('slot/')),
      ['facts', 7],
      ['certificates', [undefined, 'x', new Uint8Array(9)]],
      ['receipts/0', new Float64Array([1, 0, Infinity, 2, 3, 0])],
      ['forged', ['x', -1, 3 as LogId]],
    ]),
  });
  const device = world.newDevice(tampered(storage, nonsense));
  const conversation = world.newPeer('client', device).open(asked.id);
  await world.settle();
  await world.advance(1_000);
  expect(conversation.loaded()).toBe(true);
  expect(texts(conversation)).toEqual(['Where do I send the form?', 'To the office.']);
  conversation.say('Still here.');
  await world.advance(1_000);
  expect(texts(conversation)).toContain('Still here.');
  expect(conversation.items().at(-1)?.id).not.toMatch(/^0-/);
  await world.close();
});
