/** Texts that staff keep ready under a shortcut: one's own, a department's, everybody's. */
import type { ExpressionBuilder, Selectable } from 'kysely';
import { mostReplies } from '../../conversation/protocol/http/replies.ts';
import {
  randomIdFrom,
  type AccountId,
  type DepartmentId,
  type ReplyId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import type { CannedRepliesTable, Schema } from '../database/schema.ts';

export type ReplyOwner =
  | { readonly kind: 'personal'; readonly account: AccountId }
  | { readonly kind: 'department'; readonly department: DepartmentId }
  | { readonly kind: 'global' };

export interface StoredReply {
  readonly id: ReplyId;
  readonly owner: ReplyOwner;
  readonly shortcut: string;
  readonly text: string;
  readonly changedAt: number;
}

export interface ReplyWords {
  readonly shortcut: string;
  readonly text: string;
}
export type ReplyChanges = { readonly [Part in keyof ReplyWords]?: ReplyWords[Part] | undefined };

export type ReplyRefusal = 'taken' | 'too-many';

export interface CannedReplies {
  /** Those of that account, of these departments and of everybody, by their shortcuts. */
  listFor(
    account: AccountId,
    departments: readonly DepartmentId[],
  ): Promise<readonly StoredReply[]>;
  get(id: ReplyId): Promise<StoredReply | undefined>;
  add(owner: ReplyOwner, words: ReplyWords): Promise<Result<StoredReply, ReplyRefusal>>;
  /** @returns undefined where there is none any more */
  change(
    id: ReplyId,
    changes: ReplyChanges,
  ): Promise<Result<StoredReply, ReplyRefusal> | undefined>;
  delete(id: ReplyId): Promise<void>;
}

export function createCannedReplies(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): CannedReplies {
  const { database, now, randomBytes } = options;
  const all = () => database.selectFrom('canned_replies').selectAll();

  async function get(id: ReplyId): Promise<StoredReply | undefined> {
    const row = await all().where('id', '=', id).executeTakeFirst();
    return row && replyOf(row);
  }

  const isOf = (owner: ReplyOwner) => (row: ExpressionBuilder<Schema, 'canned_replies'>) => {
    const { account, department } = columnsOf(owner);
    return row.and([row('account', 'is', account), row('department', 'is', department)]);
  };

  async function isTaken(owner: ReplyOwner, shortcut: string, by?: ReplyId): Promise<boolean> {
    const row = await database
      .selectFrom('canned_replies')
      .select('id')
      .where(isOf(owner))
      .where('shortcut', '=', shortcut)
      .executeTakeFirst();
    return row !== undefined && row.id !== by;
  }

  return {
    get,
    async listFor(account, departments) {
      const rows = await all()
        .where((row) =>
          row.or([
            row('account', '=', account),
            ...(departments.length === 0 ? [] : [row('department', 'in', departments)]),
            row.and([row('account', 'is', null), row('department', 'is', null)]),
          ]),
        )
        .orderBy('shortcut')
        .orderBy('id')
        .execute();
      return rows.map(replyOf);
    },
    async add(owner, { shortcut, text }) {
      if (await isTaken(owner, shortcut)) return refuse('taken');
      const { count } = await database
        .selectFrom('canned_replies')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where(isOf(owner))
        .executeTakeFirstOrThrow();
      if (count >= mostReplies) return refuse('too-many');
      const id = randomIdFrom(randomBytes(16)) as ReplyId;
      const row = { id, ...columnsOf(owner), shortcut, text, changed_at: now() };
      await database.insertInto('canned_replies').values(row).execute();
      return accept(replyOf(row));
    },
    async change(id, { shortcut, text }) {
      const before = await get(id);
      if (before === undefined) return undefined;
      const words = { shortcut: shortcut ?? before.shortcut, text: text ?? before.text };
      if (await isTaken(before.owner, words.shortcut, id)) return refuse('taken');
      const changedAt = now();
      await database
        .updateTable('canned_replies')
        .set({ ...words, changed_at: changedAt })
        .where('id', '=', id)
        .execute();
      return accept({ ...before, ...words, changedAt });
    },
    async delete(id) {
      await database.deleteFrom('canned_replies').where('id', '=', id).execute();
    },
  };
}

function columnsOf(owner: ReplyOwner): Pick<CannedRepliesTable, 'account' | 'department'> {
  return {
    account: owner.kind === 'personal' ? owner.account : null,
    department: owner.kind === 'department' ? owner.department : null,
  };
}

function replyOf(row: Selectable<CannedRepliesTable>): StoredReply {
  const { id, account, department, shortcut, text, changed_at: changedAt } = row;
  return { id, owner: ownerOf(account, department), shortcut, text, changedAt };
}

function ownerOf(account: AccountId | null, department: DepartmentId | null): ReplyOwner {
  if (account !== null) return { kind: 'personal', account };
  return department === null ? { kind: 'global' } : { kind: 'department', department };
}
