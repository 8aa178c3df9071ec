import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createManualClock } from '../archive/archive.fixture.ts';
import type { Authenticated, SessionRef, VisitorId } from './actor.ts';
import { createTickets } from './tickets.ts';

const whom: Authenticated = {
  actor: { kind: 'visitor', visitor: 'v' as VisitorId, name: 'Visitor 1' },
  session: 'visitor:x' as SessionRef,
};

const of = (n: number): Authenticated => ({ ...whom, session: `visitor:${n}` as SessionRef });

function make() {
  const clock = createManualClock();
  const tickets = createTickets({ now: clock.now, randomBytes });
  const take = (): string => {
    const issued = tickets.issue(whom);
    if (!issued.ok) throw new Error(issued.refusal);
    return issued.value;
  };
  return { clock, tickets, take };
}

test('[V-42] a ticket is spent by its first use', () => {
  const { tickets, take } = make();
  const ticket = take();
  expect(ticket).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(tickets.redeem(ticket)).toEqual(whom);
  expect(tickets.redeem(ticket)).toBeUndefined();
});

test('[V-42] a ticket is good for 30 seconds', () => {
  const { clock, tickets, take } = make();
  const [first, second] = [take(), take()];
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
  const issued = Array.from({ length: 10_001 }, (_, n) => tickets.issue(of(n)));
  expect(issued.slice(0, 10_000).every(({ ok }) => ok)).toBe(true);
  expect(issued[10_000]).toEqual({ ok: false, refusal: 'busy' });
  clock.advance(30_000);
  expect(tickets.issue(whom).ok).toBe(true);
});

test('[W8] one session gets forty tickets at once and one every other second, and takes none from others', () => {
  const { clock, tickets } = make();
  const issued = Array.from({ length: 41 }, () => tickets.issue(whom));
  expect(issued.filter(({ ok }) => ok)).toHaveLength(40);
  expect(issued[40]).toEqual({ ok: false, refusal: 'throttled' });
  expect(tickets.issue(of(1)).ok).toBe(true);
  clock.advance(2_000);
  expect(tickets.issue(whom).ok).toBe(true);
  expect(tickets.issue(whom).ok).toBe(false);
});

test('[W8] whoever was hung up on for what they sent comes back ten seconds later', () => {
  const { clock, tickets } = make();
  tickets.bar(whom.session);
  expect(tickets.issue(whom)).toEqual({ ok: false, refusal: 'throttled' });
  expect(tickets.issue(of(1)).ok).toBe(true);
  clock.advance(10_000);
  expect(tickets.issue(whom).ok).toBe(true);
});
