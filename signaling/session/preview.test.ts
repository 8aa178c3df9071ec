/** What a client writes, seen as it is written: by leave of the department, and by nobody but those who answer [P6]. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewCharacters } from '../../conversation/protocol/session.ts';
import type { Client } from './client.fixture.ts';
import { createTestServer, type TestServer } from './session.fixture.ts';

let world: TestServer;
beforeEach(async () => {
  world = await createTestServer();
});
afterEach(() => world.close());

const allow = (previews: 0 | 1) =>
  world.database.updateTable('departments').set({ previews }).execute();

async function talk() {
  const agent = await world.connect(await world.account('ada', 'agent'));
  agent.send({ type: 'available', available: true });
  await agent.next('available');
  const whom = await world.visitor();
  const visitor = await world.connect(whom);
  const client = await visitor.start();
  const { conversation } = client;
  const staff = await agent.join(conversation);
  await visitor.settled();
  const write = async (text: string) => {
    visitor.send({ type: 'preview', conversation, text });
    await visitor.settled();
    await agent.settled();
  };
  return { agent, staff, whom, visitor, client, conversation, write };
}

const seenBy = ({ heard }: Client) =>
  heard.flatMap((it) => (it.type === 'preview' ? [it.text] : []));
const offered = ({ heard }: Client) =>
  heard.flatMap((it) => (it.type === 'previews' ? [it.on] : []));

test('[P6] the client is told first, and then the agent sees it, and nobody else', async () => {
  await allow(1);
  const { agent, visitor, client, conversation, write, whom } = await talk();
  const otherTab = await world.connect(whom);
  await otherTab.join(conversation);
  const boss = await world.connect(await world.account('boss', 'admin'));
  boss.send({ type: 'watch', conversation, have: [] });
  await boss.next('watching');
  expect(offered(visitor)).toEqual([true]);
  expect(offered(agent)).toEqual([]);

  await write('I would li');
  expect(await agent.next('preview')).toEqual({
    type: 'preview',
    conversation,
    participant: client.joined.you.id,
    text: 'I would li',
  });
  await otherTab.settled();
  await boss.settled();
  expect([otherTab, boss, visitor].flatMap(seenBy)).toEqual([]);
});

test('[P6] where the department does not allow it nothing is passed on, and the client is told', async () => {
  const { agent, visitor, write } = await talk();
  expect(offered(visitor)).toEqual([]);
  await write('unasked');
  expect(offered(visitor)).toEqual([false]);
  expect(seenBy(agent)).toEqual([]);
});

test('[P6] what a department takes back ends at once', async () => {
  await allow(1);
  const { agent, visitor, write } = await talk();
  await write('one');
  await allow(0);
  await write('one two');
  expect(seenBy(agent)).toEqual(['one', '']);
  expect(offered(visitor)).toEqual([true, false]);
});

test('[W7] in a masked conversation nobody sees what is being written', async () => {
  await allow(1);
  await world.database.updateTable('departments').set({ names: 'masked' }).execute();
  const { agent, visitor, write } = await talk();
  await write('secret');
  expect(offered(visitor)).toEqual([false]);
  expect(seenBy(agent)).toEqual([]);
});

test('[P6] it ends with clearing the box, with leaving and with the connection', async () => {
  await allow(1);
  const { agent, visitor, conversation, write, whom } = await talk();
  await write('one');
  await write('');
  await write('');
  expect(seenBy(agent)).toEqual(['one', '']);
  await write('two');
  visitor.send({ type: 'leave', conversation });
  await visitor.settled();
  await agent.settled();
  expect(seenBy(agent)).toEqual(['one', '', 'two', '']);
  const back = await world.connect(whom);
  await back.join(conversation);
  back.send({ type: 'preview', conversation, text: 'three' });
  await agent.next('preview', ({ text }) => text === 'three');
  agent.mark();
  await back.close();
  await agent.next('preview', ({ text }) => text === '');
});

test('[W8] it is passed on twice a second at most, and what is more is dropped', async () => {
  await allow(1);
  const { agent, visitor, conversation, write } = await talk();
  for (let n = 0; n < 40; n += 1) visitor.send({ type: 'preview', conversation, text: `${n}` });
  await write('');
  expect(seenBy(agent)).toEqual(['0', '1', '2', '3', '']);
  world.clock.advance(500);
  await write('later');
  expect(seenBy(agent).at(-1)).toBe('later');
});

test('[W9] staff, strangers and those who only look on show nothing in anybody’s name', async () => {
  await allow(1);
  const { agent, staff, visitor, conversation } = await talk();
  agent.send({ type: 'preview', conversation: staff.conversation, text: 'I am the client' });
  expect(await agent.next('refused')).toMatchObject({ code: 'not-allowed', conversation });

  const stranger = await world.connect(await world.visitor());
  stranger.send({ type: 'preview', conversation, text: 'I am the client' });
  expect(await stranger.next('refused')).toMatchObject({ code: 'not-joined', conversation });

  const boss = await world.connect(await world.account('boss', 'admin'));
  boss.send({ type: 'watch', conversation, have: [] });
  await boss.next('watching');
  boss.send({ type: 'preview', conversation, text: 'I am the client' });
  expect(await boss.next('refused')).toMatchObject({ code: 'not-allowed', conversation });
  expect([agent, visitor].flatMap(seenBy)).toEqual([]);
});

test('[W9] what is too long is malformed, and named by somebody else it is still the sender’s', async () => {
  await allow(1);
  const { agent, visitor, client, conversation } = await talk();
  visitor.sendRaw(
    JSON.stringify({
      type: 'preview',
      conversation,
      text: 'x'.repeat(previewCharacters + 1),
    }),
  );
  expect(await visitor.next('refused')).toMatchObject({ code: 'malformed' });
  const forged = { type: 'preview', conversation, participant: 'A'.repeat(22), text: 'hello' };
  visitor.sendRaw(JSON.stringify(forged));
  const { participant } = await agent.next('preview');
  expect(participant).toBe(client.joined.you.id);
  expect(seenBy(agent)).toEqual(['hello']);
});

test('[P6] nothing of it is written anywhere', async () => {
  await allow(1);
  const { agent, write } = await talk();
  await write('a-word-that-is-nowhere');
  expect(seenBy(agent)).toEqual(['a-word-that-is-nowhere']);
  const tables = await world.database.introspection.getTables();
  for (const { name } of tables) {
    const rows = await world.database
      .selectFrom(name as 'conversations')
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain('a-word-that-is-nowhere');
  }
});
