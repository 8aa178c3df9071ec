/** Conversations as lists show them, read from the database. */
import { sql, type Kysely } from 'kysely';
import type {
  ConversationStatus,
  ConversationSummary,
  Participant,
} from '../../conversation/protocol/conversation.ts';
import type { AccountId, ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import { standingOf } from '../conversations/people.ts';
import { keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Schema } from '../database/schema.ts';

/** A database, or a transaction of it. */
export type Queries = Kysely<Schema>;

export function conversationsWithFaces(database: Queries) {
  return database
    .selectFrom('conversations')
    .innerJoin('participants as client', 'client.id', 'conversations.raised_by')
    .leftJoin('participants as staff', 'staff.id', 'conversations.assigned_to')
    .leftJoin('participants as closer', 'closer.id', 'conversations.closed_by')
    .leftJoin('tickets', 'tickets.conversation', 'conversations.id')
    .leftJoin('departments as raising', 'raising.id', 'conversations.from_department')
    .select([
      'conversations.id',
      'conversations.kind',
      'conversations.title',
      'conversations.masked',
      'conversations.from_department',
      'conversations.erased_at',
      'raising.name as from_name',
      'conversations.department',
      'conversations.status',
      'conversations.status_since',
      'conversations.waiting_since',
      'conversations.created_at',
      'conversations.active_at',
      'conversations.head_seq',
      'client.id as client_id',
      'client.name as client_name',
      'client.role as client_role',
      'staff.id as staff_id',
      'staff.name as staff_name',
      'staff.role as staff_role',
      'closer.id as closer_id',
      'closer.name as closer_name',
      'closer.role as closer_role',
      'tickets.number as ticket_number',
      'tickets.subject as ticket_subject',
      'tickets.status as ticket_status',
      'tickets.status_since as ticket_since',
    ]);
}

/** For building further conditions on: which conversations, in which order, how many. */
export type SummaryQuery = ReturnType<typeof conversationsWithFaces>;
type SummaryRow = Awaited<ReturnType<SummaryQuery['execute']>>[number];

/**
 * @param narrow adds conditions, order and limit to the query.
 * @param viewer for whom they are: what is said to somebody is called by its other side.
 */
export async function readSummaries(
  database: Queries,
  narrow: (query: SummaryQuery) => SummaryQuery,
  viewer?: AccountId,
): Promise<ConversationSummary[]> {
  return summariesOf(database, await narrow(conversationsWithFaces(database)).execute(), viewer);
}

/** Of rows of `conversationsWithFaces`, in their order. */
export function summariesOf(
  database: Queries,
  rows: readonly SummaryRow[],
  viewer?: AccountId,
): Promise<ConversationSummary[]> {
  return Promise.all(
    rows.map(async (row) => ({
      conversation: row.id,
      kind: row.kind,
      department: row.department,
      ...fromOf(row),
      ...(await groupOf(database, row, viewer)),
      client: { id: row.client_id, name: row.client_name, role: row.client_role },
      status: await statusOf(database, row),
      createdAt: row.created_at,
      activeAt: row.active_at,
      entries: row.head_seq,
      ...ticketOf(row),
      ...(row.erased_at === null ? {} : { erasedAt: row.erased_at }),
    })),
  );
}

/** Where names are masked, nobody learns which department asks. */
function fromOf(row: SummaryRow): Pick<ConversationSummary, 'from'> {
  const { from_department: department, from_name: name } = row;
  if (department === null || name === null || row.masked === 1) return {};
  return { from: { department, name } };
}

/** Those whose department asks know whom it asks by that name. */
async function askedOf(
  database: Queries,
  row: SummaryRow,
  viewer: AccountId | undefined,
): Promise<Pick<ConversationSummary, 'title'>> {
  const { department, from_department: from } = row;
  if (viewer === undefined || from === null) return {};
  if ((await standingOf(database, from, viewer)) !== 'staff') return {};
  const asked = await database
    .selectFrom('departments')
    .select('name')
    .where('id', '=', department)
    .executeTakeFirst();
  return asked === undefined ? {} : { title: asked.name };
}

/** What a group is called, and how many take part in it. */
async function groupOf(
  database: Queries,
  row: SummaryRow,
  viewer: AccountId | undefined,
): Promise<Pick<ConversationSummary, 'title' | 'people'>> {
  if (row.kind === 'departments') return askedOf(database, row, viewer);
  if (!isGroup(row.kind)) return {};
  const faces = await database
    .selectFrom('participants')
    .select(['name', 'account'])
    .where('conversation', '=', row.id)
    .where('role', '!=', 'server')
    // A direct one keeps its name when an account is gone.
    .$if(row.kind !== 'direct', (query) => query.where('left_at', 'is', null))
    .orderBy('joined_at')
    .orderBy('id')
    .execute();
  const people = faces.length;
  if (row.title !== null) return { title: row.title, people };
  const others = faces.filter(({ account }) => viewer === undefined || account !== viewer);
  return { title: others.map(({ name }) => name).join(' and '), people };
}

const rowsOf = keepQuery((database, value: ValueOf<{ conversation: ConversationId }>) =>
  conversationsWithFaces(database).where('conversations.id', '=', value('conversation')),
);

export async function readSummary(
  database: Queries,
  conversation: ConversationId,
  viewer?: AccountId,
): Promise<ConversationSummary | undefined> {
  const { rows } = await rowsOf(database, { conversation });
  const [summary] = await summariesOf(database, rows, viewer);
  return summary;
}

async function statusOf(database: Queries, row: SummaryRow): Promise<ConversationStatus> {
  switch (row.status) {
    case 'waiting': {
      const position = await positionOf(database, row);
      return { state: 'waiting', since: row.waiting_since, position };
    }
    case 'assigned': {
      const to = faceOf(row.staff_id, row.staff_name, row.staff_role);
      if (to === null) throw new Error('An assigned conversation is assigned to nobody.');
      return { state: 'assigned', since: row.status_since, to };
    }
    case 'open':
      return { state: 'open', since: row.status_since };
    case 'closed': {
      const by = faceOf(row.closer_id, row.closer_name, row.closer_role);
      return { state: 'closed', since: row.status_since, by };
    }
    default:
      return unreachable(row.status);
  }
}

function ticketOf(row: SummaryRow): Pick<ConversationSummary, 'ticket'> {
  const { ticket_number: number, ticket_subject: subject, ticket_status: status } = row;
  const { ticket_since: since } = row;
  if (number === null || subject === null || status === null || since === null) return {};
  return { ticket: { number, subject, status, since } };
}

function faceOf(
  id: Participant['id'] | null,
  name: string | null,
  role: Participant['role'] | null,
): Participant | null {
  return id === null || name === null || role === null ? null : { id, name, role };
}

/** Place in the department's queue, from 1. */
async function positionOf(database: Queries, row: SummaryRow): Promise<number> {
  const ahead = await database
    .selectFrom('conversations')
    .select(sql<number>`count(*)`.as('count'))
    .where('department', '=', row.department)
    // Written out, so that SQLite takes the index of those who wait.
    .where('status', '=', sql.lit('waiting'))
    .where(sql<boolean>`(waiting_since, id) < (${row.waiting_since}, ${row.id})`)
    .executeTakeFirstOrThrow();
  return ahead.count + 1;
}

/** The people and bots that take part now, the client first; the server's own face is none of them. */
export async function readParticipants(
  database: Queries,
  conversation: ConversationId,
): Promise<Participant[]> {
  return database
    .selectFrom('participants')
    .select(['id', 'name', 'role'])
    .where('conversation', '=', conversation)
    .where('left_at', 'is', null)
    .where('role', '!=', 'server')
    .orderBy(sql`role = 'client'`, 'desc')
    .orderBy('joined_at')
    .orderBy('id')
    .execute();
}
