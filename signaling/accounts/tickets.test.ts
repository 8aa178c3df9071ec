import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import type { Authenticated, SessionRef, VisitorId } from './actor.ts';
import { createTickets } from './tickets.ts';

const whom: Authenticated = {
  actor: { kind: 'visitor', visitor: 'v' as VisitorId, name: 'Visitor 1' },
  session: 'visitor:x' as SessionRef,
};

function make() {
  const clock = createManualClock();
  return { clock, tickets: createTickets({ now: clock.now, randomBytes }) };
}

test('a ticket is spent by its first use', () => {
  const { tickets } = make();
  const ticket = tickets.issue(whom) ?? '';
  expect(ticket).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(tickets.redeem(ticket)).toEqual(whom);
  expect(tickets.redeem(ticket)).toBeUndefined();
});

test('a ticket is good for 30 seconds', () => {
  const { clock, tickets } = make();
  const [first, second] = [tickets.issue(whom) ?? '', tickets.issue(whom) ?? ''];
  clock.advance(29_999);
  expect(tickets.redeem(first)).toEqual(whom);
  clock.advance(1);
  expect(tickets.redeem(second)).toBeUndefined();
});

test('an unknown ticket is worth nothing', () => {
  const { tickets } = make();
  for (const ticket of ['', 'x', '__proto__', 'constructor']) {
    expect(tickets.redeem(ticket)).toBeUndefined();
  }
});

test('[W8] there is a bound for outstanding tickets, and time makes room', () => {
  const { clock, tickets } = make();
  const issued = Array.from({ length: 10_001 }, () => tickets.issue(whom));
  expect(issued.slice(0, 10_000)).not.toContain(undefined);
  expect(issued[10_000]).toBeUndefined();
  clock.advance(30_000);
  expect(tickets.issue(whom)).toBeDefined();
});
