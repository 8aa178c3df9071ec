/** Searching all that was ever said: the archive's index beside reading everything, and beside PostgreSQL's. */
import { searchAnswer } from './drivers/search-answer.ts';
import { withLeftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { searchWithPostgres } from './peers/postgres.ts';
import { drive } from './programs.ts';
import { row, shown, type Row } from './statistics.ts';

const mostMs = 50;

const figures = ({ p50Ms, p99Ms }: { readonly p50Ms: number; readonly p99Ms: number }) =>
  `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;

function searchRows({ quick }: Run): Promise<Row[]> {
  const size = quick
    ? { messages: 20_000, queries: 50, slowQueries: 10 }
    : { messages: 1_000_000, queries: 500, slowQueries: 50 };
  return withLeftovers(async (leftovers) => {
    const folder = leftovers.folder();
    const found = await drive(leftovers, 'drivers/search.ts', { folder, ...size }, searchAnswer);
    const postgres = await searchWithPostgres(leftovers, found.texts, found.words);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    const theirs =
      postgres === undefined
        ? 'PostgreSQL is not installed here (looked in /usr/lib/postgresql)'
        : `PostgreSQL ${figures(postgres)}`;
    return [
      row(
        `search, ${size.messages} messages`,
        `${figures(found.archive)}; SQLite LIKE ${figures(found.like)}; ${theirs}`,
        `p99 below ${mostMs} ms`,
        found.archive.p99Ms < mostMs,
      ),
      shown(
        `search, ${size.messages} messages: the index`,
        `${mb(found.indexBytes)} = ${(found.indexBytes / size.messages).toFixed(0)} bytes a message${postgres === undefined ? '' : `; PostgreSQL's GIN ${mb(postgres.indexBytes)}, and the words beside each text`}`,
      ),
    ];
  });
}

export const search: Part = { name: 'search', rows: searchRows };
