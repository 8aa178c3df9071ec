import { expect, test } from 'vitest';
import { createKeptValues } from '../browser/kept-values.ts';
import { createPreferences } from './preferences.ts';

function storage(values: Record<string, string>) {
  const kept = new Map(Object.entries(values).map(([name, value]) => [`parley.${name}`, value]));
  const noStorage = () => {
    throw new Error('blocked');
  };
  const store = {
    get: (name: string) => kept.get(`parley.${name}`),
    set: (name: string, value: string) => void kept.set(`parley.${name}`, value),
    delete: (name: string) => void kept.delete(`parley.${name}`),
  };
  return { store, blocked: createKeptValues(noStorage) };
}

test('what somebody chose is there the next time', () => {
  const { store } = storage({});
  const before = createPreferences(store);
  before.sounds.set(false);
  before.theme.set('dark');
  before.singleKeys.set(false);
  const after = createPreferences(store);
  expect(after.sounds.now()).toBe(false);
  expect(after.theme.now()).toBe('dark');
  expect(after.singleKeys.now()).toBe(false);
});

test('nobody is notified who did not ask for it, and what is kept wrongly is as usual', () => {
  const { store } = storage({ 'console.theme': 'pink', 'console.notifications': 'perhaps' });
  const now = createPreferences(store);
  expect(now.theme.now()).toBe('auto');
  expect(now.notifications.now()).toBe(false);
  expect(now.sounds.now()).toBe(true);
});

test('a browser that keeps nothing follows all the same', () => {
  const now = createPreferences(storage({}).blocked);
  now.theme.set('light');
  expect(now.theme.now()).toBe('light');
});
