import { expect, test } from 'vitest';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import { openDatabase } from '../../../signaling/database/database.ts';
import { startTestServer } from '../../../signaling/server.fixture.ts';
import { forge } from './forgery.ts';

test('[V-40] [W4, W9] no request that changes something is taken from a page of another site', async () => {
  const server = await startTestServer();
  const database = await openDatabase(databasePath(server.dataDir));
  try {
    if (server.firstAdmin === undefined) throw new Error('There is no admin.');
    const { broken, requests } = await forge({
      url: `http://127.0.0.1:${server.port}`,
      botsKey: server.botsKey,
      admin: server.firstAdmin,
      database,
    });
    expect(broken).toEqual([]);
    expect(requests).toBeGreaterThan(150);
  } finally {
    await database.destroy();
    await server.close();
  }
});
