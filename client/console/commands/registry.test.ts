import { createRoot, createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { createCommandRegistry } from './registry.ts';

test('a command does what the page that is there says, until it is gone', () => {
  const registry = createCommandRegistry();
  const done: string[] = [];
  expect(registry.run('close-conversation')).toBe(false);
  const leave = createRoot((dispose) => {
    registry.offer({ 'close-conversation': { run: () => void done.push('outer') } });
    return dispose;
  });
  const leaveInner = createRoot((dispose) => {
    registry.offer({ 'close-conversation': { run: () => void done.push('inner') } });
    return dispose;
  });
  expect(registry.run('close-conversation')).toBe(true);
  leaveInner();
  registry.run('close-conversation');
  expect(done).toEqual(['inner', 'outer']);
  leave();
  expect(registry.can('close-conversation')).toBe(false);
});

test('what may not be done now is not done', () => {
  const registry = createCommandRegistry();
  const [open, setOpen] = createSignal(false);
  let closed = 0;
  createRoot(() =>
    registry.offer({ 'close-conversation': { run: () => (closed += 1), may: open } }),
  );
  expect(registry.run('close-conversation')).toBe(false);
  setOpen(true);
  expect(registry.can('close-conversation')).toBe(true);
  expect(registry.run('close-conversation')).toBe(true);
  expect(closed).toBe(1);
});
