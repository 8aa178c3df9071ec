import { once } from 'node:events';
import { WebSocket } from 'ws';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { newTicketAnswer, newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { ownConversationsAnswer } from '../../conversation/protocol/http/customers.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createSchool, type SchoolPerson } from '../conversations/school.fixture.ts';
import { startTestServer } from '../server.fixture.ts';
import { createClient } from '../session/client.fixture.ts';

test('[L1] customers list the groups they are in, and what is said to all of a course of theirs', async () => {
  const school = await createSchool();
  try {
    const { ana, ben, teacher, begin, ask } = school;
    await begin(teacher, { kind: 'announcement', title: 'The exam' });
    await begin(ana, { kind: 'study-group', title: 'Optics' });
    const stranger = await school.customer('Cleo');
    const titles = async (who: SchoolPerson) => {
      const { json } = await ask(who, 'GET', '/api/me/conversations');
      const { conversations } = v.parse(ownConversationsAnswer, json);
      return conversations
        .map(({ title }) => title)
        .toSorted((a = '', b = '') => a.localeCompare(b));
    };
    expect(await titles(ana)).toEqual(['Optics', 'The exam']);
    expect(await titles(ben)).toEqual(['The exam']);
    expect(await titles(stranger)).toEqual([]);
  } finally {
    await school.close();
  }
});

test('a visitor lists what they wrote, also what is closed, and nobody else’s', async () => {
  const server = await startTestServer();
  try {
    const visitor = async () => {
      const { json } = await server.ask('/api/visitors', { body: {} });
      const { token: bearer } = v.parse(newVisitorAnswer, json);
      const ticket = await server.ask('/api/session-tickets', { bearer, body: {} });
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
      const client = createClient(socket, Date.now);
      await once(socket, 'open');
      const { ticket: pass } = v.parse(newTicketAnswer, ticket.json);
      client.send({ type: 'hello', version: protocolVersion, ticket: pass });
      await client.next('welcome');
      const list = async () =>
        v.parse(
          ownConversationsAnswer,
          (await server.ask('/api/me/conversations', { bearer })).json,
        ).conversations;
      return { client, list };
    };
    const [ada, eve] = [await visitor(), await visitor()];
    const first = await ada.client.start();
    await first.saved(await first.say('The first one'));
    const second = await ada.client.start();
    await second.saved(await second.say('The second one'));
    ada.client.send({ type: 'close', conversation: first.conversation });
    await ada.client.next('status', ({ status }) => status.state === 'closed');
    const shown = (await ada.list()).map(({ lastText, status, departmentName }) => [
      lastText,
      status.state,
      departmentName,
    ]);
    expect(shown.toSorted((a, b) => a[0]!.localeCompare(b[0]!))).toEqual([
      ['The first one', 'closed', 'Support'],
      ['The second one', 'waiting', 'Support'],
    ]);
    expect(await eve.list()).toEqual([]);
    await ada.client.close();
    await eve.client.close();
  } finally {
    await server.close();
  }
});
