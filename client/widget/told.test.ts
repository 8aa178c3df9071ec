import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createToldBook } from './told.ts';

const book = () => createRoot(() => createToldBook());
const devices = { name: 'Devices', rows: [] };

test('[E8] what is told before it is known who writes is of whoever comes', () => {
  const told = book();
  told.take({ attributes: { plan: 'Gold' } });
  told.take({ tables: [devices] });
  expect(told.sofar().attributes).toBeUndefined();
  told.settled(true);
  expect(told.sofar()).toMatchObject({ attributes: { plan: 'Gold' } });
  expect([...told.sofar().tables.keys()]).toEqual(['Devices']);
});

test('[E8] what was told of one person is not told of the next one', () => {
  const told = book();
  told.settled(true);
  told.take({ tables: [devices] });
  // The page signs in somebody else, and tells of them before the server knows the token.
  told.take({ forget: true });
  told.take({ attributes: { plan: 'Silver' } });
  // A late answer about the one before changes nothing.
  told.settled(true);
  expect(told.sofar()).toMatchObject({ attributes: undefined });
  told.settled(false);
  expect(told.sofar()).toMatchObject({ attributes: undefined });
  expect(told.sofar().tables.size).toBe(0);
  told.settled(true);
  expect(told.sofar()).toMatchObject({ attributes: { plan: 'Silver' } });
});

test('[W8] there are never more than eight tables, and one is replaced as a whole', () => {
  const told = book();
  told.settled(true);
  for (let at = 0; at < 20; at += 1) told.take({ tables: [{ name: `t${at}` }, 'nonsense', {}] });
  expect(told.sofar().tables.size).toBe(8);
  told.take({ tables: [{ name: 't0', rows: [[1]] }] });
  expect(told.sofar().tables.get('t0')).toEqual({ name: 't0', rows: [[1]] });
  told.take({ removed: ['t0', 7] });
  expect(told.sofar().tables.has('t0')).toBe(false);
  expect(told.sofar().removed).toEqual(['t0']);
  told.take({ tables: [{ name: 't0' }] });
  expect(told.sofar().removed).toEqual([]);
});
