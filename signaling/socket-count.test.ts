import { expect, test } from 'vitest';
import { createSocketCount } from './socket-count.ts';

test('[W8] no network takes the places of all, and what is given back is free again, once', () => {
  const count = createSocketCount({ all: 3, perNetwork: 2 });
  const first = count.take('a');
  expect(count.take('a')).toBeDefined();
  expect(count.take('a')).toBeUndefined();
  expect(count.take('b')).toBeDefined();
  expect(count.take('c')).toBeUndefined();
  first?.();
  first?.();
  expect(count.take('c')).toBeDefined();
  expect(count.take('a')).toBeUndefined();
});
