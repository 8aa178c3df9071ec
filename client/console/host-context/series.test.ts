import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisOf, nearest, seriesOf } from './series.ts';

const hour = 3_600_000;
const table = {
  name: 'Use',
  title: 'Use',
  columns: [
    { name: 'Remark', type: 'text' },
    { name: 'Hour', type: 'time' },
    { name: 'Used', type: 'number', unit: 'kWh' },
    { name: 'Made', type: 'number' },
  ],
  rows: [
    ['', 2 * hour, 3, null],
    ['', 0, 1, 5],
    ['', hour, 2, null],
    ['', null, 9, 9],
  ],
} as const;

test('[E8] numbers over time are drawn in the order of time, and what is not known is left out', () => {
  expect(seriesOf(table)).toEqual([
    {
      name: 'Used',
      unit: 'kWh',
      points: [
        { at: 0, value: 1 },
        { at: hour, value: 2 },
        { at: 2 * hour, value: 3 },
      ],
      least: 1,
      most: 3,
      mean: 2,
    },
  ]);
});

test('a table without times has nothing to draw', () => {
  const columns = table.columns.map((one) => ({ ...one, type: 'number' as const }));
  expect(seriesOf({ ...table, columns })).toEqual([]);
});

test('the axis begins at 0 and ends at a round number', () => {
  expect(axisOf({ least: 0.2, most: 3.7 })).toEqual({ from: 0, to: 4 });
  expect(axisOf({ least: -12, most: 40 })).toEqual({ from: -30, to: 60 });
  expect(axisOf({ least: 0, most: 0 })).toEqual({ from: 0, to: 0 });
});

test('every value is between the ends of the axis', () => {
  const numbers = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)];
      const { from, to } = axisOf({ least, most });
      const rounding = 1e-12 * Math.max(Math.abs(least), Math.abs(most));
      expect(from).toBeLessThanOrEqual(least + rounding);
      expect(to).toBeGreaterThanOrEqual(most - rounding);
    }),
  );
});

test('the pointer finds the value next to it', () => {
  const points = [0, 10, 20, 100].map((at) => ({ at, value: at }));
  expect(nearest(points, 0.14)?.at).toBe(10);
  expect(nearest(points, 0.9)?.at).toBe(100);
  expect(nearest([], 0.5)).toBeUndefined();
});
