/** PostgreSQL with a full-text index, where it is installed: a cluster of its own, in a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hitsPerPage } from '../drivers/search-answer.ts';
import type { Leftovers } from '../leftovers.ts';
import { startPeer } from '../programs.ts';
import { median, percentile } from '../statistics.ts';

const versions = '/usr/lib/postgresql';

/** @returns the folder of its programs, of the newest version; undefined where there is none */
function findPrograms(): string | undefined {
  if (!existsSync(versions)) return undefined;
  const newest = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a));
  return newest
    .map((version) => join(versions, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'psql')));
}

/** PostgreSQL does not run as root. */
function someUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (word: string) =>
    Number(spawnSync('id', [word, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export interface PostgresAnswer {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly indexBytes: number;
}

/**
 * @param texts a file with a message in each line
 * @param words a file with the words of a query in each line
 * @returns undefined where it is not installed
 */
export async function searchWithPostgres(
  leftovers: Leftovers,
  texts: string,
  words: string,
): Promise<PostgresAnswer | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const folder = leftovers.folder();
  const user = someUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);

  async function run(program: string, args: readonly string[]): Promise<string> {
    const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', HOME: folder };
    const child = spawn(join(programs ?? '', program), args, { env, cwd: folder, ...user });
    leftovers.keep(child);
    let printed = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const [code] = (await once(child, 'close')) as [number | null];
    await leftovers.end(child);
    if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}: ${complaints}`);
    return printed;
  }
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const psql = (path: string) =>
    run('psql', [
      '-X',
      '-q',
      '-h',
      folder,
      '-U',
      'bench',
      '-d',
      'postgres',
      '-v',
      'ON_ERROR_STOP=1',
      '-f',
      path,
    ]);

  const data = join(folder, 'data');
  await run('initdb', ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    shared_buffers: '256MB',
    maintenance_work_mem: '256MB',
    fsync: 'off',
  };
  const server = await startPeer(leftovers, {
    command: [
      join(programs, 'postgres'),
      '-D',
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    isUp: /ready to accept connections/,
    // It ends its own children and gives its memory back.
    signal: 'SIGQUIT',
    ...(user === undefined ? {} : { user }),
  });

  const lines = readFileSync(texts, 'utf8');
  await psql(
    file(
      'build.sql',
      `create table messages (id serial primary key, body text not null);
       \\copy messages (body) from '${file('texts', lines)}'
       alter table messages add column words tsvector generated always as (to_tsvector('simple', body)) stored;
       create index messages_words on messages using gin (words);
       vacuum analyze messages;`,
    ),
  );
  const size = await psql(
    file('size.sql', "\\pset tuples_only on\nselect pg_relation_size('messages_words');"),
  );
  // As the archive's search has it: all words, and the last one may go on.
  const queries = readFileSync(words, 'utf8')
    .split('\n')
    .map((line) => `${line.split(' ').join(' & ')}:*`)
    .map(
      (query) =>
        `select id, ts_headline('simple', body, to_tsquery('simple', '${query}')) from messages
          where words @@ to_tsquery('simple', '${query}') order by id desc limit ${hitsPerPage};`,
    );
  const timed = await psql(
    file('queries.sql', `\\timing on\n\\pset pager off\n${queries.join('\n')}`),
  );
  const took = [...timed.matchAll(/^Time: ([0-9.]+) ms/gm)].map(([, ms]) => Number(ms));
  if (took.length !== queries.length) throw new Error('PostgreSQL did not answer all queries.');
  await server.close();
  return { p50Ms: median(took), p99Ms: percentile(took, 0.99), indexBytes: Number(size) };
}
