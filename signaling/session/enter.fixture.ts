/** Into a running server's session, as anybody who has proof of who they are. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as v from 'valibot';
import { newTicketAnswer } from '../../conversation/protocol/http.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import type { Ask, TestServer } from '../server.fixture.ts';
import { createClient, type Client } from './client.fixture.ts';

/** @returns once the server has said its welcome. Whoever asked closes it. */
export async function enterSession(
  server: Pick<TestServer, 'ask' | 'port'>,
  proof: Pick<Ask, 'cookie' | 'bearer'>,
): Promise<Client> {
  const { json } = await server.ask('/api/session-tickets', { ...proof, body: {} });
  const { ticket } = v.parse(newTicketAnswer, json);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  client.send({ type: 'hello', version: protocolVersion, ticket });
  await client.next('welcome');
  return client;
}
