import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import { createHeartbeat } from './heartbeat.ts';
import { iceServersFor, turnLifetimeMs } from './ice-servers.ts';
import { createTokenBucket } from './token-bucket.ts';
import { createTurns } from './turns.ts';

test('a bucket gives a burst, then so many a second', () => {
  const clock = createManualClock();
  const bucket = createTokenBucket({ burst: 3, perSecond: 2 }, clock.now);
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
  clock.advance(500);
  expect([1, 2].map(() => bucket.take())).toEqual([true, false]);
  clock.advance(60_000);
  expect([1, 2, 3, 4].map(() => bucket.take())).toEqual([true, true, true, false]);
});

test('what must go in turn waits until the debt before it is paid', () => {
  const clock = createManualClock();
  const bucket = createTokenBucket({ burst: 20, perSecond: 5 }, clock.now);
  expect(bucket.takeInTurn(120)).toBe(0);
  expect(bucket.takeInTurn(10)).toBe(20_000);
  clock.advance(22_000);
  expect(bucket.takeInTurn(1)).toBe(0);
});

test('a clock that goes back gives nothing and takes nothing', () => {
  let now = 1000;
  const bucket = createTokenBucket({ burst: 1, perSecond: 1 }, () => now);
  bucket.take();
  now = 0;
  expect(bucket.take()).toBe(false);
});

test('TURN credentials are what coturn expects, and end within ten minutes', () => {
  const turn = { urls: ['stun:a.example', 'turn:b.example', 'turns:c.example'], secret: 'secret' };
  const servers = iceServersFor(turn, 'nonce', 1_700_000_000_000);
  const username = `${1_700_000_000 + turnLifetimeMs / 1000}:nonce`;
  expect(servers).toEqual([
    { urls: ['stun:a.example'] },
    {
      urls: ['turn:b.example', 'turns:c.example'],
      username,
      credential: createHmac('sha1', 'secret').update(username).digest('base64'),
    },
  ]);
  expect(turnLifetimeMs).toBeLessThanOrEqual(10 * 60_000);
  expect(iceServersFor({ urls: [], secret: undefined }, 'nonce', 0)).toEqual([]);
});

test('silence is noticed at the second beat without an answer, and only once', () => {
  const clock = createManualClock();
  let pings = 0;
  let silences = 0;
  const heartbeat = createHeartbeat({
    clock,
    everyMs: 10,
    ping: () => (pings += 1),
    onSilent: () => (silences += 1),
  });
  clock.advance(10);
  heartbeat.heard();
  clock.advance(10);
  clock.advance(10);
  expect([pings, silences]).toEqual([3, 0]);
  clock.advance(10);
  clock.advance(10);
  expect([pings, silences]).toEqual([3, 1]);
  heartbeat.close();
});

/** A promise that a test keeps when it wants. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('turns: in order within a key, side by side between keys, all after what has no key', async () => {
  const done: string[] = [];
  const turns = createTurns(10);
  const [hello, slow] = [gate(), gate()];
  turns.add('', async () => {
    await hello.opened;
    done.push('hello');
  });
  turns.add('a', async () => {
    await slow.opened;
    done.push('a1');
  });
  turns.add('a', async () => void done.push('a2'));
  turns.add('b', async () => void done.push('b1'));
  await Promise.resolve();
  expect(done).toEqual([]);
  hello.open();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(done).toEqual(['hello', 'b1']);
  slow.open();
  await turns.idle();
  expect(done).toEqual(['hello', 'b1', 'a1', 'a2']);
});

test('[W8] turns: no more than the bound waits', async () => {
  const turns = createTurns(2);
  const { opened, open } = gate();
  expect([turns.add('a', () => opened), turns.add('b', () => opened)]).toEqual([true, true]);
  expect(turns.add('c', () => opened)).toBe(false);
  open();
  await turns.idle();
  expect(turns.add('c', () => opened)).toBe(true);
  await turns.idle();
});
