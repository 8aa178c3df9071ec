import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../server.fixture.ts';

interface Operation {
  readonly security: readonly Record<string, unknown>[];
  readonly requestBody?: {
    content: Partial<Record<string, { schema: Record<string, unknown> }>>;
  };
  readonly responses: Record<string, unknown>;
}
interface Api {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

let server: TestServer;
let api: Api;
beforeAll(async () => {
  server = await startTestServer();
  api = (await server.ask('/api/openapi.json')).json as unknown as Api;
});
afterAll(() => server.close());

const operations = () =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('every route is described, and nothing else', () => {
  expect(api.openapi).toBe('3.1.0');
  expect(
    operations()
      .map(({ path, method }) => `${method} ${path}`)
      .toSorted(),
  ).toEqual([
    'delete /api/accounts/{id}',
    'delete /api/bots/{id}/keys/{key}',
    'delete /api/conversations/{id}',
    'delete /api/conversations/{id}/files/{upload}',
    'delete /api/conversations/{id}/labels/{label}',
    'delete /api/conversations/{id}/notes/{note}',
    'delete /api/conversations/{id}/people/{participant}',
    'delete /api/departments/{id}',
    'delete /api/departments/{id}/enrolments/{account}',
    'delete /api/departments/{id}/members/{account}',
    'delete /api/departments/{id}/workers/{account}',
    'delete /api/labels/{id}',
    'delete /api/me/sessions',
    'delete /api/me/sessions/{id}',
    'delete /api/replies/{id}',
    'delete /api/sites/{id}',
    'delete /api/sites/{id}/keys/{key}',
    'get /api/accounts',
    'get /api/archive/conversations',
    'get /api/archive/conversations/{id}',
    'get /api/archive/search',
    'get /api/audit',
    'get /api/audit/export',
    'get /api/beside',
    'get /api/bots',
    'get /api/conversations/{id}/asked',
    'get /api/conversations/{id}/attributes',
    'get /api/conversations/{id}/beside',
    'get /api/conversations/{id}/client',
    'get /api/conversations/{id}/colleagues',
    'get /api/conversations/{id}/context',
    'get /api/conversations/{id}/file',
    'get /api/conversations/{id}/notes',
    'get /api/conversations/{id}/people',
    'get /api/conversations/{id}/previous',
    'get /api/conversations/{id}/transfer-targets',
    'get /api/conversations/{id}/transfers',
    'get /api/departments',
    'get /api/departments/public',
    'get /api/departments/{id}/candidates',
    'get /api/departments/{id}/enrolments',
    'get /api/departments/{id}/members',
    'get /api/departments/{id}/people',
    'get /api/labels',
    'get /api/mails',
    'get /api/me',
    'get /api/me/conversations',
    'get /api/me/departments',
    'get /api/me/sessions',
    'get /api/me/two-steps',
    'get /api/replies',
    'get /api/settings',
    'get /api/shown-files/{address}',
    'get /api/sites',
    'get /api/tickets',
    'get /api/widget',
    'patch /api/accounts/{id}',
    'patch /api/conversations/{id}/attributes',
    'patch /api/conversations/{id}/beside',
    'patch /api/conversations/{id}/notes/{note}',
    'patch /api/departments/{id}',
    'patch /api/labels/{id}',
    'patch /api/replies/{id}',
    'patch /api/settings',
    'patch /api/sites/{id}',
    'post /api/accounts',
    'post /api/bot-sessions',
    'post /api/bots',
    'post /api/bots/{id}/keys',
    'post /api/conversations/{id}/file/address',
    'post /api/conversations/{id}/files',
    'post /api/conversations/{id}/mentions-seen',
    'post /api/conversations/{id}/notes',
    'post /api/conversations/{id}/people',
    'post /api/conversations/{id}/seat',
    'post /api/customers',
    'post /api/customers/confirm',
    'post /api/departments',
    'post /api/departments/{id}/enrolments',
    'post /api/departments/{id}/groups',
    'post /api/departments/{id}/labels',
    'post /api/departments/{id}/replies',
    'post /api/departments/{id}/threads',
    'post /api/departments/{id}/workers',
    'post /api/labels',
    'post /api/me/password',
    'post /api/me/replies',
    'post /api/me/two-steps',
    'post /api/me/two-steps/confirm',
    'post /api/me/two-steps/off',
    'post /api/me/two-steps/recovery-codes',
    'post /api/password-resets',
    'post /api/password-resets/use',
    'post /api/replies',
    'post /api/session-tickets',
    'post /api/sign-in',
    'post /api/sign-in/two-steps',
    'post /api/sign-out',
    'post /api/sites',
    'post /api/sites/{id}/keys',
    'post /api/tickets',
    'post /api/visitors',
    'put /api/conversations/{id}/asked',
    'put /api/conversations/{id}/context',
    'put /api/conversations/{id}/files/{upload}',
    'put /api/conversations/{id}/labels/{label}',
    'put /api/departments/{id}/members/{account}',
  ]);
});

test('every described route answers, and asks for what it says', async () => {
  for (const { path, method, operation } of operations()) {
    const address = path.replace(/\{(id|address)\}/, 'AAAAAAAAAAAAAAAAAAAAAA');
    const body = method === 'get' ? {} : { body: { no: 'such field' } };
    const { status, json } = await server.ask(address, { method: method.toUpperCase(), ...body });
    const { security } = operation;
    const isOpen = security.length === 0 || security.some((way) => Object.keys(way).length === 0);
    // Nothing was given at this address.
    const found = path === '/api/shown-files/{address}' ? 404 : 200;
    const expected = !isOpen ? 401 : method === 'get' ? found : 400;
    expect([method, path, status]).toEqual([method, path, expected]);
    if (status >= 400) {
      expect(json).toEqual({
        error: expect.objectContaining({ code: expect.any(String), message: expect.any(String) }),
      });
    }
  }
});

test('[V-31] requests are closed: a key that is not listed is refused', () => {
  for (const { path, operation } of operations()) {
    if (operation.requestBody === undefined) continue;
    const { content } = operation.requestBody;
    if (content['application/octet-stream'] !== undefined) continue;
    const schema = content['application/json']?.schema;
    expect([path, schema]).toEqual([
      path,
      expect.objectContaining({ additionalProperties: false }),
    ]);
  }
});
