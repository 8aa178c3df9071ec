/** [W1] The server is killed while peers write: what it acknowledged is there when it is started again. */
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Append } from '../conversation/log/update.ts';
import type { ConversationId, LogId } from '../conversation/protocol/ids.ts';
import type { ReceiptRun } from '../conversation/protocol/session.ts';
import { protocolVersion } from '../conversation/protocol/version.ts';
import { databasePath } from './database/data-folder.ts';
import { openDatabase } from './database/database.ts';
import { usePrograms } from './programs.fixture.ts';
import { createClient, type Client, type Peer } from './session/client.fixture.ts';

const programs = usePrograms();
const rounds = 15;
/** On a slow machine a start takes seconds: after this it is enough, but for a few rounds at least, ms. */
const enoughMs = 20_000;
const fewestRounds = 4;
const writers = 4;
/** Between the first and the last acknowledgement of a round at which the server may die. */
const acknowledgementsARound = 60;

/** mulberry32: what happens between two acknowledgements is up to the machine, when to kill is not. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Acknowledged {
  readonly conversation: ConversationId;
  readonly log: LogId;
  readonly logSeq: number;
  readonly seq: number;
  readonly receivedAt: number;
}

async function post(url: string, token?: string): Promise<Record<string, string>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: '{}',
  });
  return (await response.json()) as Record<string, string>;
}

/** A visitor with one conversation, who writes on and on and comes back after each death of the server. */
function createVisitor(onAcknowledged: (entry: Acknowledged) => void) {
  let token: string | undefined;
  let peer: Peer | undefined;
  let unanswered: Append[] = [];
  let written = 0;

  async function connect(url: string): Promise<Client> {
    token ??= (await post(`${url}/api/visitors`))['token'];
    const { ticket = '' } = await post(`${url}/api/session-tickets`, token);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/session`);
    const client = createClient(socket, Date.now);
    await once(socket, 'open');
    client.send({ type: 'hello', version: protocolVersion, ticket });
    await client.next('welcome');
    return client;
  }

  function note({ conversation }: Peer, runs: readonly ReceiptRun[]): void {
    for (const { log, from, count, seq, receivedAt } of runs) {
      for (let i = 0; i < count; i += 1) {
        onAcknowledged({ conversation, log, logSeq: from + i, seq: seq + i, receivedAt });
      }
    }
  }

  /** Ends when the server does. */
  async function write(url: string): Promise<void> {
    try {
      const client = await connect(url);
      const before = peer;
      peer =
        before === undefined
          ? await client.start()
          : await client.join(before.conversation, before);
      if (before !== undefined) expect(peer.writer).toBe(before.writer);
      const { writer } = peer;
      for (;;) {
        // What was not acknowledged is sent again, with what is new.
        if (unanswered.length === 0) unanswered.push(await writer.say(`line ${(written += 1)}`));
        const [append] = unanswered;
        if (append === undefined) continue;
        client.mark();
        peer.upload([append]);
        const { runs } = await client.next('saved', (message) =>
          message.runs.some(
            (run) =>
              run.log === append.log &&
              run.from <= append.from &&
              append.from < run.from + run.count,
          ),
        );
        unanswered = unanswered.slice(1);
        note(peer, runs);
      }
    } catch {
      // The socket or the request ended with the server, as it was meant to.
    }
  }

  return { write, written: () => written };
}

async function readArchive(folder: string) {
  const database = await openDatabase(databasePath(folder));
  try {
    const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(
      database,
    );
    const strays = await sql`pragma foreign_key_check`.execute(database);
    const rows = await database
      .selectFrom('entries')
      .select(['conversation', 'log', 'log_seq as logSeq', 'seq', 'received_at as receivedAt'])
      .execute();
    const heads = await database.selectFrom('conversations').select(['id', 'head_seq']).execute();
    return { integrity: integrity.rows, strays: strays.rows, rows, heads };
  } finally {
    await database.destroy();
  }
}

const placeOf = (it: Acknowledged) =>
  `${it.conversation} ${it.log} ${it.logSeq} ${it.seq} ${it.receivedAt}`;

test(
  `[W1] killed again and again while it writes, the server keeps every acknowledged entry, once`,
  { timeout: 120_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const acknowledged = new Map<string, Acknowledged>();
    let waitFor = 0;
    let onCount = () => {};
    const visitors = Array.from({ length: writers }, () =>
      createVisitor((entry) => {
        acknowledged.set(placeOf(entry), entry);
        if (acknowledged.size >= waitFor) onCount();
      }),
    );

    const began = performance.now();
    const isEnough = (round: number) =>
      round >= rounds || (round >= fewestRounds && performance.now() - began > enoughMs);
    for (let round = 0; !isEnough(round); round += 1) {
      const server = programs.start('main', [], { LOG_LEVEL: 'silent' });
      const [, url = ''] = await server.prints(/^Parley is at (http:\/\/127\.0\.0\.1:\d+)\/$/m);
      waitFor = acknowledged.size + 1 + Math.floor(random() * acknowledgementsARound);
      const reached = new Promise<void>((resolve) => {
        onCount = resolve;
      });
      const writing = visitors.map((visitor) => visitor.write(url));
      await reached;
      // A few turns of the loop later, so that it dies between receipts as well as in the middle of a commit.
      for (let turns = Math.floor(random() * 20); turns > 0; turns -= 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      server.child.kill('SIGKILL');
      await server.ended;
      await Promise.all(writing);

      const { integrity, strays, rows, heads } = await readArchive(join(programs.folder(), 'data'));
      const told = `seed ${seed}, round ${round}`;
      expect(integrity, told).toEqual([{ integrity_check: 'ok' }]);
      expect(strays, told).toEqual([]);
      const places = rows.map(placeOf);
      expect(new Set(places).size, told).toBe(places.length);
      const stored = new Set(places);
      expect(
        [...acknowledged.keys()].filter((place) => !stored.has(place)),
        told,
      ).toEqual([]);
      for (const { id, head_seq } of heads) {
        const numbers = rows.filter((it) => it.conversation === id).map((it) => it.seq);
        expect(
          numbers.toSorted((a, b) => a - b),
          told,
        ).toEqual(Array.from({ length: head_seq }, (_, i) => i));
      }
    }
    // Every one of them went on after a death.
    for (const visitor of visitors) expect(visitor.written()).toBeGreaterThan(1);
  },
);
