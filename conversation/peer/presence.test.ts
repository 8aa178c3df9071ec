import { expect, test } from 'vitest';
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import { createManualClock } from './clock.fixture.ts';
import { createPresence } from './presence.ts';

const ana = 'ana' as ParticipantId;
const log = 5 as LogId;

function setUp(needsServer = true) {
  const clock = createManualClock(0);
  const toServer: boolean[] = [];
  const toLinks: boolean[] = [];
  let changes = 0;
  const presence = createPresence({
    clock,
    sendToServer: (typing) => toServer.push(typing),
    sendToLinks: (typing) => toLinks.push(typing),
    needsServer: () => needsServer,
    onChange: () => (changes += 1),
  });
  const advance = (ms: number) => clock.advance(ms, () => Promise.resolve());
  return { clock, presence, toServer, toLinks, advance, changes: () => changes };
}

test.each(['server', 'link'])(
  'typing that a %s told of ends by itself after six seconds, unless it is repeated',
  async (source) => {
    const { presence, advance, changes, clock } = setUp();
    const heard = () =>
      source === 'server'
        ? presence.heardFromServer(ana, true)
        : presence.heardFromLink(log, ana, true);
    heard();
    await advance(5000);
    heard();
    await advance(5000);
    expect([...presence.typing()]).toEqual([ana]);
    await advance(1000);
    expect([...presence.typing()]).toEqual([]);
    expect(changes()).toBe(2);
    expect(clock.waiting()).toBe(0);
  },
);

test('a participant who types in two places types until both have ended', () => {
  const { presence } = setUp();
  presence.heardFromServer(ana, true);
  presence.heardFromLink(log, ana, true);
  presence.heardFromServer(ana, false);
  expect([...presence.typing()]).toEqual([ana]);
  presence.heardFromLink(log, ana, false);
  expect([...presence.typing()]).toEqual([]);
});

test('whoever has said something types no more', () => {
  const { presence, clock } = setUp();
  presence.heardFromServer(ana, true);
  presence.heardFromLink(log, ana, true);
  presence.said(ana);
  expect([...presence.typing()]).toEqual([]);
  expect(clock.waiting()).toBe(0);
});

test('our own typing is repeated while it lasts and told once when it ends', async () => {
  const { presence, toServer, toLinks, advance } = setUp();
  presence.setTyping(true);
  presence.setTyping(true);
  await advance(7000);
  presence.setTyping(false);
  await advance(7000);
  expect(toServer).toEqual([true, true, true, false]);
  expect(toLinks).toEqual([true, true, true, false]);
});

test('what is said at once was never typed for others', async () => {
  const { presence, toLinks, advance } = setUp();
  presence.setTyping(true);
  await advance(79);
  presence.setTyping(false);
  await advance(9000);
  expect(toLinks).toEqual([]);
});

test('what was typed and said before others were told of it, they never hear of, until one types again', async () => {
  const { presence, toLinks, advance } = setUp();
  presence.setTyping(true);
  presence.spoke();
  await advance(100);
  presence.setTyping(false);
  expect(toLinks).toEqual([]);
  presence.setTyping(true);
  await advance(100);
  presence.spoke();
  presence.setTyping(false);
  expect(toLinks).toEqual([true, false]);
});

test('the server hears nothing of it while everybody is linked', async () => {
  const { presence, toServer, toLinks, advance } = setUp(false);
  presence.setTyping(true);
  await advance(3100);
  expect(toServer).toEqual([]);
  expect(toLinks).toEqual([true, true]);
  presence.close();
  await advance(9000);
  expect(toLinks).toEqual([true, true]);
});
