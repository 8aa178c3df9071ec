/** Files of conversations: receiving them piece by piece, keeping what is whole and is what it says, giving them out. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import {
  familyOf,
  type FileHash,
  type FileRef,
  type FileType,
} from '../../conversation/protocol/file.ts';
import type { AnnouncedFile, FileLimits } from '../../conversation/protocol/http/files.ts';
import {
  randomIdFrom,
  type ConversationId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Database } from '../database/database.ts';
import { StoreAway, type FileStore } from './file-store.ts';
import { mostPixels, pixelsOf } from './pixels.ts';
import { headBytes, isOfType } from './sniff.ts';

export type FileRefusal =
  /** Larger than one may be. */
  | 'too-large'
  /** Together with what they sent today. */
  | 'too-much'
  | 'no-room'
  /** What was received stays, and the last piece is to be sent again. */
  | 'store-away'
  /** Another program is sending this very piece. */
  | 'busy'
  /** Or it was given up. */
  | 'not-begun'
  /** The piece does not follow what is there. */
  | 'wrong-offset'
  /** It is not what its hash, or its name, says. */
  | 'not-what-it-says'
  | 'too-many-pixels';

export interface KeptFile {
  readonly type: FileType;
  readonly size: number;
  /** Rejects with StoreAway. */
  read(range?: { readonly first: number; readonly last: number }): Promise<Readable>;
}

export interface Files {
  /** @returns where to go on; without `upload` it is kept already. */
  announce(
    conversation: ConversationId,
    participant: ParticipantId,
    file: FileRef,
  ): Promise<Result<AnnouncedFile, FileRefusal>>;
  /** One piece. It is kept, also after a power cut, where the answer's offset is its size. */
  receive(
    upload: string,
    participant: ParticipantId,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<AnnouncedFile, FileRefusal>>;
  /** They do not go on with it. Nothing happens where it is not theirs, or not there. */
  cancel(upload: string, participant: ParticipantId): Promise<void>;
  find(conversation: ConversationId, hash: FileHash): Promise<KeptFile | undefined>;
  /** Contents that no row names any more, and what nobody went on with for a day, go from the disk. */
  sweep(): Promise<void>;
}

export interface FilesOptions {
  readonly database: Database;
  readonly store: FileStore;
  readonly limits: FileLimits;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

const dayMs = 86_400_000;

export function createFiles(options: FilesOptions): Files {
  const { database, store, limits, now } = options;
  /** What is being written at this moment. */
  const writing = new Set<string>();

  function keptRow(conversation: ConversationId, hash: FileHash) {
    return database
      .selectFrom('files')
      .selectAll()
      .where('conversation', '=', conversation)
      .where('hash', '=', hash)
      .executeTakeFirst();
  }

  /** Of everybody who is the same account or visitor as this participant, in all conversations. */
  async function sentToday(participant: ParticipantId): Promise<number> {
    const since = now() - dayMs;
    const { rows } = await sql<{ readonly bytes: number }>`
      select coalesce(sum(size), 0) as bytes from (
        select size, participant from files where received_at > ${since}
        union all
        select size, participant from uploads where touched_at > ${since}
      ) where participant in (
        select every.id from participants own
        join participants every on every.account = own.account or every.visitor = own.visitor
        where own.id = ${participant}
      )`.execute(database);
    return rows[0]?.bytes ?? 0;
  }

  async function announce(
    conversation: ConversationId,
    participant: ParticipantId,
    { hash, type, size }: FileRef,
  ): Promise<Result<AnnouncedFile, FileRefusal>> {
    if ((await keptRow(conversation, hash)) !== undefined) return accept({ offset: size });
    if (size > limits.fileBytes) return refuse('too-large');
    const begun = await database
      .selectFrom('uploads')
      .selectAll()
      .where('participant', '=', participant)
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (begun !== undefined) {
      if (begun.size !== size || begun.type !== type) return refuse('not-what-it-says');
      // All of it may be here and not kept yet: its last byte is sent again, and then it is.
      const there = Math.min(size - 1, await store.received(begun.id));
      return accept({ upload: begun.id, offset: there });
    }
    if ((await sentToday(participant)) + size > limits.dayBytes) return refuse('too-much');
    if (!(await store.hasRoom())) return refuse('no-room');
    const id = randomIdFrom(options.randomBytes(16));
    await database
      .insertInto('uploads')
      .values({ id, conversation, hash, type, size, participant, touched_at: now() })
      .execute();
    return accept({ upload: id, offset: 0 });
  }

  async function receiveAlone(
    upload: string,
    participant: ParticipantId,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<AnnouncedFile, FileRefusal>> {
    const row = await database
      .selectFrom('uploads')
      .selectAll()
      .where('id', '=', upload)
      .where('participant', '=', participant)
      .executeTakeFirst();
    if (row === undefined) return refuse('not-begun');
    const there = await store.received(upload);
    const end = offset + bytes.length;
    if (offset > there || end > row.size || bytes.length === 0) return refuse('wrong-offset');
    const wrong = offset === 0 ? wrongWith(bytes, row.type) : undefined;
    if (wrong !== undefined) {
      await forgetUpload(upload);
      return refuse(wrong);
    }
    try {
      await store.receive(upload, offset, bytes);
    } catch (error) {
      if (!isFull(error)) throw error;
      // Its place is needed by messages.
      await forgetUpload(upload);
      return refuse('no-room');
    }
    if (end < row.size) {
      await database
        .updateTable('uploads')
        .set({ touched_at: now() })
        .where('id', '=', upload)
        .execute();
      return accept({ upload, offset: end });
    }
    if ((await hashOf(store.readReceived(upload))) !== row.hash) {
      await forgetUpload(upload);
      return refuse('not-what-it-says');
    }
    try {
      await store.keep(upload);
    } catch (error) {
      if (error instanceof StoreAway) return refuse('store-away');
      throw error;
    }
    const { conversation, hash, type, size } = row;
    const isNew = await database.transaction().execute(async (trx) => {
      await trx.deleteFrom('uploads').where('id', '=', upload).execute();
      const added = await trx
        .insertInto('files')
        .values({ conversation, hash, type, size, stored: upload, participant, received_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return added.numInsertedOrUpdatedRows === 1n;
    });
    // Two people sent the same: the first one's is kept.
    if (!isNew) await store.delete(upload);
    return accept({ offset: size });
  }

  async function forgetUpload(upload: string): Promise<void> {
    await database.deleteFrom('uploads').where('id', '=', upload).execute();
    await store.drop(upload);
  }

  return {
    announce,
    async receive(upload, participant, offset, bytes) {
      if (writing.has(upload)) return refuse('busy');
      writing.add(upload);
      try {
        return await receiveAlone(upload, participant, offset, bytes);
      } finally {
        writing.delete(upload);
      }
    },
    async cancel(upload, participant) {
      const row = await database
        .selectFrom('uploads')
        .select('id')
        .where('id', '=', upload)
        .where('participant', '=', participant)
        .executeTakeFirst();
      // What is being written is swept later.
      if (row === undefined || writing.has(upload)) return;
      await forgetUpload(upload);
    },
    async find(conversation, hash) {
      const row = await keptRow(conversation, hash);
      if (row === undefined) return undefined;
      const { type, size, stored } = row;
      return { type, size, read: (range) => store.read(stored, range) };
    },
    async sweep() {
      const discarded = await database.selectFrom('discarded_files').select('stored').execute();
      for (const { stored } of discarded) {
        await store.delete(stored);
        await database.deleteFrom('discarded_files').where('stored', '=', stored).execute();
      }
      const old = await database
        .deleteFrom('uploads')
        .where('touched_at', '<', now() - dayMs)
        .returning('id')
        .execute();
      for (const { id } of old) await store.drop(id);
      const known = new Set(
        (await database.selectFrom('uploads').select('id').execute()).map(({ id }) => id),
      );
      // Left by a crash between the file and its row.
      for (const key of await store.receiving()) if (!known.has(key)) await store.drop(key);
    },
  };
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

function wrongWith(head: Uint8Array, type: FileType): FileRefusal | undefined {
  if (!isOfType(head.subarray(0, headBytes), type)) return 'not-what-it-says';
  if (familyOf(type) !== 'image') return undefined;
  const pixels = pixelsOf(head, type);
  if (pixels === undefined) return 'not-what-it-says';
  return pixels.width * pixels.height > mostPixels ? 'too-many-pixels' : undefined;
}

async function hashOf(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of content) hash.update(bytes as Uint8Array);
  return hash.digest('base64url');
}
