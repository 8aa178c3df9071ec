import { expect, test } from 'vitest';
import { createBrowserLocks } from './browser-locks.ts';

/** As browsers do it: a name that begins with a dash is refused; a lock is held until its promise settles. */
function fakeManager(): { readonly request: LockManager['request'] } {
  const held = new Set<string>();
  const request = async (
    name: string,
    _options: LockOptions,
    use: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (name.startsWith('-')) throw new DOMException("Names cannot start with '-'.");
    if (held.has(name)) return use(null);
    held.add(name);
    try {
      return await use({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
    }
  };
  return { request: request as LockManager['request'] };
}

test('whoever holds a lock keeps others from it until it is let go of', async () => {
  const locks = createBrowserLocks(fakeManager());
  const release = await locks.acquire('parley-1');
  expect(release).toBeDefined();
  expect(await locks.acquire('parley-1')).toBeUndefined();
  release?.();
  await expect.poll(() => locks.acquire('parley-1')).toBeDefined();
});

test('each owner has locks of their own, also one whose id begins with a dash', async () => {
  const manager = fakeManager();
  const [ann, dash] = [createBrowserLocks(manager, 'ann'), createBrowserLocks(manager, '-dash')];
  expect(await ann.acquire('parley-1')).toBeDefined();
  expect(await dash.acquire('parley-1')).toBeDefined();
  expect(await dash.acquire('parley-1')).toBeUndefined();
});

test('where there are no locks, everybody gets their way', async () => {
  const locks = createBrowserLocks(undefined);
  expect(await locks.acquire('parley-1')).toBeDefined();
  expect(await locks.acquire('parley-1')).toBeDefined();
});
