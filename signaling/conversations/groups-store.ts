/** Conversations without a queue: who is in them. Every change is one transaction, with its row of the audit log. */
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { groupKinds, isGroup, type GroupKind } from '../../conversation/protocol/kinds.ts';
import type { Participant } from '../../conversation/protocol/conversation.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import type { Queries } from '../archive/summaries.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';
import { kindsIn } from '../departments/department-row.ts';
import { kindRules, mayBegin, mayInvite, type Standing } from './kinds.ts';
import { standingOf } from './people.ts';
import { placeOf } from './place.ts';

export interface NewGroup {
  readonly department: DepartmentId;
  readonly kind: GroupKind;
  readonly title: string | undefined;
  readonly people: readonly AccountId[];
}

export type StartRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'kind-not-allowed'
  | 'title-missing'
  | 'title-not-wanted'
  | 'nobody-like-that'
  | 'one-person'
  | 'too-many-people'
  | 'too-many-open';
export type InviteRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'already-closed'
  | 'nobody-like-that'
  | 'too-many-people';
export type LeaveRefusal = 'not-found' | 'not-allowed';

export interface GroupsStore {
  /** @returns `known` for the direct one that two have already. */
  start(
    group: NewGroup,
    by: Actor,
  ): Promise<Result<{ conversation: ConversationId; isNew: boolean }, StartRefusal>>;
  /** @returns the faces of those who were not in it. */
  invite(
    conversation: ConversationId,
    people: readonly AccountId[],
    by: Actor,
  ): Promise<Result<readonly Participant[], InviteRefusal>>;
  /** Oneself, or somebody else. @returns whose face it was. */
  remove(
    conversation: ConversationId,
    participant: ParticipantId,
    by: Actor,
  ): Promise<Result<{ face: Participant; account: AccountId | undefined }, LeaveRefusal>>;
  /** The face of somebody who may write where everybody of the department does; made with their first words. */
  enter(conversation: ConversationId, actor: Actor): Promise<Participant | undefined>;
}

/** Each of them may need several logs, of which a conversation has 256. */
export const mostInGroup = 64;
/** Open groups that one account began, and open discussions and announcements of one department. */
const mostStarted = 50;
const mostForEverybody = 100;

const roleOf = (standing: Standing): 'agent' | 'client' =>
  standing === 'enrolled' ? 'client' : 'agent';

export function createGroupsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): GroupsStore {
  const { database, now, randomBytes } = options;
  const newId = <Id extends string>() => randomIdFrom(randomBytes(16)) as Id;

  /** Their face in it, as somebody who takes part from now on; undefined where they do already. */
  async function seat(
    trx: Queries,
    conversation: ConversationId,
    account: AccountId,
    standing: Standing,
  ): Promise<Participant | undefined> {
    const known = await trx
      .selectFrom('participants')
      .select(['id', 'name', 'role', 'left_at'])
      .where('conversation', '=', conversation)
      .where('account', '=', account)
      .executeTakeFirst();
    if (known?.left_at === null) return undefined;
    if (known !== undefined) {
      const back = { left_at: null };
      await trx.updateTable('participants').set(back).where('id', '=', known.id).execute();
      return { id: known.id, name: known.name, role: known.role };
    }
    const { name } = await trx
      .selectFrom('accounts')
      .select('name')
      .where('id', '=', account)
      .executeTakeFirstOrThrow();
    const face = { id: newId<ParticipantId>(), name, role: roleOf(standing) };
    await trx
      .insertInto('participants')
      .values({ ...face, conversation, account, visitor: null, joined_at: now(), left_at: null })
      .execute();
    return face;
  }

  /** What those are to the department whom somebody wants in it; undefined where one of them cannot be reached. */
  async function reachable(
    trx: Queries,
    department: DepartmentId,
    kind: GroupKind,
    people: readonly AccountId[],
  ): Promise<ReadonlyMap<AccountId, Standing> | undefined> {
    const found = new Map<AccountId, Standing>();
    for (const account of new Set(people)) {
      const standing = await standingOf(trx, department, account);
      if (!kindRules[kind].reaches.includes(standing)) return undefined;
      found.set(account, standing);
    }
    return found;
  }

  async function directBetween(
    trx: Queries,
    department: DepartmentId,
    [one, other]: readonly [AccountId, AccountId],
  ): Promise<ConversationId | undefined> {
    const row = await trx
      .selectFrom('conversations')
      .innerJoin('participants as one', 'one.conversation', 'conversations.id')
      .innerJoin('participants as other', 'other.conversation', 'conversations.id')
      .select('conversations.id')
      .where('conversations.department', '=', department)
      .where('conversations.kind', '=', 'direct')
      .where('conversations.status', '=', 'open')
      .where('one.account', '=', one)
      .where('other.account', '=', other)
      .where('one.left_at', 'is', null)
      .where('other.left_at', 'is', null)
      .executeTakeFirst();
    return row?.id;
  }

  async function hasTooMany(
    trx: Queries,
    { department, kind }: NewGroup,
    by: AccountId,
  ): Promise<boolean> {
    const isForAll = kindRules[kind].with === 'everybody';
    const { count } = await trx
      .selectFrom('conversations')
      .innerJoin('participants as starter', 'starter.id', 'conversations.raised_by')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('conversations.status', '=', 'open')
      .where('conversations.kind', 'in', isForAll ? [kind] : groupKinds)
      .where((where) =>
        isForAll
          ? where('conversations.department', '=', department)
          : where('starter.account', '=', by),
      )
      .executeTakeFirstOrThrow();
    return count >= (isForAll ? mostForEverybody : mostStarted);
  }

  return {
    start: (group, actor) =>
      database.transaction().execute(async (trx) => {
        const { department, kind, title } = group;
        const by = accountOf(actor);
        const policy = await trx
          .selectFrom('departments')
          .select(['kinds', 'names'])
          .where('id', '=', department)
          .where('active', '=', 1)
          .where('deleted_at', 'is', null)
          .executeTakeFirst();
        if (policy === undefined) return refuse('not-found');
        const standing = await standingOf(trx, department, by);
        if (!kindRules[kind].begins.includes(standing)) return refuse('not-allowed');
        const allowed = { names: policy.names, kinds: kindsIn(policy.kinds) };
        if (!mayBegin(kind, standing, allowed)) return refuse('kind-not-allowed');
        const isDirect = kindRules[kind].with === 'one';
        if (isDirect && title !== undefined) return refuse('title-not-wanted');
        if (!isDirect && title === undefined) return refuse('title-missing');
        const invited = group.people.filter((account) => account !== by);
        const people = await reachable(trx, department, kind, invited);
        if (people === undefined) return refuse('nobody-like-that');
        if (people.size >= mostInGroup) return refuse('too-many-people');
        const [first] = people.keys();
        if (isDirect && (first === undefined || people.size > 1)) return refuse('one-person');
        if (isDirect && first !== undefined) {
          const known = await directBetween(trx, department, [by, first]);
          if (known !== undefined) return accept({ conversation: known, isNew: false });
        }
        if (await hasTooMany(trx, group, by)) return refuse('too-many-open');

        const conversation = newId<ConversationId>();
        const at = now();
        // The face and the conversation name each other; both are looked at when this is committed.
        const starter = await seat(trx, conversation, by, standing);
        if (starter === undefined) throw new Error('A new conversation has nobody in it.');
        await trx
          .insertInto('conversations')
          .values({
            id: conversation,
            kind,
            department,
            title: title ?? null,
            status: 'open',
            status_since: at,
            raised_by: starter.id,
            assigned_to: null,
            closed_by: null,
            prefer: null,
            waiting_since: at,
            created_at: at,
            active_at: at,
          })
          .execute();
        for (const [account, theirs] of people) await seat(trx, conversation, account, theirs);
        const detail = { department, kind, people: people.size };
        await createAuditLog(trx, now).record(by, 'group-started', conversation, detail);
        return accept({ conversation, isNew: true });
      }),

    invite: (conversation, accounts, actor) =>
      database.transaction().execute(async (trx) => {
        const place = await placeOf(trx, conversation, actor);
        if (place?.seat === undefined) return refuse('not-found');
        const { row, standing, isStarter } = place;
        if (!isGroup(row.kind) || !mayInvite(row.kind, standing, isStarter)) {
          return refuse('not-allowed');
        }
        if (row.status !== 'open') return refuse('already-closed');
        const people = await reachable(trx, row.department, row.kind, accounts);
        if (people === undefined) return refuse('nobody-like-that');
        const present = await accountsIn(trx, conversation);
        const invited = [...people].filter(([account]) => !present.has(account));
        if (present.size + invited.length > mostInGroup) return refuse('too-many-people');
        const faces: Participant[] = [];
        for (const [account, theirs] of invited) {
          const face = await seat(trx, conversation, account, theirs);
          if (face !== undefined) faces.push(face);
        }
        if (invited.length > 0) {
          await createAuditLog(trx, now).record(accountOf(actor), 'group-invited', conversation, {
            people: invited.map(([account]) => account),
          });
        }
        return accept(faces);
      }),

    remove: (conversation, participant, actor) =>
      database.transaction().execute(async (trx) => {
        const place = await placeOf(trx, conversation, actor);
        if (place?.own === undefined) return refuse('not-found');
        const { row, own, standing, isStarter } = place;
        const isOwn = own.id === participant;
        const isAllowed = isOwn
          ? kindRules[row.kind].leaves
          : mayInvite(row.kind, standing, isStarter);
        if (!isAllowed) return refuse('not-allowed');
        const face = await trx
          .selectFrom('participants')
          .select(['id', 'name', 'role', 'account'])
          .where('conversation', '=', conversation)
          .where('id', '=', participant)
          .where('role', '!=', 'server')
          .where('left_at', 'is', null)
          .executeTakeFirst();
        if (face === undefined) return refuse('not-found');
        const left = { left_at: now() };
        await trx.updateTable('participants').set(left).where('id', '=', participant).execute();
        const { account, ...shown } = face;
        await createAuditLog(trx, now).record(
          accountOf(actor),
          isOwn ? 'group-left' : 'group-removed',
          conversation,
          account === null ? {} : { account },
        );
        return accept({ face: shown, account: account ?? undefined });
      }),

    enter: (conversation, actor) =>
      database.transaction().execute(async (trx) => {
        const place = await placeOf(trx, conversation, actor);
        if (place === undefined || !place.mayWrite || place.row.status !== 'open') return undefined;
        return seat(trx, conversation, accountOf(actor), place.standing);
      }),
  };
}

async function accountsIn(
  trx: Queries,
  conversation: ConversationId,
): Promise<ReadonlySet<AccountId | null>> {
  const rows = await trx
    .selectFrom('participants')
    .select('account')
    .where('conversation', '=', conversation)
    .where('role', '!=', 'server')
    .where('left_at', 'is', null)
    .execute();
  return new Set(rows.map(({ account }) => account));
}
