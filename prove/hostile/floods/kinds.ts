/** What flooders do. Each runs in the flooders' own process, until it is ended. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { entryAttacks } from '../../../conversation/log/attacks.fixture.ts';
import { rootName } from '../../../conversation/log/update.ts';
import { writeEntriesFrame } from '../../../conversation/protocol/frames.ts';
import type { Client } from '../../../signaling/session/client.fixture.ts';
import { floodLinks } from './link-kinds.ts';
import { ask, becomeVisitor, openSession, openSocket, type Ask, type Proof } from '../people.ts';

export interface Tally {
  sent: number;
  /** Sockets that were closed on us, and requests that were refused. */
  hungUp: number;
}

/** Goes on until the process ends. */
export type Flood = (url: string, tally: Tally) => Promise<void>;

/** Loopback addresses of those who flood; honest people have others. */
const address = (n: number) => `127.0.9.${(n % 250) + 1}`;
const perTick = 10;
const everyMs = 10;

const several = (count: number, work: (n: number) => Promise<void>) =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n))).then(() => undefined);

interface SocketState {
  /** 1 while it is open. */
  readonly readyState: number;
  readonly bufferedAmount: number;
}

/** A thousand messages a second on a socket, and a new socket whenever it is closed. */
async function pump(
  tally: Tally,
  open: () => Promise<{ readonly socket: SocketState; send(): void }>,
): Promise<void> {
  for (;;) {
    const opened = await open().catch(() => undefined);
    while (opened !== undefined && opened.socket.readyState === 1) {
      for (let n = 0; n < perTick; n += 1) {
        if (opened.socket.bufferedAmount > 1_000_000) break;
        opened.send();
        tally.sent += 1;
      }
      await new Promise((next) => setTimeout(next, everyMs));
    }
    tally.hungUp += 1;
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

/** A session that tells when it was closed; what it hears is not kept. */
async function session(url: string, who: Proof, from: string) {
  const client = await openSession(url, who, from);
  const socket = { readyState: 1, bufferedAmount: 0 };
  void client.closed.then(() => (socket.readyState = 3));
  return { client, socket };
}

const frames: Flood = (url, tally) =>
  several(20, async (n) => {
    const who = await becomeVisitor(url, address(n));
    await pump(tally, async () => {
      const { client, socket } = await session(url, who, address(n));
      const all = [
        '{"type":"ping"}',
        '{"type":',
        '{"type":"launch"}',
        randomBytes(200),
        JSON.stringify({ type: 'sync', conversation: 'A'.repeat(22), have: [] }),
        '{"type":"available","available":true}',
      ];
      let turn = 0;
      return {
        socket,
        send: () => client.sendRaw(all[(turn += 1) % (n % 2 === 0 ? all.length : 1)] ?? ''),
      };
    });
  });

/** Entries of one's own as fast as they can be signed, and every attack of the table. */
const uploads: Flood = (url, tally) =>
  several(6, async (n) => {
    const who = await becomeVisitor(url, address(n));
    await pump(tally, async () => {
      const { client, socket } = await session(url, who, address(n));
      const peer = await client.start();
      const { conversation, writer } = peer;
      const update = { log: writer.log, from: 0, rootName: rootName(writer.log), conversation };
      const bad = entryAttacks
        .map((attack) => attack.update(update))
        .filter((it) => it.length < 60_000);
      let turn = 0;
      return {
        socket,
        send() {
          turn += 1;
          const isHonest = n % 2 === 0;
          if (isHonest) void peer.say('x'.repeat(2000)).catch(() => undefined);
          else
            client.sendRaw(
              writeEntriesFrame(conversation, bad[turn % bad.length] ?? randomBytes(99)),
            );
        },
      };
    });
  });

/** A long conversation, asked for from its beginning again and again. */
const history: Flood = (url, tally) =>
  several(4, async (n) => {
    const who = await becomeVisitor(url, address(n));
    const writer = await openSession(url, who, address(n));
    const { conversation, ...peer } = await writer.start();
    for (let page = 0; page < 12; page += 1)
      await peer.say(...Array.from({ length: 20 }, () => 'y'.repeat(2000)));
    await pump(tally, async () => {
      const { client, socket } = await session(url, who, address(n));
      await client.join(conversation);
      return { socket, send: () => client.send({ type: 'sync', conversation, have: [] }) };
    });
  });

const presence: Flood = (url, tally) =>
  several(10, async (n) => {
    const who = await becomeVisitor(url, address(n));
    let kept: Client | undefined;
    await pump(tally, async () => {
      const { client, socket } = await session(url, who, address(n));
      kept = client;
      const { conversation } = await client.start();
      let typing = false;
      return {
        socket,
        send() {
          typing = !typing;
          kept?.send({ type: 'typing', conversation, typing });
        },
      };
    });
  });

/** With a topic and without, well-formed and not. */
const signals: Flood = (url, tally) =>
  several(10, async (n) => {
    const who = await becomeVisitor(url, address(n));
    const peer = await (await openSession(url, who, address(n))).start();
    const topic = n % 2 === 0 ? (peer.joined.topic ?? '') : 'A'.repeat(22);
    const from = 'b3a1c6ce-5a4f-4b52-9d9c-0c5d0a6a1e11';
    const sdp = 'v=0\r\n'.repeat(3000);
    const signal = { type: 'signal', from, to: from, signal: { type: 'offer', sdp } };
    const all = [
      { type: 'publish', topic, data: { type: 'announce', from } },
      { type: 'publish', topic, data: signal },
      { type: 'subscribe', topics: [topic] },
      { type: 'publish', topic, data: { type: 'announce', from: 7 } },
      { type: 'subscribe', topics: Array.from({ length: 1024 }, () => topic) },
    ].map((message) => JSON.stringify(message));
    await pump(tally, async () => {
      const socket = await openSocket(url, '/signal', address(n));
      socket.on('error', () => undefined);
      socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
      let turn = 0;
      return { socket, send: () => socket.send(all[(turn += 1) % all.length] ?? '') };
    });
  });

/** Sockets that never say hello, and such that come and go. */
const connections: Flood = (url, tally) =>
  several(40, async (n) => {
    for (;;) {
      const open = Array.from({ length: 10 }, (_, i) =>
        openSocket(url, i % 2 === 0 ? '/session' : '/signal', address(n)).catch(() => undefined),
      );
      for (const socket of await Promise.all(open)) {
        tally.sent += 1;
        if (socket === undefined) tally.hungUp += 1;
        else if (n % 4 === 0) await once(socket, 'close').then(() => (tally.hungUp += 1));
        else socket.terminate();
      }
    }
  });

function asking(
  parallel: number,
  of: (n: number, turn: number) => Ask & { readonly path: string },
  refusals: readonly number[] = [429, 503],
): Flood {
  return (url, tally) =>
    several(parallel, async (n) => {
      for (let turn = 0; ; turn += 1) {
        const { path, ...what } = of(n, turn);
        const answer = await ask(url + path, what).catch(() => undefined);
        tally.sent += 1;
        const isRefused = answer === undefined || refusals.includes(answer.status);
        if (isRefused) tally.hungUp += 1;
      }
    });
}

/** From many addresses, so that no limit of one address ends it. */
const signIns = asking(50, (n, turn) => ({
  path: '/api/sign-in',
  body: JSON.stringify({
    username: n % 5 === 0 ? 'admin' : `guess-${turn}`,
    password: `guess ${turn}`,
  }),
  from: `127.0.${10 + (turn % 200)}.${n + 1}`,
}));

const visitors = asking(50, (n) => ({ path: '/api/visitors', body: '{}', from: address(n % 5) }));

const tickets: Flood = async (url, tally) => {
  const who = await becomeVisitor(url, address(0));
  await asking(50, (n) => ({
    path: '/api/session-tickets',
    body: '{}',
    headers: { ...who },
    from: address(n % 5),
  }))(url, tally);
};

/** As large as a body may be, which is parsed, and larger. */
const deep = '['.repeat(7_500) + ']'.repeat(7_500);
const bodies = asking(
  50,
  (n, turn) => ({
    path: ['/api/sign-in', '/api/visitors', '/api/accounts', '/api/none'][turn % 4] ?? '/',
    body:
      [deep, `{"username":"${'x'.repeat(15_000)}"}`, 'x'.repeat(200_000), `{"a":${deep}}`][n % 4] ??
      '',
    from: address(n),
  }),
  [400, 401, 404, 413, 429, 503],
);

export const overLinks = 'everything that a direct link carries';

export const floods: Readonly<Record<string, Flood>> = {
  [overLinks]: floodLinks,
  frames,
  uploads,
  history,
  presence,
  signals,
  connections,
  'sign-ins': signIns,
  visitors,
  tickets,
  bodies,
};
