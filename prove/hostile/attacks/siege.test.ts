import { beforeAll, expect, test } from 'vitest';
import { newAuthor, newSigner, type Author } from '../../../conversation/log/log.fixture.ts';
import type { LogId } from '../../../conversation/protocol/ids.ts';
import { strangersIn } from './siege.ts';

let victim: Author;
let attacker: Author;
beforeAll(async () => {
  const installation = await newSigner('P-256');
  victim = await newAuthor({ log: 1, installation });
  attacker = await newAuthor({ log: 2, installation });
  for (const text of ['one', 'two']) await victim.say(text);
  await attacker.say('evil');
});

const held = (...logs: readonly (readonly [number, readonly Uint8Array[]])[]) =>
  new Map(logs.map(([log, entries]) => [log as LogId, entries]));
const by = (log: number) => log as LogId;

test('what honest people add is no damage', () => {
  const [one = new Uint8Array()] = victim.written;
  expect(strangersIn(held([1, [one]]), held([1, victim.written]), by(2))).toBeUndefined();
});

test('what was changed, removed, misplaced or written by the attacker is found', () => {
  const [one = new Uint8Array(), two = new Uint8Array()] = victim.written;
  const before = held([1, [one, two]]);
  const turned = one.with(120, (one[120] ?? 0) ^ 1);
  expect(strangersIn(before, held([1, [turned, two]]), by(2))).toContain('as it was');
  expect(strangersIn(before, held([1, [one]]), by(2))).toContain('as it was');
  expect(strangersIn(before, held(), by(2))).toContain('as it was');
  expect(strangersIn(before, held([1, [one, two, one]]), by(2))).toContain('something else');
  expect(strangersIn(before, held([1, [one, two]], [3, [two]]), by(2))).toContain('something else');
  expect(strangersIn(before, held([1, [one, two]], [2, attacker.written]), by(2))).toContain(
    'attacker',
  );
});
