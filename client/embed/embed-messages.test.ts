import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readToFrame, readToHost, wrap, type ToFrame, type ToHost } from './embed-messages.ts';

const toFrame: ToFrame[] = [
  {
    type: 'hello',
    look: 'dark',
    title: 'Service',
    accent: '#0d6b5e',
    greeting: 'Good day.',
    language: 'pt-BR',
    sound: false,
    identifies: true,
  },
  { type: 'context', told: { forget: true } },
  {
    type: 'context',
    told: { attributes: { plan: 'Gold' }, tables: [{ name: 'A' }], removed: ['B'] },
  },
  { type: 'identify', token: 'a.b.c' },
  { type: 'identify', token: '' },
  { type: 'shown', open: true, focus: false },
];
const toHost: ToHost[] = [
  { type: 'ready' },
  { type: 'token-wanted' },
  { type: 'close' },
  { type: 'kept', kept: true },
  { type: 'unread', count: 3 },
];

test('what one side says the other one reads, and never its own words', () => {
  for (const message of toFrame) {
    expect(readToFrame(wrap(message))).toEqual(message);
    expect(readToHost(wrap(message))).toBeUndefined();
  }
  for (const message of toHost) {
    expect(readToHost(wrap(message))).toEqual(message);
    expect(readToFrame(wrap(message))).toBeUndefined();
  }
});

test.each([
  undefined,
  null,
  'ready',
  { type: 'ready' },
  { parley: 2, type: 'ready' },
  { parley: 1, type: 'unread', count: -1 },
  { parley: 1, type: 'unread', count: 1.5 },
  { parley: 1, type: 'unread', count: '3' },
  { parley: 1, type: 'kept', kept: 'yes' },
  { parley: 1, type: 'hello', look: 'pink', title: '', accent: '' },
  { parley: 1, type: 'hello', look: 'dark', title: {}, accent: '' },
  { parley: 1, type: 'shown', open: 1, focus: true },
  { parley: 1, type: 'context' },
  { parley: 1, type: 'context', told: 'plan: gold' },
  { parley: 1, type: 'identify' },
  { parley: 1, type: 'identify', token: null },
  { parley: 1, type: 'identify', token: 'x'.repeat(8193) },
])('[V-44] %j is none of our messages', (data) => {
  expect(readToHost(data)).toBeUndefined();
  expect(readToFrame(data)).toBeUndefined();
});

test('[V-44] anything may be posted to a page: reading never throws, and keeps no unknown field', () => {
  fc.assert(
    fc.property(fc.anything(), (data) => {
      readToHost(data);
      readToFrame(data);
    }),
  );
  expect(readToHost({ parley: 1, type: 'ready', extra: 1 })).toEqual({ type: 'ready' });
  const long = readToFrame({
    parley: 1,
    type: 'hello',
    look: 'auto',
    title: 'x'.repeat(999),
    accent: '',
  });
  expect(long).toMatchObject({ title: 'x'.repeat(80), identifies: false });
  const odd = readToFrame({
    ...wrap({ type: 'context', told: { tables: Array(99).fill({}) } }),
    told: { forget: 1, tables: Array(99).fill({}), removed: 'all', constructor: 'no' },
  });
  expect(odd).toEqual({ type: 'context', told: { tables: Array(8).fill({}) } });
  const strange = {
    look: 'auto',
    title: '',
    accent: '',
    greeting: 1,
    language: 'x y',
    sound: 'no',
  };
  expect(readToFrame({ parley: 1, type: 'hello', ...strange })).toMatchObject({
    greeting: '',
    language: '',
    sound: true,
  });
});
