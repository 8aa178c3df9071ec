import { expect, test } from 'vitest';
import * as v from 'valibot';
import { newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { sitesAnswer } from '../../conversation/protocol/http/sites.ts';
import { startTestServer } from '../server.fixture.ts';

const asHanna = { method: 'POST', body: { user: 'hanna' } };

test('[R1] the demo’s shop signs who its users are, until an admin takes it away', async () => {
  const server = await startTestServer({ DEMO: '1' });
  try {
    const token = v.parse(
      v.object({ token: v.string() }),
      (await server.ask('/demo/token', asHanna)).json,
    );
    const become = await server.ask('/api/visitors', { body: token });
    expect(v.parse(newVisitorAnswer, become.json).name).toBe('Hanna Petersen');
    expect((await server.ask('/demo/token', { body: { user: 'mallory' } })).status).toBe(404);
    const headers = { origin: 'https://evil.example' };
    expect((await server.ask('/demo/token', { ...asHanna, headers })).status).toBe(403);

    const cookie = await server.signInAsAdmin();
    const { sites } = v.parse(sitesAnswer, (await server.ask('/api/sites', { cookie })).json);
    const shop = sites.find(({ isDefault }) => !isDefault);
    await server.ask(`/api/sites/${shop?.id}`, { method: 'DELETE', cookie });
    expect((await server.ask('/demo/token', asHanna)).status).toBe(404);
  } finally {
    await server.close();
  }
});

test('where no demo is served, nobody signs anything', async () => {
  const server = await startTestServer();
  try {
    expect((await server.ask('/demo/token', asHanna)).status).toBe(405);
    expect((await server.ask('/api/visitors', { body: {} })).status).toBe(201);
  } finally {
    await server.close();
  }
});
