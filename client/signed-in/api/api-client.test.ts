import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createApiClient } from './api-client.ts';

const answer = v.object({ name: v.string() });
const answering = (status: number, body: string) =>
  createApiClient(() => Promise.resolve(new Response(body, { status })));

test('an answer is parsed before anybody sees it', async () => {
  const good = await answering(200, '{"name":"Ada","more":1}').ask({ path: '/api/me', answer });
  expect(good).toEqual({ ok: true, value: { name: 'Ada' } });
  const bad = await answering(200, '{"name":7}').ask({ path: '/api/me', answer });
  expect(bad).toMatchObject({ ok: false, refusal: { code: 'unreadable' } });
});

test('a refusal keeps its sentence and the field it blames', async () => {
  const error = { code: 'invalid', message: 'That user name is taken.', field: 'username' };
  const result = await answering(422, JSON.stringify({ error })).ask({
    path: '/api/accounts',
    answer,
  });
  expect(result).toEqual({ ok: false, refusal: error });
});

test('an error page of a proxy and a dead network become sentences', async () => {
  const proxy = await answering(502, '<html>Bad Gateway</html>').ask({ path: '/api/me', answer });
  expect(proxy).toMatchObject({ ok: false, refusal: { code: 'unavailable' } });
  const dead = createApiClient(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(await dead.ask({ path: '/api/me', answer })).toMatchObject({
    ok: false,
    refusal: { code: 'offline' },
  });
});

test('an ended session is told to those who listen, until they stop listening', async () => {
  const error = { code: 'not-signed-in', message: 'Sign in first.' };
  const api = answering(401, JSON.stringify({ error }));
  let ended = 0;
  const undo = api.onSignedOut(() => (ended += 1));
  await api.ask({ path: '/api/me', answer });
  undo();
  await api.ask({ path: '/api/me', answer });
  expect(ended).toBe(1);
});

test('a wrong password does not end anything', async () => {
  const error = { code: 'wrong-credentials', message: 'User name or password is wrong.' };
  const api = answering(401, JSON.stringify({ error }));
  let ended = 0;
  api.onSignedOut(() => (ended += 1));
  await api.ask({ path: '/api/sign-in', method: 'POST', body: {}, answer });
  expect(ended).toBe(0);
});

test('a request that was cancelled rejects, so that nobody mistakes it for being offline', async () => {
  const control = new AbortController();
  const api = createApiClient((_path, init) => {
    control.abort();
    return Promise.reject(init.signal?.reason as Error);
  });
  await expect(api.ask({ path: '/api/me', answer, signal: control.signal })).rejects.toThrow(
    'abort',
  );
});

test('a body is sent as JSON and nothing else claims to be', async () => {
  const seen: RequestInit[] = [];
  const api = createApiClient((_path, init) => {
    seen.push(init);
    return Promise.resolve(new Response('{"name":"x"}'));
  });
  await api.ask({ path: '/api/a', method: 'POST', body: { a: 1 }, answer });
  await api.ask({ path: '/api/a', answer });
  expect(seen[0]).toMatchObject({ method: 'POST', body: '{"a":1}', credentials: 'same-origin' });
  expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(seen[1]?.headers).not.toHaveProperty('content-type');
});
