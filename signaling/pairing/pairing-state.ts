/** Reads what `pair` decides on: the queue, the load and the members of a department, and who is here. */
import { sql } from 'kysely';
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { queuedKinds } from '../../conversation/protocol/kinds.ts';
import type { VisitorId } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import { isOpenAt, nextOpeningAt } from '../departments/opening-hours.ts';
import type { Department } from '../departments/department-row.ts';
import type { Member } from '../departments/members.ts';
import { countsAsLoad } from './assign.ts';
import type { Availability } from './availability.ts';
import type { AvailableAgent, AvailableBot, Deserted, PairingState, Waiting } from './pair.ts';

/** A bot comes back within moments, or its process is gone. */
export const botGraceMs = 5_000;
/** Beyond this the queue is not looked at; those in front are served first anyway. */
const longestQueue = 5_000;

export interface PairingSources {
  readonly database: Database;
  readonly availability: Availability;
  readonly toldPosition: (conversation: ConversationId) => number | undefined;
  readonly now: () => number;
}

/** Written out: of a value that is bound, SQLite does not know whether the index of those who wait holds it. */
const waits = sql.lit('waiting' as const);

const isPerson = (member: Member): boolean => member.role !== 'bot' && member.role !== 'customer';

/** By everybody who holds any conversation, in all departments: how many of them count. */
async function loads(database: Database): Promise<Map<AccountId, number>> {
  const rows = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .select(['participants.account', sql<number>`sum(${countsAsLoad})`.as('open')])
    .where('conversations.assigned_to', 'is not', null)
    .groupBy('participants.account')
    .execute();
  return new Map(rows.flatMap((row) => (row.account === null ? [] : [[row.account, row.open]])));
}

/**
 * Where there is something to decide, in the order of departments: somebody waits, or is answered by somebody who is not here. There may be
 * thousands of departments (courses), and few of them at any moment.
 */
export async function departmentsWithWork({
  database,
  availability,
}: Pick<PairingSources, 'database' | 'availability'>): Promise<readonly DepartmentId[]> {
  const waiting = await database
    .selectFrom('conversations')
    .select('department')
    .distinct()
    .where('status', '=', waits)
    .execute();
  const held = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .select(['conversations.department', 'participants.account'])
    .distinct()
    .where('conversations.assigned_to', 'is not', null)
    .execute();
  const deserted = held.filter(({ account }) => account !== null && !availability.isLive(account));
  const ids = [...waiting, ...deserted].map(({ department }) => department);
  if (ids.length === 0) return [];
  const inOrder = await database
    .selectFrom('departments')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('place')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return inOrder.map(({ id }) => id);
}

export async function readPairingState(
  department: Department,
  members: readonly Member[],
  sources: PairingSources,
): Promise<PairingState> {
  const { availability, database } = sources;
  const now = sources.now();
  const isOpen = isOpenAt(department.hours, now);
  const open = await loads(database);
  const isReady = (member: Member): boolean =>
    member.active && availability.isAvailable(member.account);
  const agents = members
    .filter((member) => isOpen && isPerson(member) && isReady(member))
    .map((member): AvailableAgent => ({
      account: member.account,
      open: open.get(member.account) ?? 0,
      capacity: member.capacity,
      idleSince: availability.idleSince(member.account),
    }));
  const bots = members
    .filter((member) => member.role === 'bot' && isReady(member))
    .map((member): AvailableBot => ({
      account: member.account,
      userName: member.username,
      open: open.get(member.account) ?? 0,
      capacity: member.capacity,
    }));
  const gone = [...open.keys()].filter((account) => !availability.isLive(account));
  const freePlaces = agents.reduce((sum, it) => sum + Math.max(0, it.capacity - it.open), 0);
  const isAnybodyFree = freePlaces > 0 || bots.some((it) => it.open < it.capacity);
  const waiting = isAnybodyFree
    ? await readWaiting(department.id, sources)
    : await readQueue(department.id, sources);
  return {
    agents,
    bots,
    waiting: await withLastAgents(database, waiting, freePlaces),
    deserted: gone.length === 0 ? [] : await readDeserted(department.id, gone, sources),
    policy: {
      first: department.firstAnswer === 'bots' ? 'bot' : 'agent',
      personGraceMs: department.graceMs,
      botGraceMs,
    },
    opensAt: isOpen ? undefined : nextOpeningAt(department.hours, now),
    now,
  };
}

type WaitingRow = Waiting & {
  readonly account: AccountId | null;
  readonly visitor: VisitorId | null;
};

/** Where nobody can be given to anybody, only the places count: what else is known of those who wait is not read. */
async function readQueue(
  department: DepartmentId,
  { database, toldPosition }: PairingSources,
): Promise<WaitingRow[]> {
  const rows = await database
    .selectFrom('conversations')
    .select(['id', 'waiting_since'])
    .where('department', '=', department)
    .where('status', '=', waits)
    .orderBy('waiting_since')
    .orderBy('id')
    .limit(longestQueue)
    .execute();
  return rows.map(({ id, waiting_since: since }) => ({
    conversation: id,
    since,
    wantsPerson: false,
    prefer: undefined,
    lastAgent: undefined,
    toldPosition: toldPosition(id),
    account: null,
    visitor: null,
  }));
}

async function readWaiting(
  department: DepartmentId,
  { database, toldPosition }: PairingSources,
): Promise<WaitingRow[]> {
  const rows = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.raised_by')
    .select([
      'conversations.id',
      'conversations.waiting_since',
      'conversations.wants_person',
      'conversations.prefer',
      'participants.account',
      'participants.visitor',
    ])
    .where('conversations.department', '=', department)
    .where('conversations.status', '=', waits)
    .orderBy('conversations.waiting_since')
    .orderBy('conversations.id')
    .limit(longestQueue)
    .execute();
  return rows.map((row) => ({
    conversation: row.id,
    since: row.waiting_since,
    wantsPerson: row.wants_person === 1,
    prefer: row.prefer ?? undefined,
    lastAgent: undefined,
    ...(row.account === null ? {} : { raiser: row.account }),
    toldPosition: toldPosition(row.id),
    account: row.account,
    visitor: row.visitor,
  }));
}

/** Only those who can get one of the free places are looked up. */
async function withLastAgents(
  database: Database,
  waiting: readonly WaitingRow[],
  freePlaces: number,
): Promise<Waiting[]> {
  const served = await Promise.all(
    waiting.slice(0, freePlaces).map(async (it): Promise<Waiting> => {
      const lastAgent = await lastAgentOf(database, it);
      return lastAgent === undefined ? it : { ...it, lastAgent };
    }),
  );
  return [...served, ...waiting.slice(freePlaces)];
}

async function lastAgentOf(database: Database, it: WaitingRow): Promise<AccountId | undefined> {
  if (it.account === null && it.visitor === null) return undefined;
  const row = await database
    .selectFrom('participants as client')
    .innerJoin('participants as agent', 'agent.conversation', 'client.conversation')
    .innerJoin('conversations', 'conversations.id', 'client.conversation')
    .select('agent.account')
    .where('conversations.kind', 'in', queuedKinds)
    .where((where) =>
      it.visitor === null
        ? where('client.account', '=', it.account)
        : where('client.visitor', '=', it.visitor),
    )
    .where('client.role', '=', 'client')
    .where('agent.role', '=', 'agent')
    .orderBy('agent.joined_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.account ?? undefined;
}

async function readDeserted(
  department: DepartmentId,
  gone: readonly AccountId[],
  { database, availability }: PairingSources,
): Promise<Deserted[]> {
  const rows = await database
    .selectFrom('conversations')
    .innerJoin('participants', 'participants.id', 'conversations.assigned_to')
    .innerJoin('accounts', 'accounts.id', 'participants.account')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .select([
      'conversations.id',
      'conversations.waiting_since',
      'conversations.wants_person',
      'conversations.prefer',
      'participants.account',
      'participants.role',
    ])
    .where('conversations.department', '=', department)
    .where('conversations.assigned_to', 'is not', null)
    .where('participants.account', 'in', gone)
    // A ticket lasts for days: it stays with a person who goes home, and leaves one who does not come back.
    .where((where) =>
      where.or([
        where('tickets.conversation', 'is', null),
        where('participants.role', '=', 'bot'),
        where('accounts.active', '=', 0),
      ]),
    )
    .execute();
  return rows.flatMap((row): Deserted[] => {
    if (row.account === null) return [];
    const holderKind = row.role === 'bot' ? 'bot' : 'person';
    return [
      {
        conversation: row.id,
        since: row.waiting_since,
        wantsPerson: row.wants_person === 1 || holderKind === 'person',
        prefer: row.prefer ?? undefined,
        lastAgent: undefined,
        holder: row.account,
        holderKind,
        goneSince: availability.goneSince(row.account),
      },
    ];
  });
}
