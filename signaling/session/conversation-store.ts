/** The conversations as sessions need them: raise, find, end, hand over. Every change is one transaction. */
import type { ConversationSummary, Participant } from '../../conversation/protocol/conversation.ts';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { isGroup, type QueuedKind } from '../../conversation/protocol/kinds.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Actor, VisitorId } from '../accounts/actor.ts';
import {
  conversationsWithFaces,
  readParticipants,
  readSummaries,
  readSummary,
  summariesOf,
  type Queries,
} from '../archive/summaries.ts';
import { serverFace } from '../archive/server-log.ts';
import { keepQuery, type ValueOf } from '../database/kept-queries.ts';
import type { Database } from '../database/database.ts';
import type { ConversationRow, ParticipantRow } from '../database/conversations-tables.ts';
import { createAuditLog } from '../audit.ts';
import { audienceOf } from '../conversations/audience.ts';
import { kindRules } from '../conversations/kinds.ts';
import { belongingsOf, standingOf } from '../conversations/people.ts';
import { placeOf } from '../conversations/place.ts';
import { kindsIn } from '../departments/department-row.ts';
import { openTicket } from '../tickets/tickets-store.ts';
import { sessionLimits } from './session-limits.ts';
import type { ActorKey } from './session.ts';

export interface Found {
  readonly row: ConversationRow;
  /** The actor's own face, also where they left. */
  readonly own: ParticipantRow | undefined;
}

export type RaisingRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'limit'
  | 'too-many-threads'
  | 'not-enrolled';

export interface Raising {
  readonly conversation: ConversationId;
  readonly actor: Actor;
  readonly department: DepartmentId;
  /** Left out: support. */
  readonly kind?: QueuedKind | undefined;
  /** In whose name it is raised; exactly where it is said between departments. */
  readonly from?: DepartmentId | undefined;
  readonly prefer: string | undefined;
  /** Makes it a ticket; went through `parseSubject`. */
  readonly subject?: string | undefined;
}

export interface ConversationStore {
  find(conversation: ConversationId, actor: Actor): Promise<Found | undefined>;
  /** @param viewer for whom it is: a direct one is called by its other side. */
  summary(
    conversation: ConversationId,
    viewer?: ActorKey,
  ): Promise<ConversationSummary | undefined>;
  participants(conversation: ConversationId): Promise<readonly Participant[]>;
  /** What is open for them: raised by them or their department, assigned to them, or said where they take part. */
  listFor(actor: Actor): Promise<readonly ConversationSummary[]>;
  /** Whose lists it stands in: the same, from the other side. */
  concerned(conversation: ConversationId): Promise<readonly ActorKey[]>;
  /** Repeating it changes nothing. `not-found`: the department takes nothing of the kind. `not-allowed`: the id belongs to somebody else's conversation. */
  raise(request: Raising): Promise<Result<'raised' | 'known', RaisingRefusal>>;
  /** Whether they may read it, with a seat or without. */
  mayRead(conversation: ConversationId, actor: Actor): Promise<boolean>;
  /** Whether nobody was found yet. */
  isWaiting(conversation: ConversationId): Promise<boolean>;
  /** Whether neither side learns who the other one is. */
  isMasked(conversation: ConversationId): Promise<boolean>;
  /** Who sits behind each face that takes part now. */
  seats(conversation: ConversationId): Promise<ReadonlyMap<ParticipantId, ActorKey>>;
  close(conversation: ConversationId, by: ParticipantId): Promise<boolean>;
  /** Back to the queue, for a person. @returns false where `by` does not answer it any more. */
  handOver(conversation: ConversationId, by: ParticipantId): Promise<boolean>;
}

/** Raised by them, assigned to them, or a group in which they take part. */
const ownConversations = (queries: Queries) =>
  conversationsWithFaces(queries)
    .innerJoin('participants as own', 'own.conversation', 'conversations.id')
    .where((where) =>
      where.or([
        where('own.id', '=', where.ref('conversations.raised_by')),
        where('own.id', '=', where.ref('conversations.assigned_to')),
        where('conversations.status', '=', 'open'),
      ]),
    )
    .where('own.left_at', 'is', null)
    .where('conversations.status', '!=', 'closed')
    .orderBy('conversations.active_at', 'desc')
    .limit(sessionLimits.listed);

/** Every session is greeted with them. */
const ownOfVisitor = keepQuery((database, value: ValueOf<{ visitor: VisitorId }>) =>
  ownConversations(database).where('own.visitor', '=', value('visitor')),
);
const ownOfAccount = keepQuery((database, value: ValueOf<{ account: AccountId }>) =>
  ownConversations(database).where('own.account', '=', value('account')),
);

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
  async function policyOf(queries: Queries, department: DepartmentId, kind: QueuedKind) {
    const row = await queries
      .selectFrom('departments')
      .select(['name', 'names', 'max_open_threads', 'kinds'])
      .where('id', '=', department)
      .where('active', '=', 1)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined || !kindsIn(row.kinds).includes(kind)) return undefined;
    // What always shows names is not said where they are masked.
    return row.names === 'masked' && kindRules[kind].names === 'open' ? undefined : row;
  }

  async function ownOf(queries: Queries, actor: Actor): Promise<ConversationSummary[]> {
    const [{ rows }, viewer] =
      actor.kind === 'visitor'
        ? [await ownOfVisitor(queries, { visitor: actor.visitor })]
        : [await ownOfAccount(queries, { account: actor.account }), actor.account];
    return summariesOf(queries, rows, viewer);
  }

  /** What they may read without a seat: said to all of a department of theirs, or raised by one. */
  async function sharedWith(queries: Queries, actor: Actor): Promise<ConversationSummary[]> {
    if (actor.kind === 'visitor' || actor.role === 'bot') return [];
    const belongings = await belongingsOf(queries, actor.account);
    if (belongings.length === 0) return [];
    const all = belongings.map(({ department }) => department);
    const raising = belongings
      .filter(({ standing }) => standing === 'staff')
      .map(({ department }) => department);
    return readSummaries(
      queries,
      (query) =>
        query
          .where((where) =>
            where.or([
              where.and([
                where('conversations.kind', 'in', ['discussion', 'announcement']),
                where('conversations.department', 'in', all),
              ]),
              where('conversations.from_department', 'in', raising),
            ]),
          )
          .where('conversations.status', '!=', 'closed')
          .orderBy('conversations.active_at', 'desc')
          .limit(sessionLimits.listed),
      actor.account,
    );
  }

  async function listFor(queries: Queries, actor: Actor): Promise<ConversationSummary[]> {
    const [own, shared] = [await ownOf(queries, actor), await sharedWith(queries, actor)];
    const known = new Set(own.map(({ conversation }) => conversation));
    return [...own, ...shared.filter(({ conversation }) => !known.has(conversation))];
  }

  /** Whether as many as are allowed are open: of one raiser, whom a department that raises is as well. */
  async function raisesTooMany(
    trx: Queries,
    { actor, department, from }: Raising,
    most: number,
  ): Promise<'limit' | 'too-many-threads' | undefined> {
    if (from !== undefined) {
      const { count } = await trx
        .selectFrom('conversations')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('from_department', '=', from)
        .where('department', '=', department)
        .where('status', '!=', 'closed')
        .executeTakeFirstOrThrow();
      return count >= most ? 'too-many-threads' : undefined;
    }
    const open = (await ownOf(trx, actor)).filter(({ kind }) => !isGroup(kind));
    const here = open.filter((it) => it.department === department);
    if (here.length >= most) return 'too-many-threads';
    return open.length >= sessionLimits.openPerClient ? 'limit' : undefined;
  }

  return {
    find: (conversation, actor) => find(database, conversation, actor),
    summary: (conversation, viewer) =>
      readSummary(database, conversation, viewer && accountOfKey(viewer)),
    participants: (conversation) => readParticipants(database, conversation),
    listFor: (actor) => listFor(database, actor),
    async concerned(conversation) {
      const row = await database
        .selectFrom('conversations')
        .select(['kind', 'raised_by', 'assigned_to'])
        .where('id', '=', conversation)
        .executeTakeFirst();
      if (row === undefined) return [];
      const faces = database.selectFrom('participants').select(['account', 'visitor']);
      const named = isGroup(row.kind)
        ? faces.where('conversation', '=', conversation).where('left_at', 'is', null)
        : faces.where('id', 'in', [row.raised_by, row.assigned_to ?? row.raised_by]);
      const keys = (await named.execute()).flatMap((face) => keyOf(face) ?? []);
      const beside = await audienceOf(database, conversation);
      return [...new Set([...keys, ...beside.map((account) => `account:${account}` as ActorKey)])];
    },
    raise: (request) =>
      database.transaction().execute(async (trx) => {
        const {
          conversation,
          actor,
          department,
          prefer,
          subject,
          from,
          kind = 'support',
        } = request;
        const known = await find(trx, conversation, actor);
        if (known !== undefined) {
          const isOwn = known.own !== undefined && known.own.id === known.row.raised_by;
          return isOwn ? accept('known' as const) : refuse('not-allowed' as const);
        }
        const policy = await policyOf(trx, department, kind);
        if (policy === undefined) return refuse('not-found' as const);
        const raising = from === undefined ? undefined : await policyOf(trx, from, kind);
        if (from === department || (kind === 'departments') !== (raising !== undefined)) {
          return refuse('not-found' as const);
        }
        if (kind === 'course') {
          const account = actor.kind === 'account' ? actor.account : undefined;
          const standing = await standingOf(trx, department, account);
          if (standing !== 'enrolled') return refuse('not-enrolled' as const);
        }
        const tooMany = await raisesTooMany(trx, request, policy.max_open_threads);
        if (tooMany !== undefined) return refuse(tooMany);
        const isMasked = policy.names === 'masked';
        const client = randomIdFrom(randomBytes(16)) as ParticipantId;
        const at = now();
        await trx
          .insertInto('conversations')
          .values({
            id: conversation,
            kind,
            department,
            from_department: from ?? null,
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
          .values([
            {
              id: client,
              conversation,
              account: actor.kind === 'account' ? actor.account : null,
              visitor: actor.kind === 'visitor' ? actor.visitor : null,
              role: 'client',
              // A department is one raiser, whoever of it writes.
              name: isMasked ? nameForMasked(randomBytes) : (raising?.name ?? actor.name),
              joined_at: at,
              left_at: null,
            },
            // Its first event comes at once, and need not sync a face of its own.
            serverFace(conversation, at, randomBytes),
          ])
          .execute();
        if (raising !== undefined && from !== undefined) {
          const by = actor.kind === 'account' ? actor.account : 'server';
          const detail = { department, from };
          await createAuditLog(trx, now).record(
            by,
            'department-thread-raised',
            conversation,
            detail,
          );
        }
        if (subject !== undefined) {
          const by = actor.kind === 'account' ? actor.account : 'visitor';
          await openTicket(trx, { conversation, subject, by }, options);
        }
        return accept('raised' as const);
      }),
    async mayRead(conversation, actor) {
      return (await placeOf(database, conversation, actor))?.mayRead === true;
    },
    async isWaiting(conversation) {
      const row = await database
        .selectFrom('conversations')
        .select('status')
        .where('id', '=', conversation)
        .executeTakeFirst();
      return row?.status === 'waiting';
    },
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

const accountOfKey = (key: ActorKey): AccountId | undefined =>
  key.startsWith('account:') ? (key.slice('account:'.length) as AccountId) : undefined;

function keyOf({ account, visitor }: Pick<ParticipantRow, 'account' | 'visitor'>) {
  if (account !== null) return `account:${account}` as ActorKey;
  return visitor === null ? undefined : (`visitor:${visitor}` as ActorKey);
}

/** Tells the threads of a list apart, and says nothing of whoever raised them: each thread has another. */
function nameForMasked(randomBytes: (length: number) => Uint8Array): string {
  const [high = 0, low = 0] = randomBytes(2);
  return `Client ${String((high * 256 + low) % 10_000).padStart(4, '0')}`;
}
