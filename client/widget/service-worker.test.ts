/** The worker of `/chat/` against a server and a cache of the test's own. */
import { expect, test } from 'vitest';
import { serve } from './service-worker.ts';

const origin = 'https://chat.example';
const pageOf = (version: number) =>
  `<script src="/assets/chat-${version}.js"></script><meta name="parley-late" content="/assets/late-${version}.js">`;

function world() {
  const files = new Map<string, string>();
  const kept = new Map<string, Response>();
  const asked: string[] = [];
  let isAway = false;
  const pathOf = (of: RequestInfo | URL) =>
    new URL(of instanceof Request ? of.url : String(of), origin).pathname;
  const answer = async (of: RequestInfo | URL): Promise<Response> => {
    const path = pathOf(of);
    asked.push(path);
    if (isAway) throw new TypeError('Failed to fetch');
    const body = files.get(path);
    return new Response(body ?? 'No such file.', { status: body === undefined ? 404 : 200 });
  };
  const cache = {
    match: async (of: RequestInfo) => kept.get(pathOf(of))?.clone(),
    put: async (of: RequestInfo, response: Response) => void kept.set(pathOf(of), response),
    async add(path: string) {
      const response = await answer(path);
      if (!response.ok) throw new TypeError('Request failed');
      kept.set(path, response);
    },
    delete: async (of: RequestInfo) => kept.delete(pathOf(of)),
    keys: async () => [...kept.keys()].map((path) => new Request(origin + path)),
  };
  const listeners = new Map<string, (event: unknown) => void>();
  const pending: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void pending.push(work);
  const settle = async () => {
    while (pending.length > 0) await Promise.allSettled(pending.splice(0));
  };
  serve(
    {
      caches: { open: async () => cache } as unknown as CacheStorage,
      location: new URL(`${origin}/chat/sw.js`) as unknown as Location,
      clients: { claim: async () => undefined },
      skipWaiting: async () => undefined,
      addEventListener: (type: string, listener: (event: never) => void) =>
        void listeners.set(type, listener as (event: unknown) => void),
    },
    answer,
  );
  return {
    asked,
    kept: () => [...kept.keys()].toSorted(),
    publish: (version: number, without: readonly string[] = []) => {
      files.clear();
      files.set('/chat/', pageOf(version));
      for (const path of [`/assets/chat-${version}.js`, `/assets/late-${version}.js`]) {
        if (!without.includes(path)) files.set(path, path);
      }
    },
    goAway: (away: boolean) => (isAway = away),
    install: async () => {
      listeners.get('install')?.({ waitUntil });
      await settle();
    },
    /** @returns what the page gets; undefined where the worker leaves it to the browser */
    get: async (path: string, mode = 'navigate') => {
      let given: Promise<Response> | undefined;
      const request = new Request(origin + path);
      Object.defineProperty(request, 'mode', { value: mode });
      const respondWith = (response: Promise<Response>) => (given = response);
      listeners.get('fetch')?.({ request, waitUntil, respondWith });
      const text = given === undefined ? undefined : await (await given).text();
      await settle();
      return text;
    },
  };
}

test('[L14] without the server the page opens whole, with the parts that it asks for later', async () => {
  const { publish, install, goAway, get } = world();
  publish(1);
  await install();
  goAway(true);
  expect(await get('/chat/?lang=ar&embed=https://shop.example')).toBe(pageOf(1));
  expect(await get('/assets/chat-1.js', 'no-cors')).toBe('/assets/chat-1.js');
  expect(await get('/assets/late-1.js', 'no-cors')).toBe('/assets/late-1.js');
});

test('[L14] an update is kept whole or not at all', async () => {
  const { publish, install, goAway, get, kept } = world();
  publish(1);
  await install();
  publish(2, ['/assets/late-2.js']);
  expect(await get('/chat/')).toBe(pageOf(2));
  goAway(true);
  // The new page lacks a part here: the old one has all of its own.
  expect(await get('/chat/')).toBe(pageOf(1));
  expect(kept()).toEqual(expect.arrayContaining(['/assets/chat-1.js', '/assets/late-1.js']));

  goAway(false);
  publish(2);
  await get('/chat/');
  goAway(true);
  expect(await get('/chat/')).toBe(pageOf(2));
});

test('[L14] a page that stayed open over an update finds its parts; those of the one before are gone', async () => {
  const { publish, install, get, kept } = world();
  publish(1);
  await install();
  publish(2);
  await get('/chat/');
  expect(await get('/assets/late-1.js', 'no-cors')).toBe('/assets/late-1.js');
  publish(3);
  await get('/chat/');
  expect(kept().filter((path) => path.includes('-1.'))).toEqual([]);
});

test('[W7] nothing that anybody said is kept, nor anything of other pages', async () => {
  const { publish, install, get, asked, kept } = world();
  publish(1);
  await install();
  const before = asked.length;
  for (const path of ['/api/widget', '/api/conversations/x/file', '/console/', '/embed.js']) {
    expect(await get(path, 'cors')).toBeUndefined();
    expect(await get(path)).toBeUndefined();
  }
  expect(asked.length).toBe(before);
  expect(kept()).toEqual(['/assets/chat-1.js', '/assets/late-1.js', '/chat/']);
});

test('[L14] a server that fails gives the copy, and its failure is not kept', async () => {
  const { publish, install, get, kept } = world();
  publish(1);
  await install();
  expect(await get('/assets/gone-9.js', 'no-cors')).toBe('No such file.');
  expect(kept()).not.toContain('/assets/gone-9.js');
});
