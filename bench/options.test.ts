import { expect, test } from 'vitest';
import { optionsFrom } from './options.ts';

const all = ['sizes', 'direct'].map((name) => ({ name, rows: () => [] }));

test('without words every part is measured in full', () => {
  const options = optionsFrom([], all);
  expect(options).toEqual({ ok: true, value: { quick: false, update: false, parts: all } });
});

test('parts are measured in their own order, whatever the order of the words', () => {
  const options = optionsFrom(['direct', '--quick', 'sizes'], all);
  expect(options).toMatchObject({ ok: true, value: { quick: true, parts: all } });
});

test('a part or option that does not exist is refused, with those that do', () => {
  for (const wrong of ['direkt', '--quik']) {
    const options = optionsFrom(['sizes', wrong], all);
    expect(options.ok).toBe(false);
    expect(options).toHaveProperty('refusal', expect.stringContaining(`"${wrong}"`));
    expect(options).toHaveProperty('refusal', expect.stringContaining('sizes, direct'));
  }
});
