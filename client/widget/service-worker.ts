/**
 * `/chat/sw.js`: lets the chat open without the server. The page comes from the network, or, when that is
 * away, from the last copy; hashed assets never change, so their copies are always good.
 */

interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface PageFetchEvent extends LifeEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: PageFetchEvent) => void): void;
}

const shellPath = '/chat/';
const cacheName = 'parley-chat-1';
/** How long the network may keep somebody waiting who has a good copy already. */
const patienceMs = 3_000;

/**
 * What a page of ours loads: the hashed files that its HTML names, those included that it will ask for later
 * (`<meta name="parley-late">`, written by the build).
 */
export function assetsOf(html: string): string[] {
  const late = /<meta name="parley-late" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const named = [...html.matchAll(/(?:src|href)="(\/assets\/[\w.-]+)"/g)];
  return [
    ...named.map(([, path]) => path ?? ''),
    ...late.split(' ').filter((path) => /^\/assets\/[\w.-]+$/.test(path)),
  ];
}

/** @param fetch the network's */
export function serve(scope: WorkerScope, fetch: typeof globalThis.fetch): void {
  const open = () => scope.caches.open(cacheName);

  /** Keeps the page and what it needs, and lets go of what neither it nor the copy before it names. */
  const keepShell = async (answer: Response) => {
    const cache = await open();
    const before = await (await cache.match(shellPath))?.text();
    const html = await answer.clone().text();
    if (html === before) return;
    const needed = assetsOf(html);
    await Promise.all(
      needed.map(async (path) => {
        if ((await cache.match(path)) === undefined) await cache.add(path);
      }),
    );
    await cache.put(shellPath, answer);
    const wanted = new Set([...needed, ...assetsOf(before ?? ''), shellPath]);
    for (const { url } of await cache.keys()) {
      if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
    }
  };

  const shell = async (event: PageFetchEvent) => {
    const copy = await (await open()).match(shellPath);
    const fresh = fetch(event.request).then((answer) => {
      if (answer.ok) event.waitUntil(keepShell(answer.clone()));
      return answer;
    });
    if (copy === undefined) return fresh;
    const late = new Promise<Response>((resolve) => setTimeout(resolve, patienceMs, copy));
    return Promise.race([
      fresh.then((answer) => (answer.status < 500 ? answer : copy)),
      late,
    ]).catch(() => copy);
  };

  const asset = async (request: Request) => {
    const cache = await open();
    const copy = await cache.match(request);
    if (copy !== undefined) return copy;
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  };

  scope.addEventListener('install', (event) => {
    event.waitUntil(
      fetch(shellPath)
        .then(keepShell)
        .then(() => scope.skipWaiting()),
    );
  });
  scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
    if (request.mode === 'navigate' && url.pathname === shellPath) event.respondWith(shell(event));
    else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  });
}
