import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { getTicket, signIn } from './sign-in.ts';

const echo = { name: 'echo', shownName: 'Echo' };
const account = {
  id: 'echo-----------------A',
  username: 'echo',
  name: 'Echo',
  role: 'bot',
  active: true,
  createdAt: 0,
};

/** A server that answers every request alike and notes what it was asked. */
async function serverWith(status: number, answer: unknown) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      asked.push(`${request.url} ${request.headers.authorization} ${body}`);
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { address: { server: `http://127.0.0.1:${port}`, fetch }, asked };
}

test('the bots key buys a session, and the session a ticket', async () => {
  const bots = await serverWith(201, { token: 'session', account });
  expect(await signIn(bots.address, 'key', echo)).toEqual({ ok: true, value: 'session' });
  expect(bots.asked).toEqual(['/api/bot-sessions Bearer key {"username":"echo","name":"Echo"}']);

  const tickets = await serverWith(201, { ticket: 'once' });
  expect(await getTicket(tickets.address, 'session')).toEqual({ ok: true, value: 'once' });
  expect(tickets.asked).toEqual(['/api/session-tickets Bearer session {}']);
});

test('a wrong key is refused with a sentence that names where the right one is', async () => {
  const error = { code: 'not-signed-in', message: 'No.' };
  const { address } = await serverWith(401, { error });
  expect(await signIn(address, 'key', echo)).toMatchObject({
    refusal: { message: expect.stringContaining('bots.key'), isAway: false },
  });
});

test('what the server says against a bot is passed on', async () => {
  const error = { code: 'conflict', message: 'The name belongs to a person.' };
  const { address } = await serverWith(409, { error });
  expect(await signIn(address, 'key', echo)).toMatchObject({
    refusal: { message: expect.stringContaining('The name belongs to a person.'), isAway: false },
  });
});

test('a session that is over is told from a server that is busy', async () => {
  const over = await serverWith(401, { error: { code: 'not-signed-in', message: 'Sign in.' } });
  const busy = await serverWith(503, { error: { code: 'busy', message: 'Later.' } });
  expect(await getTicket(over.address, 't')).toMatchObject({ refusal: { ended: true } });
  expect(await getTicket(busy.address, 't')).toMatchObject({ refusal: { ended: false } });
});

test('a server that is not there, or talks nonsense, is a sentence and no exception', async () => {
  const gone = { server: 'http://127.0.0.1:9', fetch };
  expect(await signIn(gone, 'key', echo)).toEqual({
    ok: false,
    refusal: { message: 'The server at http://127.0.0.1:9 cannot be reached.', isAway: true },
  });
  const { address } = await serverWith(200, 'nonsense');
  expect(await signIn(address, 'key', echo)).toMatchObject({ ok: false });
});
