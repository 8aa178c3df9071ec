import { expect, test } from 'vitest';
import { tableOf } from './table.ts';

test('a finding is a line that says what was done, how often, and what came of it', () => {
  const table = tableOf([
    {
      promises: ['W1', 'W3'],
      test: 'the server is killed',
      iterations: 200,
      faults: '200 kills',
      result: { state: 'held', note: 'nothing lost' },
      seed: 7,
    },
    {
      promises: ['W6'],
      test: 'a|b',
      iterations: 0,
      faults: '',
      result: { state: 'skipped', because: 'no root' },
    },
  ]);
  expect(table.split('\n').slice(2)).toEqual([
    '| W1 W3 | the server is killed | 200 | 200 kills | held: nothing lost | 7 |',
    '| W6 | a\\|b | 0 |  | **skipped**: no root |  |',
  ]);
});
