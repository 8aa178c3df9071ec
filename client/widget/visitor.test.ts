import { afterEach, expect, test, vi } from 'vitest';
import { createKeptValues } from '../browser/kept-values.ts';
import { fakeId } from '../state/fake-peer.fixture.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { createVisitor } from './visitor.ts';

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

function fakeServer(statusOf: (path: string) => number = () => 201) {
  const asked: { path: string; authorization: string | undefined }[] = [];
  vi.stubGlobal('fetch', (path: string, init: { headers: Record<string, string> }) => {
    asked.push({ path, authorization: init.headers['Authorization'] });
    const body =
      path === '/api/visitors' ? { token: 'secret' } : { ticket: `ticket-${asked.length}` };
    return Promise.resolve(Response.json(body, { status: statusOf(path) }));
  });
  return asked;
}

const school = 'BBBBBBBBBBBBBBBBBBBBBA' as DepartmentId;

test('a browser becomes a visitor with its first ticket, once, and not before', async () => {
  const { storage, values } = memoryStorage();
  const asked = fakeServer();
  const visitor = createVisitor(
    createKeptValues(() => storage),
    undefined,
    undefined,
  );
  expect(values.size).toBe(0);
  expect(await visitor.ticket()).toEqual({ ok: true, value: 'ticket-2' });
  expect(await visitor.ticket()).toEqual({ ok: true, value: 'ticket-3' });
  expect(asked).toEqual([
    { path: '/api/visitors', authorization: undefined },
    { path: '/api/session-tickets', authorization: 'Bearer secret' },
    { path: '/api/session-tickets', authorization: 'Bearer secret' },
  ]);
});

test('a token that the server does not know ends the session for good; a busy server does not', async () => {
  const { storage } = memoryStorage();
  const values = createKeptValues(() => storage);
  fakeServer((path) => (path === '/api/session-tickets' ? 401 : 201));
  const refused = await createVisitor(values, undefined, undefined).ticket();
  expect(refused).toMatchObject({ ok: false, refusal: { ended: true } });
  fakeServer(() => 503);
  const busy = await createVisitor(values, undefined, undefined).ticket();
  expect(busy).toMatchObject({ ok: false, refusal: { ended: false } });
});

test('a bot that was asked for has a conversation of its own, and damaged ids are nobody', () => {
  const { storage, values } = memoryStorage();
  const kept = createKeptValues(() => storage);
  const id = fakeId('mine') as ConversationId;
  createVisitor(kept, undefined, undefined).keep(id);
  expect(createVisitor(kept, undefined, undefined).kept()).toBe(id);
  expect(createVisitor(kept, undefined, 'mat').kept()).toBeUndefined();
  expect(createVisitor(kept, undefined, undefined, school).kept()).toBeUndefined();
  values.set('parley.conversation', '<script>');
  expect(createVisitor(kept, undefined, undefined).kept()).toBeUndefined();
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
