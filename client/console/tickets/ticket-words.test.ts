import { expect, test } from 'vitest';
import { ticketStatuses } from '../../../conversation/protocol/ticket.ts';
import { nextStatuses, ticketStatusWords } from './ticket-words.ts';

test('[C3] every status has words, and no two the same', () => {
  const labels = ticketStatuses.map((status) => ticketStatusWords(status).label);
  expect(new Set(labels).size).toBe(ticketStatuses.length);
});

test('what can be said of a ticket depends on how far it is', () => {
  const labels = (status: (typeof ticketStatuses)[number]) =>
    nextStatuses(status).map(({ label }) => label);
  expect(labels('new')).toEqual(['Waiting for customer', 'Solved']);
  expect(labels('waiting-for-customer')).toEqual(['Solved', 'Open again']);
  expect(labels('solved')).toEqual(['Waiting for customer', 'Open again']);
  expect(labels('closed')).toEqual([]);
});
