import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { openingHours } from '../../conversation/protocol/opening-hours.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import { createVisitorsStore } from '../accounts/visitors-store.ts';
import { createManualClock } from '../archive/archive.fixture.ts';
import { createConversationStore } from '../session/conversation-store.ts';
import type { Actor } from '../accounts/actor.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { openDepartmentsStore, type DepartmentsStore } from '../departments/departments-store.ts';
import { createAvailability, type Availability } from './availability.ts';
import { createPairing, type Pairing, type PairingEvent } from './pairing.ts';

let clock: ReturnType<typeof createManualClock>;
let database: Database;
let departments: DepartmentsStore;
let availability: Availability;
let pairing: Pairing;
let events: PairingEvent[];
let faults: unknown[];

beforeEach(async () => {
  clock = createManualClock();
  database = await openDatabase(':memory:');
  departments = await openDepartmentsStore({ database, now: clock.now, randomBytes });
  events = [];
  faults = [];
  startServer();
});

/** What lives in memory, as after a start: the database goes on. */
function startServer(): void {
  availability = createAvailability({ now: clock.now, rememberMs: 60_000, returnMs: 30_000 });
  pairing = createPairing({
    database,
    departments,
    availability,
    clock,
    randomBytes,
    onEvent: (event) => {
      events.push(event);
      return Promise.resolve();
    },
    onFault: (fault) => faults.push(fault),
  });
}
afterEach(async () => {
  await pairing.close();
  await database.destroy();
});

async function account(username: string, role: 'agent' | 'bot' = 'agent'): Promise<AccountId> {
  const accounts = createAccountsStore({ database, now: clock.now, randomBytes });
  const created = await accounts.create({
    username,
    name: username,
    role,
    passwordHash: undefined,
    createdBy: undefined,
  });
  if (!created.ok) throw new Error(created.refusal);
  await departments.addMember((await departments.first())!.id, created.value.id);
  return created.value.id;
}

async function visitor(): Promise<Actor> {
  const { visitor: id, name } = await createVisitorsStore({
    database,
    now: clock.now,
    randomBytes,
  }).create();
  return { kind: 'visitor', visitor: id, name };
}

async function raise(actor: Actor): Promise<ConversationId> {
  clock.advance(1);
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const store = createConversationStore({ database, now: clock.now, randomBytes });
  const department = (await departments.first())!.id;
  const raised = await store.raise({ conversation, actor, department, prefer: undefined });
  if (!raised.ok) throw new Error(raised.refusal);
  return conversation;
}

function arrive(who: AccountId): void {
  availability.opened(who);
  availability.setAvailable(who, true);
}

test('the queue is told its positions, once, and served when somebody comes', async () => {
  const ada = await account('ada');
  const [a, b] = [await raise(await visitor()), await raise(await visitor())];
  await pairing.run();
  await pairing.run();
  expect(events).toEqual([
    { kind: 'moved', conversation: a, position: 1 },
    { kind: 'moved', conversation: b, position: 2 },
  ]);
  arrive(ada);
  await pairing.run();
  expect(events.slice(2)).toEqual([
    { kind: 'assigned', conversation: a, from: undefined, to: ada },
    { kind: 'assigned', conversation: b, from: undefined, to: ada },
  ]);
  expect(faults).toEqual([]);
});

test('after the grace it wakes up by itself and replaces who is gone', async () => {
  const [ada, bob] = [await account('ada'), await account('bob')];
  arrive(ada);
  const conversation = await raise(await visitor());
  await pairing.run();
  arrive(bob);
  availability.ended(ada);
  await pairing.run();
  events.length = 0;
  clock.advance(29_999);
  await pairing.run();
  expect(events).toEqual([]);
  clock.advance(1);
  // The alarm began a run; this one comes after it.
  await pairing.run();
  expect(events).toEqual([{ kind: 'assigned', conversation, from: ada, to: bob }]);
});

test('a restart of the server takes no conversation from those who are on their way back', async () => {
  const [ada, bob, faq] = [await account('ada'), await account('bob'), await account('faq', 'bot')];
  arrive(ada);
  const adas = await raise(await visitor());
  await pairing.run();
  availability.setAvailable(ada, false);
  arrive(faq);
  const faqs = await raise(await visitor());
  await pairing.run();
  expect(events.map((it) => it.kind === 'assigned' && it.to)).toEqual([ada, faq]);

  await pairing.close();
  startServer();
  arrive(bob);
  events.length = 0;
  await pairing.run();
  clock.advance(29_000);
  arrive(faq);
  await pairing.run();
  clock.advance(30_999);
  await pairing.run();
  expect(events).toEqual([]);
  // Ada never came: the time to return and her grace are over. The bot kept what it had.
  clock.advance(1);
  await pairing.run();
  expect(events).toEqual([{ kind: 'assigned', conversation: adas, from: ada, to: bob }]);
  availability.ended(faq);
  clock.advance(5_000);
  await pairing.run();
  expect(events[1]).toEqual({ kind: 'assigned', conversation: faqs, from: faq, to: bob });
});

test('the same visitor meets the agent of last time', async () => {
  const [ada, bob] = [await account('ada'), await account('bob')];
  arrive(ada);
  const actor = await visitor();
  const store = createConversationStore({ database, now: clock.now, randomBytes });
  const first = await raise(actor);
  await pairing.run();
  const found = await store.find(first, actor);
  await store.close(first, found?.own?.id as ParticipantId);
  clock.advance(1);
  arrive(bob);
  clock.advance(1);
  // Ada is busier now, and still the one.
  const other = await visitor();
  availability.setAvailable(bob, false);
  await raise(other);
  await pairing.run();
  availability.setAvailable(bob, true);
  events.length = 0;
  const again = await raise(actor);
  await pairing.run();
  expect(events).toEqual([{ kind: 'assigned', conversation: again, from: undefined, to: ada }]);
});

test('who would answer now depends on who is here and on what comes first', async () => {
  const { id } = (await departments.first())!;
  expect(await pairing.answers(id)).toBe('nobody');
  arrive(await account('faq', 'bot'));
  expect(await pairing.answers(id)).toBe('bot');
  arrive(await account('ada'));
  expect(await pairing.answers(id)).toBe('people');
  await departments.change(id, { firstAnswer: 'bots' });
  expect(await pairing.answers(id)).toBe('bot');
});

test('runs that are asked for during a run share the next one', async () => {
  arrive(await account('ada'));
  const conversation = await raise(await visitor());
  await Promise.all([pairing.run(), pairing.run(), pairing.run(), pairing.run()]);
  const assigned = events.filter((it) => it.kind === 'assigned');
  expect(assigned.map((it) => it.conversation)).toEqual([conversation]);
});

test('an account that drops out is remembered as available for a minute', () => {
  const who = 'AAAAAAAAAAAAAAAAAAAAAA' as AccountId;
  arrive(who);
  availability.ended(who);
  expect(availability.isAvailable(who)).toBe(false);
  clock.advance(59_000);
  expect(availability.opened(who)).toBe(true);
  expect(availability.isAvailable(who)).toBe(true);
  availability.ended(who);
  clock.advance(60_000);
  expect(availability.opened(who)).toBe(false);
});

describe('opening hours', () => {
  const closed = { tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  const monday = [{ from: '09:00', to: '17:00' }];
  const hours = {
    kind: 'week',
    timeZone: 'Europe/Berlin',
    holidays: [],
    week: { ...closed, monday },
  };

  /** Monday, half an hour before it opens. */
  async function beforeOpening(): Promise<void> {
    clock.advance(Date.parse('2026-11-23T07:30:00Z') - clock.now());
    const { id } = (await departments.first())!;
    await departments.change(id, { hours: v.parse(openingHours, hours) });
  }

  test('before they begin nobody is given a conversation, and then everybody who waited', async () => {
    await beforeOpening();
    const ada = await account('ada');
    arrive(ada);
    const conversation = await raise(await visitor());
    await pairing.run();
    expect(events).toEqual([{ kind: 'moved', conversation, position: 1 }]);
    expect(await pairing.answers((await departments.first())!.id)).toBe('nobody');

    clock.advance(Date.parse('2026-11-23T08:00:00Z') - clock.now());
    // The alarm began a run; this one comes after it.
    await pairing.run();
    expect(events.slice(1)).toEqual([{ kind: 'assigned', conversation, from: undefined, to: ada }]);
    expect(await pairing.answers((await departments.first())!.id)).toBe('people');
  });

  test('outside of them a bot stands in, and hands over to people when they are back', async () => {
    await beforeOpening();
    const [ada, faq] = [await account('ada'), await account('faq', 'bot')];
    arrive(ada);
    arrive(faq);
    const conversation = await raise(await visitor());
    await pairing.run();
    expect(events).toEqual([{ kind: 'assigned', conversation, from: undefined, to: faq }]);
    expect(await pairing.answers((await departments.first())!.id)).toBe('bot');
    const found = await database
      .selectFrom('conversations')
      .select('assigned_to')
      .executeTakeFirstOrThrow();
    const store = createConversationStore({ database, now: clock.now, randomBytes });
    await store.handOver(conversation, found.assigned_to as ParticipantId);
    await pairing.run();
    expect(events.at(-1)).toEqual({ kind: 'moved', conversation, position: 1 });
    clock.advance(30 * 60_000);
    await pairing.run();
    expect(events.at(-1)).toMatchObject({ kind: 'assigned', conversation, to: ada });
  });

  test('an agent who leaves after closing is replaced in the morning, not in the night', async () => {
    await beforeOpening();
    clock.advance(8 * 3_600_000);
    const [ada, bob] = [await account('ada'), await account('bob')];
    arrive(ada);
    const conversation = await raise(await visitor());
    await pairing.run();
    clock.advance(3_600_000);
    availability.ended(ada);
    arrive(bob);
    events.length = 0;
    await pairing.run();
    clock.advance(31_000);
    await pairing.run();
    expect(events).toEqual([
      { kind: 'requeued', conversation, from: ada },
      { kind: 'moved', conversation, position: 1 },
    ]);
  });
});

test('a thousand departments in which nobody waits cost next to nothing', async () => {
  const ada = await account('ada');
  arrive(ada);
  const { id } = (await departments.first())!;
  const row = await database
    .selectFrom('departments')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  for (let i = 0; i < 1000; i += 1) {
    const course = { ...row, id: randomIdFrom(randomBytes(16)) as DepartmentId, place: 1 };
    await database
      .insertInto('departments')
      .values({ ...course, name: `Course ${i}` })
      .execute();
  }
  const conversation = await raise(await visitor());
  const begun = performance.now();
  await pairing.run();
  // Looking into each of them takes a millisecond.
  expect(performance.now() - begun).toBeLessThan(250);
  expect(events).toEqual([{ kind: 'assigned', conversation, from: undefined, to: ada }]);
});
