import fc from 'fast-check';
import { createMemo, createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createKeyedRows } from './keyed-rows.ts';
import type { ThreadRow } from './thread-rows.ts';

const day = (key: string, at = 0): ThreadRow => ({ kind: 'day', key, at });

test('a list in which nothing moved is the same list, and what changed shows in its row', () => {
  const toLive = createKeyedRows();
  const before = toLive([day('a'), day('b')]);
  const after = toLive([day('a'), day('b', 5)]);
  expect(after).toBe(before);
  expect(after.map((one) => one.row())).toEqual([day('a'), day('b', 5)]);
});

test('who looks at a row is told when it changes, and not when it draws the same', () => {
  createRoot((dispose) => {
    const toLive = createKeyedRows();
    const [live] = toLive([day('a'), day('b')]);
    const seen = createMemo<readonly ThreadRow[]>((before) => [...before, live!.row()], []);
    toLive([day('a'), day('b', 5)]);
    expect(seen()).toEqual([day('a')]);
    toLive([day('a', 5), day('b', 5)]);
    expect(seen()).toEqual([day('a'), day('a', 5)]);
    dispose();
  });
});

test('rows keep their identity wherever they move, and come and go', () => {
  const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(keys, { minLength: 2, maxLength: 5 }), (steps) => {
      const toLive = createKeyedRows();
      let before: ReturnType<typeof toLive> = [];
      for (const [at, step] of steps.entries()) {
        const rows = step.map((key) => day(key, at));
        const live = toLive(rows);
        expect(live.map((one) => one.row())).toEqual(rows);
        for (const one of live) {
          const known = before.find(({ key }) => key === one.key);
          if (known !== undefined) expect(one).toBe(known);
        }
        before = live;
      }
    }),
  );
});
