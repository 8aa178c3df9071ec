import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { hostTable } from '../../conversation/protocol/http/host-context.ts';
import { attributes } from '../../conversation/protocol/http/visitors.ts';
import { checkName, checkTable, mergeAttributes } from './check-told.ts';

const columns = [
  { name: 'Hour', type: 'time' },
  { name: 'Used', type: 'number', unit: 'kWh' },
  { name: 'Estimated', type: 'yes-no' },
  { name: 'Remark', type: 'text' },
];
const sentence = (table: unknown) => {
  const checked = checkTable('Use', table);
  return checked.ok ? undefined : checked.refusal;
};

test('[E8] a table is taken as the server takes it, with times as numbers', () => {
  const at = Date.UTC(2026, 10, 22, 9);
  const rows = [
    ['2026-11-22T09:00:00Z', 1.5, false, 'cold'],
    [new Date(at), null, undefined, ''],
    [at, 0, true, null],
  ];
  const checked = checkTable('Use', { title: 'Use by the hour', columns, rows });
  if (!checked.ok) throw new Error(checked.refusal);
  expect(checked.value.rows).toEqual([
    [at, 1.5, false, 'cold'],
    [at, null, null, ''],
    [at, 0, true, null],
  ]);
  expect(v.parse(hostTable, checked.value)).toEqual(checked.value);
  expect(checkTable('Use', { columns, rows: [] })).toMatchObject({ value: { title: 'Use' } });
});

test('[W9] what is wrong with a table is said in a sentence', () => {
  expect(sentence(undefined)).toContain('must be an object');
  expect(sentence({ columns: [], rows: [] })).toContain('1 to 12');
  expect(sentence({ columns: [{ name: 'A', type: 'date' }], rows: [] })).toContain('types are');
  expect(sentence({ columns: [columns[1], columns[1]], rows: [] })).toContain('two columns');
  expect(sentence({ columns, rows: [[1, 2, true]] })).toContain('row 0');
  expect(sentence({ columns, rows: [['tomorrow', 2, true, '']] })).toContain('type time');
  expect(sentence({ columns, rows: [[1, Number.NaN, true, '']] })).toContain('type number');
  expect(sentence({ columns, rows: [[1, 2, true, 'x\n']] })).toContain('type text');
  expect(sentence({ columns, rows: [[1, 2, true, 'x'.repeat(201)]] })).toContain('type text');
  expect(sentence({ columns, rows: Array(1001).fill([0, 0, true, '']) })).toContain('at most 1000');
  const wide = Array.from({ length: 12 }, (_, at) => ({ name: `c${at}`, type: 'text' }));
  const rows = Array(1000).fill(Array(12).fill('x'.repeat(30)));
  expect(sentence({ columns: wide, rows })).toContain('256 kB');
  expect(checkName('').ok).toBe(false);
});

test('[E8] attributes are merged, and null takes one away', () => {
  const before = new Map<string, string | number | boolean>([
    ['plan', 'Gold'],
    ['seats', 3],
  ]);
  const merged = mergeAttributes(before, { seats: null, trial: true });
  expect(merged.ok && [...merged.value]).toEqual([
    ['plan', 'Gold'],
    ['trial', true],
  ]);
  expect(before.size).toBe(2);
});

test.each([
  [null],
  ['plan'],
  [[]],
  [{ plan: {} }],
  [{ plan: undefined }],
  [{ seats: Number.POSITIVE_INFINITY }],
  [{ '': 'x' }],
  [{ plan: 'a\u202Eb' }],
  [Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${at}`, at]))],
])('[W9] %j are no attributes', (given) => {
  expect(mergeAttributes(new Map(), given).ok).toBe(false);
});

test('whatever is let through here, the server takes as well', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (name, table) => {
      const checked = checkTable(name, table);
      if (checked.ok) expect(v.safeParse(hostTable, checked.value).success).toBe(true);
      const merged = mergeAttributes(new Map(), table);
      if (!merged.ok) return;
      expect(v.safeParse(attributes, Object.fromEntries(merged.value)).success).toBe(true);
    }),
  );
});
