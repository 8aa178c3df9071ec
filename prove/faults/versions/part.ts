/** Programs of two versions: whoever is too old or too new is told in a sentence, and keeps what they said. */
import { openNodeSocket } from '../../../bots/runtime/node-socket.ts';
import { createMemoryStorage } from '../../../conversation/peer/memory-storage.ts';
import type { SocketLike } from '../../../conversation/peer/session-link.ts';
import { protocolVersion } from '../../../conversation/protocol/version.ts';
import { startTestServer, type TestServer } from '../../../signaling/server.fixture.ts';
import type { Finding, Part } from '../../finding.ts';
import { claim, must } from '../../support/claim.ts';
import {
  becomeBot,
  isAllSaved,
  meet,
  openPerson,
  talk,
  textsOf,
  until,
} from '../../support/people.ts';

type Json = Record<string, unknown>;

/**
 * A socket whose text messages are said otherwise on the way: what a program of another version would say and hear.
 * Undefined: the message is left out.
 */
function rewriting(change: {
  readonly up?: (message: Json) => Json;
  readonly down?: (message: Json) => readonly Json[];
}): (url: string) => SocketLike {
  return (url) => {
    const socket = openNodeSocket(url);
    return {
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
      send: (data) => {
        const isText = typeof data === 'string' && change.up !== undefined;
        socket.send(isText ? JSON.stringify(change.up?.(JSON.parse(data) as Json)) : data);
      },
      close: () => socket.close(),
      addEventListener(type: string, listener: (event: never) => void) {
        if (type !== 'message' || change.down === undefined) {
          socket.addEventListener(type as 'open', listener as () => void);
          return;
        }
        const { down } = change;
        socket.addEventListener('message', ({ data }) => {
          const told = typeof data === 'string' ? down(JSON.parse(data) as Json) : [undefined];
          for (const message of told) {
            listener({ data: message === undefined ? data : JSON.stringify(message) } as never);
          }
        });
      },
    };
  };
}

const saysVersion = (version: number) =>
  rewriting({ up: (message) => (message['type'] === 'hello' ? { ...message, version } : message) });

/** A later version may say more: keys, messages and answers that this one does not know. */
const saysMore = rewriting({
  up: (message) => ({ ...message, later: { than: 'this' } }),
  down: (message) => [
    { type: 'weather', sunny: true },
    { ...message, later: ['more'] },
    { type: 'weather', sunny: false },
  ],
});

async function onServer(act: (server: TestServer, url: string) => Promise<void>): Promise<void> {
  const server = await startTestServer();
  try {
    await act(server, `http://127.0.0.1:${server.port}`);
  } finally {
    await server.close();
  }
}

async function visitorToken(server: TestServer): Promise<string> {
  const { json } = await server.ask('/api/visitors', { body: {} });
  return String(json?.['token']);
}

/** @param version what the program says that it speaks, before it is loaded again. */
async function refusedAndLoadedAgain(version: number): Promise<void> {
  await onServer(async (server, url) => {
    const token = await visitorToken(server);
    const storage = createMemoryStorage();
    const first = openPerson({ url, token, storage });
    const asked = first.start();
    asked.say('before the update');
    await until(asked, 'it is saved', () => isAllSaved(asked));
    await first.close();

    const other = openPerson({ url, token, storage, openSocket: saysVersion(version) });
    const again = other.open(asked.id);
    await until(other, 'the program ends', () => other.session().state === 'ended');
    const session = other.session();
    must(
      session.state === 'ended' && session.code === 'wrong-version',
      'the session did not end for its version',
    );
    must(/[Rr]eload|Load it again/.test(session.message), `it is told "${session.message}"`);
    await until(again, 'what is kept is shown', () => textsOf(again).length === 1);
    again.say('said while it was out of date');
    must(!isAllSaved(again), 'it is shown as saved, and nobody has it');
    await other.close();

    const loaded = openPerson({ url, token, storage });
    const after = loaded.open(asked.id);
    await until(
      after,
      'everything is saved',
      () => textsOf(after).length === 2 && isAllSaved(after),
    );
    must(
      textsOf(after).join('|') === 'before the update|said while it was out of date',
      'what was said is not what was kept',
    );
    await loaded.close();
  });
}

export const part: Part = {
  name: 'versions',
  async prove(_options, report: (finding: Finding) => void) {
    for (const [test, version] of [
      ['an old client (version N) and a server of version N + 1', protocolVersion - 1],
      ['a client of version N + 1 and an old server (version N)', protocolVersion + 1],
    ] as const) {
      await claim(
        report,
        {
          promises: ['W3', 'W9'],
          test: `${test}: a sentence says what to do, and what is written meanwhile is sent by the program that is loaded then`,
        },
        async () => {
          await refusedAndLoadedAgain(version);
          return { iterations: 1, faults: 'a version that is not served' };
        },
      );
    }
    await claim(
      report,
      {
        promises: ['W2', 'W9'],
        test: 'a later version that is still understood says more: unknown keys and messages change nothing',
      },
      async () => {
        await onServer(async (server, url) => {
          const faults: unknown[] = [];
          const onFault = (error: unknown) => faults.push(error);
          const client = openPerson({
            url,
            token: await visitorToken(server),
            openSocket: saysMore,
            onFault,
          });
          const token = await becomeBot(url, server.botsKey, 'echo');
          const bot = openPerson({ url, token, openSocket: saysMore, onFault });
          const pair = await meet(client, bot, 'echo');
          await talk(pair, 'in two versions');
          must(faults.length === 0, `it failed: ${String(faults[0])}`);
          await pair.close();
        });
        return { iterations: 2, faults: 'unknown keys and messages in every message' };
      },
    );
  },
};
