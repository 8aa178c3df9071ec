/** Fills an archive with messages, as rows, because a million of them are not to be signed; then searches it. */
import { randomBytes } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createHistory } from '../../signaling/archive/history.ts';
import { createTranscripts } from '../../signaling/archive/transcripts.ts';
import { createManualClock, createWorld } from '../../signaling/archive/archive.fixture.ts';
import { openDatabase } from '../../signaling/database/database.ts';
import { SqliteConnection } from '../../signaling/database/sqlite.ts';
import { median, percentile } from '../statistics.ts';
import { hitsPerPage, searchTask } from './search-answer.ts';
import { answerWith, readTask } from './task.ts';
import { createWords } from './words.ts';

const task = readTask(searchTask);
const path = join(task.folder, 'archive.sqlite');
const conversations = 200;

const world = await createWorld({ path, clock: createManualClock() });
const logs: { readonly conversation: string; readonly log: number }[] = [];
for (let n = 0; n < conversations; n += 1) {
  const { conversation, client } = await world.converse();
  logs.push({ conversation, log: client.log });
}
await world.close();

/** A header and a signature are as long, and as hard to press together, as chance. */
const headBytes = 164;
const salt = randomBytes(16);

const words = createWords(1);
const queries: (readonly string[])[] = [];
const texts = join(task.folder, 'texts');
const archive = new SqliteConnection(path);
const plain = new SqliteConnection(join(task.folder, 'plain.sqlite'));
for (const database of [archive, plain]) {
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = off');
  database.exec('begin');
}
plain.exec('create table messages (id integer primary key, text text not null)');
const insertPlain = plain.prepare('insert into messages (id, text) values (?, ?)');
const insert = archive.prepare(
  `insert into entries (id, conversation, seq, log, log_seq, type, at, received_at, verdict, head, payload)
    values (?, ?, ?, ?, ?, 1, ?, ?, 'accepted', ?, ?)`,
);
const lines = createWriteStream(texts);
for (let id = 1; id <= task.messages; id += 1) {
  const text = words.message();
  const place = logs[id % conversations];
  if (place === undefined) throw new Error('There is no such conversation.');
  const seq = Math.floor(id / conversations);
  const payload = Buffer.concat([salt, Buffer.from(JSON.stringify({ text }))]);
  insert.run(id, place.conversation, seq, place.log, seq, id, id, randomBytes(headBytes), payload);
  insertPlain.run(id, text);
  if (!lines.write(`${text}\n`)) await once(lines, 'drain');
  if (id % Math.ceil(task.messages / task.queries) === 0) queries.push(words.query(text));
}
lines.end();
await once(lines, 'finish');
for (const database of [archive, plain]) database.exec('commit');

const pages = () => Number(archive.pragma('page_count', { simple: true }));
const pagesBefore = pages();
archive.exec('insert into entry_text (rowid, text) select id, text from entry_body');
const indexBytes = (pages() - pagesBefore) * Number(archive.pragma('page_size', { simple: true }));
archive.close();

const database = await openDatabase(path);
const { search } = createTranscripts(database, createHistory(database));

async function timed(
  some: readonly (readonly string[])[],
  find: (words: readonly string[]) => Promise<number> | number,
) {
  const took: number[] = [];
  for (const query of some) {
    const began = performance.now();
    const hits = await find(query);
    took.push(performance.now() - began);
    if (hits === 0) throw new Error('What somebody wrote was not found.');
  }
  return { p50Ms: median(took), p99Ms: percentile(took, 0.99) };
}

// A server that has just begun is nobody's usual one.
for (const query of queries.slice(0, 10)) await search(query.join(' '), hitsPerPage);
const ours = await timed(
  queries,
  async (query) => (await search(query.join(' '), hitsPerPage)).length,
);
const like = await timed(
  queries.slice(0, task.slowQueries),
  (query) =>
    plain
      .prepare(
        `select id, text from messages where ${query.map(() => 'text like ?').join(' and ')}
          order by id desc limit ${hitsPerPage}`,
      )
      .all(...query.map((one) => `%${one}%`)).length,
);
const wordsPath = join(task.folder, 'words');
writeFileSync(wordsPath, queries.map((query) => query.join(' ')).join('\n'));
answerWith({ archive: ours, like, indexBytes, texts, words: wordsPath });
