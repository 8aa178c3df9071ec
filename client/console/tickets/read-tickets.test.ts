import { expect, test } from 'vitest';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import type { TicketsApi } from '../api/tickets-api.ts';
import { readTickets } from './read-tickets.ts';

function serverWith(count: number) {
  const asked: string[] = [];
  const all = Array.from({ length: count }, (_, i) => ({ conversation: `${i}` }));
  const tickets: TicketsApi['tickets'] = ({ skip, limit }) => {
    asked.push(`${skip}+${limit}`);
    const page = all.slice(skip, skip + limit) as unknown as ConversationSummary[];
    return Promise.resolve(accept({ tickets: page, fresh: 0, more: skip + limit < count }));
  };
  return { asked, tickets };
}

test('more than one answer holds is read in several, and no further than wanted', async () => {
  const server = serverWith(400);
  const read = await readTickets(server, { limit: 250 });
  expect(server.asked).toEqual(['0+100', '100+100', '200+50']);
  expect(read.ok && [read.value.tickets.length, read.value.more]).toEqual([250, true]);
});

test('it ends with the last ticket', async () => {
  const server = serverWith(120);
  const read = await readTickets(server, { limit: 250 });
  expect(server.asked).toEqual(['0+100', '100+100']);
  expect(read.ok && [read.value.tickets.length, read.value.more]).toEqual([120, false]);
});

test('a refusal is passed on', async () => {
  const refusal = { code: 'offline', message: 'The server cannot be reached.' };
  const tickets = () => Promise.resolve(refuse(refusal));
  expect(await readTickets({ tickets }, { limit: 50 })).toEqual({ ok: false, refusal });
});
