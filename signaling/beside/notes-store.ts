/** Private notes. What is written in them stays here: no log, no document and no list of a client has it. */
import {
  mostNotes,
  notesPerPage,
  type NoteChange,
  type NewNote,
  type NoteJson,
  type NotesAnswer,
} from '../../conversation/protocol/http/notes.ts';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type NoteId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { createAuditLog } from '../audit.ts';
import type { Queries } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import { colleaguesOf } from './colleagues.ts';

export type NoteRefusal = 'not-found' | 'not-yours' | 'too-many' | 'no-colleague';

export interface Author {
  readonly account: AccountId;
  readonly name: string;
}

export interface Written {
  readonly note: NoteJson;
  /** Whom it mentions who was not mentioned in it before, without its author. */
  readonly toTell: readonly AccountId[];
}

export interface NotesStore {
  /** @param before the `before` of the page that was read last */
  page(conversation: ConversationId, before: number | undefined): Promise<NotesAnswer>;
  add(
    conversation: ConversationId,
    note: NewNote,
    by: Author,
  ): Promise<Result<Written, NoteRefusal>>;
  change(
    conversation: ConversationId,
    note: NoteId,
    to: NoteChange,
    by: AccountId,
  ): Promise<Result<Written, NoteRefusal>>;
  delete(
    conversation: ConversationId,
    note: NoteId,
    by: AccountId,
  ): Promise<Result<true, NoteRefusal>>;
  /** @returns whether there was one that they had not seen */
  seen(conversation: ConversationId, by: AccountId): Promise<boolean>;
}

export function createNotesStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): NotesStore {
  const { database, now, randomBytes } = options;

  async function own(trx: Queries, conversation: ConversationId, note: NoteId, by: AccountId) {
    const row = await trx
      .selectFrom('notes')
      .select('account')
      .where('id', '=', note)
      .where('conversation', '=', conversation)
      .executeTakeFirst();
    if (row === undefined) return refuse('not-found' as const);
    return row.account === by ? accept(true) : refuse('not-yours' as const);
  }

  return {
    async page(conversation, before) {
      const rows = await rowsOf(database)
        .where('conversation', '=', conversation)
        .$if(before !== undefined, (query) => query.where('place', '<', before ?? 0))
        .orderBy('place', 'desc')
        .limit(notesPerPage + 1)
        .execute();
      const shown = rows.slice(0, notesPerPage).toReversed();
      const first = rows.length > notesPerPage ? shown[0] : undefined;
      return {
        notes: await notesFrom(database, shown),
        ...(first === undefined ? {} : { before: first.place }),
      };
    },
    add: (conversation, { text, about, mentions }, by) =>
      database.transaction().execute(async (trx) => {
        const { count } = await trx
          .selectFrom('notes')
          .select((row) => row.fn.countAll<number>().as('count'))
          .where('conversation', '=', conversation)
          .executeTakeFirstOrThrow();
        if (count >= mostNotes) return refuse('too-many');
        if (!(await areColleagues(trx, conversation, mentions))) return refuse('no-colleague');
        const id = randomIdFrom(randomBytes(16)) as NoteId;
        const { account, name } = by;
        await trx
          .insertInto('notes')
          .values({
            id,
            conversation,
            at: now(),
            account,
            name,
            text,
            about: about ?? null,
            edited_at: null,
          })
          .execute();
        const toTell = await mention(trx, id, mentions, account);
        const detail = { note: id, mentions: mentions.length };
        await createAuditLog(trx, now).record(account, 'note-written', conversation, detail);
        return accept({ note: await noteOf(trx, id), toTell });
      }),
    change: (conversation, id, { text, mentions }, by) =>
      database.transaction().execute(async (trx) => {
        const mine = await own(trx, conversation, id, by);
        if (!mine.ok) return mine;
        if (!(await areColleagues(trx, conversation, mentions))) return refuse('no-colleague');
        await trx
          .updateTable('notes')
          .set({ text, edited_at: now() })
          .where('id', '=', id)
          .execute();
        const toTell = await mention(trx, id, mentions, by);
        await createAuditLog(trx, now).record(by, 'note-changed', conversation, { note: id });
        return accept({ note: await noteOf(trx, id), toTell });
      }),
    delete: (conversation, id, by) =>
      database.transaction().execute(async (trx) => {
        const mine = await own(trx, conversation, id, by);
        if (!mine.ok) return mine;
        await trx.deleteFrom('notes').where('id', '=', id).execute();
        await createAuditLog(trx, now).record(by, 'note-deleted', conversation, { note: id });
        return accept(true);
      }),
    async seen(conversation, by) {
      const updated = await database
        .updateTable('note_mentions')
        .set({ seen_at: now() })
        .where('account', '=', by)
        .where('seen_at', 'is', null)
        .where('note', 'in', (query) =>
          query.selectFrom('notes').select('id').where('conversation', '=', conversation),
        )
        .executeTakeFirst();
      return updated.numUpdatedRows > 0n;
    },
  };
}

/** Whether all of them may read what mentions them. */
async function areColleagues(
  trx: Queries,
  conversation: ConversationId,
  mentions: readonly AccountId[],
): Promise<boolean> {
  if (mentions.length === 0) return true;
  const colleagues = (await colleaguesOf(trx, conversation)).map(({ account }) => account);
  return mentions.every((account) => colleagues.includes(account));
}

/** @returns those whom it mentions since now, without its author. */
async function mention(
  trx: Queries,
  note: NoteId,
  wanted: readonly AccountId[],
  author: AccountId,
): Promise<readonly AccountId[]> {
  const mentions = [...new Set(wanted)];
  const rows = await trx
    .selectFrom('note_mentions')
    .select('account')
    .where('note', '=', note)
    .execute();
  const known = rows.map(({ account }) => account);
  const fresh = mentions.filter((account) => !known.includes(account));
  await trx
    .deleteFrom('note_mentions')
    .where('note', '=', note)
    .$if(mentions.length > 0, (query) => query.where('account', 'not in', mentions))
    .execute();
  for (const account of fresh) {
    await trx
      .insertInto('note_mentions')
      // Nobody has to be told of what they wrote themselves.
      .values({ note, account, seen_at: account === author ? 0 : null })
      .execute();
  }
  return fresh.filter((account) => account !== author);
}

function rowsOf(database: Queries) {
  return database
    .selectFrom('notes')
    .select(['place', 'id', 'at', 'account', 'name', 'text', 'about', 'edited_at']);
}
type NoteRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

async function notesFrom(database: Queries, rows: readonly NoteRow[]): Promise<NoteJson[]> {
  if (rows.length === 0) return [];
  const mentioned = await database
    .selectFrom('note_mentions')
    .innerJoin('accounts', 'accounts.id', 'note_mentions.account')
    .select(['note_mentions.note', 'accounts.id as account', 'accounts.name'])
    .where(
      'note_mentions.note',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('accounts.name')
    .execute();
  return rows.map(({ id, at, account, name, text, about, edited_at: editedAt }) => ({
    id,
    at,
    by: { name, ...(account === null ? {} : { account }) },
    text,
    mentions: mentioned
      .filter(({ note }) => note === id)
      .map((one) => ({ account: one.account, name: one.name })),
    ...(about === null ? {} : { about }),
    ...(editedAt === null ? {} : { editedAt }),
  }));
}

async function noteOf(trx: Queries, id: NoteId): Promise<NoteJson> {
  const row = await rowsOf(trx).where('id', '=', id).executeTakeFirstOrThrow();
  const [note] = await notesFrom(trx, [row]);
  if (note === undefined) throw new Error('The note was read a moment ago.');
  return note;
}
