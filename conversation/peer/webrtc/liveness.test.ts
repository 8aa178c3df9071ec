import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { linkLimits } from './link-limits.ts';
import { createLiveness, type PingFrame } from './liveness.ts';

const settled = () => Promise.resolve();

function watched() {
  const clock = createManualClock(1_800_000_000_000);
  const sent: PingFrame[] = [];
  const ended: string[] = [];
  let proven = 0;
  const liveness = createLiveness({
    clock,
    send: (frame) => sent.push(frame),
    onProven: () => (proven += 1),
    onDead: (reason) => {
      ended.push(reason);
      liveness.close();
    },
  });
  return { clock, liveness, sent, ended, proven: () => proven };
}

/** One whose other side answered once. */
function running() {
  const made = watched();
  made.liveness.greeted();
  made.liveness.receive({ kind: 'ping', number: 1 });
  made.liveness.receive({ kind: 'pong', number: 1 });
  made.liveness.up();
  made.sent.length = 0;
  return made;
}

test('a link is proven as soon as it carried a ping of theirs and the answer to one of ours, and with each one after', () => {
  const { liveness, sent, proven } = watched();
  liveness.greeted();
  expect(sent).toEqual([{ kind: 'ping', number: 1 }]);
  expect(liveness.receive({ kind: 'pong', number: 1 })).toBe(true);
  expect(proven()).toBe(0);
  expect(liveness.receive({ kind: 'ping', number: 7 })).toBe(true);
  expect(sent.at(-1)).toEqual({ kind: 'pong', number: 7 });
  expect(proven()).toBe(1);
  liveness.up();
  liveness.receive({ kind: 'ping', number: 8 });
  expect(proven()).toBe(2);
  liveness.close();
});

test('the answer to a ping that was never sent is refused and proves nothing', () => {
  const { liveness, proven } = watched();
  liveness.greeted();
  liveness.receive({ kind: 'ping', number: 1 });
  expect(liveness.receive({ kind: 'pong', number: 0 })).toBe(false);
  expect(liveness.receive({ kind: 'pong', number: 2 })).toBe(false);
  expect(proven()).toBe(0);
  liveness.close();
});

test('a link that is not up in time ends, although it is heard', async () => {
  const { clock, liveness, ended } = watched();
  await clock.advance(linkLimits.upWithinMs - 1, settled);
  liveness.heard();
  expect(ended).toEqual([]);
  await clock.advance(1, settled);
  expect(ended).toEqual(['not-up-in-time']);
  expect(clock.waiting()).toBe(0);
});

test('a quiet link is pinged twice and then ends; one that is heard goes on', async () => {
  const { clock, liveness, sent, ended } = running();
  liveness.check();
  await clock.advance(linkLimits.silentMs - 1, settled);
  expect(sent.map(({ kind }) => kind)).toEqual(['ping', 'ping']);
  liveness.heard();
  await clock.advance(linkLimits.silentMs - 1, settled);
  expect(ended).toEqual([]);
  await clock.advance(1, settled);
  expect(ended).toEqual(['silent']);
  expect(clock.waiting()).toBe(0);
});

test('a link that must prove itself ends sooner, unless anything is heard', async () => {
  const { clock, liveness, sent, ended } = running();
  liveness.prove();
  expect(sent).toEqual([{ kind: 'ping', number: 2 }]);
  await clock.advance(linkLimits.proveWithinMs - 1, settled);
  liveness.heard();
  await clock.advance(1, settled);
  expect(ended).toEqual([]);
  liveness.prove();
  await clock.advance(linkLimits.proveWithinMs, settled);
  expect(ended).toEqual(['silent']);
});

test('a link that has not said its hello sends no ping and cannot be asked to prove itself', async () => {
  const { clock, liveness, sent, ended } = watched();
  liveness.prove();
  await clock.advance(linkLimits.proveWithinMs, settled);
  expect({ sent, ended }).toEqual({ sent: [], ended: [] });
  liveness.close();
  expect(clock.waiting()).toBe(0);
});

test('a ping that finds the channel closed leaves no timer behind', async () => {
  const clock = createManualClock(1_800_000_000_000);
  let isOpen = true;
  const liveness = createLiveness({
    clock,
    send: () => {
      if (!isOpen) liveness.close();
    },
    onProven: () => undefined,
    onDead: () => liveness.close(),
  });
  liveness.greeted();
  isOpen = false;
  await clock.advance(linkLimits.pingAfterMs, settled);
  liveness.check();
  expect(clock.waiting()).toBe(0);
});
