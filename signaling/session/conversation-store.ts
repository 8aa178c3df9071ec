/** The conversations as sessions need them: raise, find, end, hand over. Every change is one transaction. */
import type { ConversationSummary, Participant } from '../../conversation/protocol/conversation.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Actor } from '../accounts/actor.ts';
import {
  readParticipants,
  readSummaries,
  readSummary,
  type Queries,
} from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import type { ConversationRow, ParticipantRow } from '../database/schema.ts';
import { kindsIn } from '../departments/department-row.ts';
import { openTicket } from '../tickets/tickets-store.ts';
import { sessionLimits } from './session-limits.ts';
import type { ActorKey } from './session.ts';

export interface Found {
  readonly row: ConversationRow;
  /** The actor's own face, also where they left. */
  readonly own: ParticipantRow | undefined;
}

export type RaisingRefusal = 'not-allowed' | 'not-found' | 'limit' | 'too-many-threads';

export interface ConversationStore {
  find(conversation: ConversationId, actor: Actor): Promise<Found | undefined>;
  summary(conversation: ConversationId): Promise<ConversationSummary | undefined>;
  participants(conversation: ConversationId): Promise<readonly Participant[]>;
  /** What is open for them: raised by them, or assigned to them. */
  listFor(actor: Actor): Promise<readonly ConversationSummary[]>;
  /** Whose lists it stands in: whoever raised it, and whoever answers it. */
  concerned(conversation: ConversationId): Promise<readonly ActorKey[]>;
  /** Repeating it changes nothing. `not-found`: the department takes nothing of the kind. `not-allowed`: the id belongs to somebody else's conversation. */
  raise(request: {
    readonly conversation: ConversationId;
    readonly actor: Actor;
    readonly department: DepartmentId;
    readonly prefer: string | undefined;
    /** Makes it a ticket; went through `parseSubject`. */
    readonly subject?: string | undefined;
  }): Promise<Result<'raised' | 'known', RaisingRefusal>>;
  /** Whether neither side learns who the other one is. */
  isMasked(conversation: ConversationId): Promise<boolean>;
  /** Who sits behind each face that takes part now. */
  seats(conversation: ConversationId): Promise<ReadonlyMap<ParticipantId, ActorKey>>;
  close(conversation: ConversationId, by: ParticipantId): Promise<boolean>;
  /** Back to the queue, for a person. @returns false where `by` does not answer it any more. */
  handOver(conversation: ConversationId, by: ParticipantId): Promise<boolean>;
}

export function createConversationStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): ConversationStore {
  const { database, now, randomBytes } = options;

  function facesOf(queries: Queries, conversation: ConversationId): Promise<ParticipantRow[]> {
    return queries
      .selectFrom('participants')
      .selectAll()
      .where('conversation', '=', conversation)
      .execute();
  }

  const isOf = (face: ParticipantRow, actor: Actor): boolean =>
    actor.kind === 'visitor' ? face.visitor === actor.visitor : face.account === actor.account;

  async function find(
    queries: Queries,
    conversation: ConversationId,
    actor: Actor,
  ): Promise<Found | undefined> {
    const row = await queries
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', conversation)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const faces = await facesOf(queries, conversation);
    return {
      row,
      own: faces.find((face) => isOf(face, actor)),
    };
  }

  /** @returns undefined where nothing is raised to it: it is gone, is resting, or is for other kinds. */
  async function policyOf(queries: Queries, department: DepartmentId) {
    const row = await queries
      .selectFrom('departments')
      .select(['names', 'max_open_threads', 'kinds'])
      .where('id', '=', department)
      .where('active', '=', 1)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined && kindsIn(row.kinds).includes('support') ? row : undefined;
  }

  function listFor(queries: Queries, actor: Actor): Promise<ConversationSummary[]> {
    return readSummaries(queries, (query) =>
      query
        .innerJoin('participants as own', 'own.conversation', 'conversations.id')
        .where((where) =>
          actor.kind === 'visitor'
            ? where('own.visitor', '=', actor.visitor)
            : where('own.account', '=', actor.account),
        )
        .where((where) =>
          where.or([
            where('own.id', '=', where.ref('conversations.raised_by')),
            where('own.id', '=', where.ref('conversations.assigned_to')),
          ]),
        )
        .where('conversations.status', '!=', 'closed')
        .orderBy('conversations.active_at', 'desc')
        .limit(sessionLimits.listed),
    );
  }

  return {
    find: (conversation, actor) => find(database, conversation, actor),
    summary: (conversation) => readSummary(database, conversation),
    participants: (conversation) => readParticipants(database, conversation),
    listFor: (actor) => listFor(database, actor),
    async concerned(conversation) {
      const rows = await database
        .selectFrom('conversations')
        .innerJoin('participants', (join) =>
          join.on((on) =>
            on.or([
              on('participants.id', '=', on.ref('conversations.raised_by')),
              on('participants.id', '=', on.ref('conversations.assigned_to')),
            ]),
          ),
        )
        .select(['participants.account', 'participants.visitor'])
        .where('conversations.id', '=', conversation)
        .execute();
      return rows.flatMap((face) => keyOf(face) ?? []);
    },
    raise: ({ conversation, actor, department, prefer, subject }) =>
      database.transaction().execute(async (trx) => {
        const known = await find(trx, conversation, actor);
        if (known !== undefined) {
          const isOwn = known.own !== undefined && known.own.id === known.row.raised_by;
          return isOwn ? accept('known' as const) : refuse('not-allowed' as const);
        }
        const policy = await policyOf(trx, department);
        if (policy === undefined) return refuse('not-found' as const);
        const open = await listFor(trx, actor);
        const here = open.filter((it) => it.department === department);
        if (here.length >= policy.max_open_threads) return refuse('too-many-threads' as const);
        if (open.length >= sessionLimits.openPerClient) return refuse('limit' as const);
        const isMasked = policy.names === 'masked';
        const client = randomIdFrom(randomBytes(16)) as ParticipantId;
        const at = now();
        await trx
          .insertInto('conversations')
          .values({
            id: conversation,
            kind: 'support',
            department,
            status: 'waiting',
            status_since: at,
            raised_by: client,
            assigned_to: null,
            closed_by: null,
            prefer: prefer ?? null,
            waiting_since: at,
            created_at: at,
            active_at: at,
            masked: isMasked ? 1 : 0,
          })
          .execute();
        await trx
          .insertInto('participants')
          .values({
            id: client,
            conversation,
            account: actor.kind === 'account' ? actor.account : null,
            visitor: actor.kind === 'visitor' ? actor.visitor : null,
            role: 'client',
            name: isMasked ? nameForMasked(randomBytes) : actor.name,
            joined_at: at,
            left_at: null,
          })
          .execute();
        if (subject !== undefined) {
          const by = actor.kind === 'account' ? actor.account : 'visitor';
          await openTicket(trx, { conversation, subject, by }, options);
        }
        return accept('raised' as const);
      }),
    async isMasked(conversation) {
      const row = await database
        .selectFrom('conversations')
        .select('masked')
        .where('id', '=', conversation)
        .executeTakeFirst();
      return row?.masked === 1;
    },
    async seats(conversation) {
      const faces = await facesOf(database, conversation);
      return new Map(
        faces
          .filter((face) => face.left_at === null)
          .flatMap((face): [ParticipantId, ActorKey][] => {
            const key = keyOf(face);
            return key === undefined ? [] : [[face.id, key]];
          }),
      );
    },
    async close(conversation, by) {
      const updated = await database
        .updateTable('conversations')
        .set({ status: 'closed', status_since: now(), assigned_to: null, closed_by: by })
        .where('id', '=', conversation)
        .where('status', '!=', 'closed')
        .executeTakeFirst();
      return updated.numUpdatedRows === 1n;
    },
    handOver: (conversation, by) =>
      database.transaction().execute(async (trx) => {
        const at = now();
        const updated = await trx
          .updateTable('conversations')
          .set({
            status: 'waiting',
            status_since: at,
            waiting_since: at,
            assigned_to: null,
            wants_person: 1,
          })
          .where('id', '=', conversation)
          .where('status', '=', 'assigned')
          .where('assigned_to', '=', by)
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) return false;
        await trx.updateTable('participants').set({ left_at: at }).where('id', '=', by).execute();
        return true;
      }),
  };
}

function keyOf({ account, visitor }: Pick<ParticipantRow, 'account' | 'visitor'>) {
  if (account !== null) return `account:${account}` as ActorKey;
  return visitor === null ? undefined : (`visitor:${visitor}` as ActorKey);
}

/** Tells the threads of a list apart, and says nothing of whoever raised them: each thread has another. */
function nameForMasked(randomBytes: (length: number) => Uint8Array): string {
  const [high = 0, low = 0] = randomBytes(2);
  return `Client ${String((high * 256 + low) % 10_000).padStart(4, '0')}`;
}
