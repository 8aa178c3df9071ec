/** Reading the archive for people: lists, transcripts, search. */
import { sql } from 'kysely';
import {
  entryIdOf,
  type ConversationId,
  type DepartmentId,
  type LogId,
} from '../../conversation/protocol/ids.ts';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { Database } from '../database/database.ts';
import type { Archive, Hit, ListRequest, Transcript } from './archive.ts';
import { matchBegins, matchEnds, toSearchQuery, toSegments } from './search-query.ts';
import { joinEntry } from './stored-entry.ts';
import { readSummaries, readSummary, type SummaryQuery } from './summaries.ts';

export type Transcripts = Pick<Archive, 'transcript' | 'list' | 'search'>;

/** @param certificatesOf from `history.ts`. */
export function createTranscripts(
  database: Database,
  { certificatesOf }: Pick<Archive, 'certificatesOf'>,
): Transcripts {
  async function transcript(
    conversation: ConversationId,
    from: number,
    limit: number,
  ): Promise<Transcript | undefined> {
    const summary = await readSummary(database, conversation);
    if (summary === undefined) return undefined;
    const rows = await database
      .selectFrom('entries')
      .select(['log', 'log_seq', 'seq', 'received_at', 'verdict', 'head', 'payload'])
      .where('conversation', '=', conversation)
      .where('seq', '>=', from)
      .orderBy('seq')
      .limit(limit + 1)
      .execute();
    const participants = await database
      .selectFrom('participants')
      .select(['id', 'name', 'role'])
      .where('conversation', '=', conversation)
      .orderBy('joined_at')
      .orderBy('id')
      .execute();
    return {
      summary,
      participants,
      certificates: [...(await certificatesOf(conversation))],
      entries: rows.slice(0, limit).map((row) => ({
        seq: row.seq,
        receivedAt: row.received_at,
        verdict: row.verdict,
        bytes: joinEntry(row.head, row.payload),
      })),
      next: rows[limit]?.seq,
    };
  }

  async function search(
    typed: string,
    limit: number,
    departments?: readonly DepartmentId[],
  ): Promise<Hit[]> {
    const words = toSearchQuery(typed);
    if (words === undefined || departments?.length === 0) return [];
    const isReadable =
      departments === undefined ? sql`true` : sql`c.department in (${sql.join([...departments])})`;
    const { rows } = await sql<FoundRow>`
      select e.conversation, e.log, e.log_seq, e.seq, e.received_at,
        p.id as author_id, p.name as author_name, p.role as author_role,
        snippet(entry_text, 0, ${matchBegins}, ${matchEnds}, '…', 16) as marked
      from entry_text
      join entries e on e.id = entry_text.rowid
      join logs l on l.conversation = e.conversation and l.log = e.log
      join participants p on p.id = l.participant
      join conversations c on c.id = e.conversation
      where entry_text match ${words} and ${isReadable}
      order by entry_text.rowid desc
      limit ${limit}`.execute(database);
    return rows.map((row) => ({
      conversation: row.conversation,
      entry: entryIdOf(row.log, row.log_seq),
      seq: row.seq,
      receivedAt: row.received_at,
      author: { id: row.author_id, name: row.author_name, role: row.author_role },
      snippet: toSegments(row.marked),
    }));
  }

  async function list({
    state,
    before,
    departments,
    limit,
  }: ListRequest): Promise<ConversationSummary[]> {
    if (departments?.length === 0) return [];
    const inState = (query: SummaryQuery): SummaryQuery => {
      const all = query
        .orderBy('conversations.active_at', 'desc')
        .orderBy('conversations.id')
        .limit(limit);
      const ordered =
        departments === undefined
          ? all
          : all.where('conversations.department', 'in', [...departments]);
      if (state === undefined) return ordered;
      return ordered.where('conversations.status', state === 'closed' ? '=' : '!=', 'closed');
    };
    const page = await readSummaries(database, (query) =>
      before === undefined
        ? inState(query)
        : inState(query).where('conversations.active_at', '<', before),
    );
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return page;
    // The next page begins before this moment, so all of this moment belong to this one.
    const ofThatMoment = await readSummaries(database, (query) =>
      inState(query)
        .where('conversations.active_at', '=', last.activeAt)
        .where('conversations.id', '>', last.conversation)
        .clearLimit(),
    );
    return [...page, ...ofThatMoment];
  }

  return { transcript, list, search };
}

interface FoundRow {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly log_seq: number;
  readonly seq: number;
  readonly received_at: number;
  readonly author_id: Hit['author']['id'];
  readonly author_name: string;
  readonly author_role: Hit['author']['role'];
  readonly marked: string;
}
