import { afterEach, expect, test, vi } from 'vitest';
import { createKeptValues, type KeptValues } from '../browser/kept-values.ts';
import { fakeId } from '../state/fake-peer.fixture.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { accept } from '../../conversation/protocol/result.ts';
import { createVisitor } from './visitor.ts';
import { askAhead } from './visitor-ticket.ts';

afterEach(() => vi.unstubAllGlobals());

function memoryStorage() {
  const values = new Map<string, string>();
  return {
    values,
    storage: {
      getItem: (name: string) => values.get(name) ?? null,
      setItem: (name: string, value: string) => void values.set(name, value),
      removeItem: (name: string) => void values.delete(name),
    } as unknown as Storage,
  };
}

const of = (values: KeptValues) => ({ values, locks: undefined });

function fakeServer(
  statusOf: (path: string) => number = () => 201,
  made: object = { token: 'secret', ticket: 'ticket-1' },
) {
  const asked: { path: string; authorization: string | undefined; body: unknown }[] = [];
  type Sent = { readonly headers: Record<string, string>; readonly body: string };
  vi.stubGlobal('fetch', (path: string, { headers, body: sent }: Sent) => {
    asked.push({ path, authorization: headers['Authorization'], body: JSON.parse(sent) });
    const body = path === '/api/visitors' ? made : { ticket: `ticket-${asked.length}` };
    return Promise.resolve(Response.json(body, { status: statusOf(path) }));
  });
  return asked;
}

const school = 'BBBBBBBBBBBBBBBBBBBBBA' as DepartmentId;

test('a browser becomes a visitor with its first ticket, once, and not before', async () => {
  const { storage, values } = memoryStorage();
  const asked = fakeServer();
  const visitor = createVisitor(of(createKeptValues(() => storage)));
  expect(values.size).toBe(0);
  expect(await visitor.ticket()).toEqual({ ok: true, value: 'ticket-1' });
  expect(await visitor.ticket()).toEqual({ ok: true, value: 'ticket-2' });
  expect(asked).toEqual([
    { path: '/api/visitors', authorization: undefined, body: { ticket: true } },
    { path: '/api/session-tickets', authorization: 'Bearer secret', body: {} },
  ]);
});

test('a server that has no ticket for a newcomer just now is asked again', async () => {
  const asked = fakeServer(undefined, { token: 'secret' });
  const visitor = createVisitor(of(createKeptValues(() => memoryStorage().storage)));
  expect(await visitor.ticket()).toEqual({ ok: true, value: 'ticket-2' });
  expect(asked.map(({ path }) => path)).toEqual(['/api/visitors', '/api/session-tickets']);
});

test('two tabs that open at once are one visitor, whose own ticket the second one asks for', async () => {
  let made = 0;
  const answers: ((answer: Response) => void)[] = [];
  vi.stubGlobal('fetch', (path: string, { headers }: { headers: Record<string, string> }) => {
    if (path === '/api/visitors') return new Promise((resolve) => answers.push(resolve));
    return Promise.resolve(Response.json({ ticket: `for ${headers['Authorization']}` }));
  });
  let before: Promise<unknown> = Promise.resolve();
  const locks = {
    request: (_name: string, work: () => Promise<unknown>) => (before = before.then(work)),
  } as unknown as LockManager;
  const { storage } = memoryStorage();
  const values = createKeptValues(() => storage);
  const tabs = [1, 2].map(() => createVisitor({ values, locks }).ticket());
  for (const answer of answers) {
    made += 1;
    answer(Response.json({ token: `token-${made}`, ticket: `ticket-${made}` }, { status: 201 }));
  }
  expect(await Promise.all(tabs)).toEqual([accept('ticket-1'), accept('for Bearer token-1')]);
  expect(values.get('visitor')).toBe('token-1');
});

test('the first ticket is asked for at once, and one that lay too long is not used', async () => {
  let now = 0;
  let count = 0;
  const ask = () => Promise.resolve(accept(`ticket-${(count += 1)}`));
  const soon = askAhead(ask, () => now);
  expect(count).toBe(1);
  expect([await soon(), await soon()]).toEqual([accept('ticket-1'), accept('ticket-2')]);
  const late = askAhead(ask, () => now);
  now = 25_000;
  expect([await late(), await late()]).toEqual([accept('ticket-4'), accept('ticket-5')]);
});

test('a server that is away when a page is opened is asked again by whoever wants a ticket', async () => {
  let isAway = true;
  const ask = () =>
    isAway ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(accept('ticket'));
  const visitor = createVisitor(of(createKeptValues(() => memoryStorage().storage)), {
    ask: askAhead(ask, () => 0),
  });
  await expect(visitor.ticket()).rejects.toThrow('Failed to fetch');
  isAway = false;
  expect(await visitor.ticket()).toEqual(accept('ticket'));
});

test('a token that the server does not know ends the session for good; a busy server does not', async () => {
  const { storage } = memoryStorage();
  const values = createKeptValues(() => storage);
  fakeServer((path) => (path === '/api/session-tickets' ? 401 : 201), { token: 'secret' });
  const refused = await createVisitor(of(values)).ticket();
  expect(refused).toMatchObject({ ok: false, refusal: { ended: true } });
  fakeServer(() => 503);
  const busy = await createVisitor(of(values)).ticket();
  expect(busy).toMatchObject({ ok: false, refusal: { ended: false } });
});

test('a bot that was asked for has a conversation of its own, and damaged ids are nobody', () => {
  const { storage, values } = memoryStorage();
  const kept = createKeptValues(() => storage);
  const id = fakeId('mine') as ConversationId;
  createVisitor(of(kept)).keep(id);
  expect(createVisitor(of(kept)).kept()).toBe(id);
  expect(createVisitor(of(kept), { bot: 'mat' }).kept()).toBeUndefined();
  expect(createVisitor(of(kept), { department: school }).kept()).toBeUndefined();
  values.set('parley.conversation', '<script>');
  expect(createVisitor(of(kept)).kept()).toBeUndefined();
});

test('a page that may not store remembers for as long as it lives', () => {
  const blocked = createKeptValues(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  blocked.set('a', '1');
  expect(blocked.get('a')).toBe('1');
  blocked.delete('a');
  expect(blocked.get('a')).toBeUndefined();
});
