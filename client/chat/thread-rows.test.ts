import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeMessage, fakeParticipant } from '../state/fake-peer.fixture.ts';
import { authorKind, sameRow, threadRows, type ThreadRow } from './thread-rows.ts';

const ada = fakeParticipant('Ada', 'agent');
const me = fakeParticipant('Me', 'client');
const minute = 60_000;
const dayMs = 86_400_000;
const noon = 10 * dayMs + dayMs / 2;
const dayOf = (at: number) => Math.floor(at / dayMs);
let next = 0;
const said = (author: typeof ada, at: number) =>
  fakeMessage({ id: `1-${(next += 1)}`, author, mine: author === me, text: 'x', at });
const shape = (rows: readonly ThreadRow[]) =>
  rows.map((row) =>
    row.kind === 'message'
      ? `${row.first ? '[' : ''}${row.item.author.name}${row.last ? ']' : ''}`
      : row.kind,
  );

test('messages of one author within five minutes stand together, and others apart', () => {
  const rows = threadRows(
    [
      said(ada, noon),
      said(ada, noon + 4 * minute),
      said(ada, noon + 9 * minute),
      said(me, noon + 10 * minute),
    ],
    dayOf,
  ).rows;
  expect(shape(rows)).toEqual(['day', '[Ada', 'Ada]', '[Ada]', '[Me]']);
});

test('a day begins with its separator and ends the group before it', () => {
  const midnight = 11 * dayMs;
  const rows = threadRows([said(ada, midnight - 1000), said(ada, midnight + 1000)], dayOf).rows;
  expect(shape(rows)).toEqual(['day', '[Ada]', 'day', '[Ada]']);
});

test('a system line stands alone between two groups of the same author', () => {
  const line = {
    kind: 'system',
    id: '2-0' as never,
    author: fakeParticipant('Parley', 'server'),
    mine: false,
    at: noon + 1,
    receivedAt: noon + 1,
    event: 'assigned',
    participant: ada,
  } as const;
  const rows = threadRows([said(ada, noon), line, said(ada, noon + 2)], dayOf).rows;
  expect(shape(rows)).toEqual(['day', '[Ada]', 'system', '[Ada]']);
  expect(authorKind(line)).toBe('system');
});

test('what was refused ends its group, so that it can say so', () => {
  const refused = fakeMessage({
    id: '3-0',
    author: me,
    mine: true,
    text: 'x',
    at: noon,
    state: 'refused',
  });
  expect(shape(threadRows([refused, said(me, noon + 1)], dayOf).rows)).toEqual([
    'day',
    '[Me]',
    '[Me]',
  ]);
});

test('a message that claims a future time stands under the time it was received', () => {
  const early = fakeMessage({
    id: '4-0',
    author: ada,
    text: 'x',
    at: noon + 40 * dayMs,
    receivedAt: noon,
  });
  const [day] = threadRows([early], dayOf).rows;
  expect(day).toMatchObject({ kind: 'day', at: noon });
});

test('a new message changes only the rows whose place in the group changed', () => {
  const items = [said(ada, noon), said(ada, noon + 1)];
  const before = threadRows(items, dayOf).rows;
  const after = threadRows([...items, said(ada, noon + 2)], dayOf).rows;
  expect(before.map((row, index) => sameRow(row, after[index] as ThreadRow))).toEqual([
    true,
    true,
    false,
  ]);
});

test('computed from what is known or anew, the rows are the same, and those before the change are kept', () => {
  const item = fc.record({ by: fc.constantFrom(ada, me), after: fc.nat(dayMs) });
  const change = fc.record({
    at: fc.nat(12),
    gone: fc.nat(3),
    come: fc.array(item, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: 8 }), (changes) => {
      let items: readonly ReturnType<typeof said>[] = [];
      let known = threadRows(items, dayOf);
      for (const { at, gone, come } of changes) {
        const before = known;
        items = items.toSpliced(at, gone, ...come.map(({ by, after }) => said(by, noon + after)));
        known = threadRows(items, dayOf, known);
        expect(known).toEqual(threadRows(items, dayOf));
        const kept = Math.min(at, before.items.length) - 1;
        for (let index = 0; index < (before.upTo[kept - 1] ?? 0); index += 1) {
          expect(known.rows[index]).toBe(before.rows[index]);
        }
      }
    }),
  );
});

test('bots and people are told apart', () => {
  expect(authorKind(said(me, noon))).toBe('me');
  expect(authorKind(said(ada, noon))).toBe('them');
  expect(authorKind(said(fakeParticipant('Mat', 'bot'), noon))).toBe('bot');
});
