/** Mutants of every body and query at every route, as a stranger and as a visitor; and requests that are no HTTP. */
import { once } from 'node:events';
import { connect } from 'node:net';
import * as v from 'valibot';
import { oneOf, mutant } from '../fuzz/mutator.ts';
import { ask, becomeVisitor, eventually } from '../people.ts';
import { mutantsOf, type Barrage } from './mutants.ts';

const workers = 6;
const address = (turn: number) => `127.${150 + (turn % 100)}.${Math.floor(turn / 100) % 250}.7`;
const document = v.object({ paths: v.record(v.string(), v.record(v.string(), v.unknown())) });
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
/** Lost over it: the server hangs up on what is no HTTP, in the middle of our saying it. */
const hungUp = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT', 'ERR_INVALID_CHAR']);

export const throwRequests: Barrage = async ({ url, random, goesOn, tally }) => {
  const mutants = mutantsOf('requests: ', random);
  const { paths } = v.parse(document, JSON.parse((await ask(`${url}/api/openapi.json`)).text));
  const routes = [...Object.keys(paths), '/metrics', '/readyz', '/', '/chat/', '/../etc/passwd'];
  const visitor = await becomeVisitor(url, '127.0.22.1');
  let turn = 0;

  async function throwOne(): Promise<void> {
    turn += 1;
    const text = mutants();
    const path = oneOf(routes, random).replaceAll(/\{\w+\}/g, () =>
      random() < 0.5 ? 'AAAAAAAAAAAAAAAAAAAAAA' : encoded(text.slice(0, 200)),
    );
    const query = random() < 0.3 ? `?${queryOf(text)}` : '';
    const method = oneOf(methods, random);
    const isBare = method === 'GET' || method === 'OPTIONS';
    tally.sent();
    const answer = await ask(url + path + query, {
      method,
      headers: random() < 0.5 ? { ...visitor } : {},
      from: address(turn),
      ...(isBare ? {} : { body: text }),
    }).catch((error: NodeJS.ErrnoException) => error);
    if (answer instanceof Error) {
      const code = answer.code ?? '';
      if (hungUp.has(code)) tally.answered(code);
      else tally.strange(`${method} ${path}: ${answer.message}`);
      return;
    }
    tally.answered(String(answer.status));
    const isFault = answer.status >= 500 && answer.status !== 503;
    if (isFault) tally.strange(`${answer.status} for ${method} ${path}: ${text.slice(0, 200)}`);
    const isAnswerOfOurs = answer.status < 400 || answer.text !== '';
    if (!isAnswerOfOurs) tally.strange(`${answer.status} without a word for ${method} ${path}`);
  }

  const { port } = new URL(url);
  const plain = [
    `POST /api/visitors HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    `GET /session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    `POST /api/sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ].map((text) => new TextEncoder().encode(text));

  async function throwBytes(): Promise<void> {
    turn += 1;
    const socket = connect({ host: '127.0.0.1', port: Number(port), localAddress: address(turn) });
    const over = once(socket, 'close');
    socket.on('error', () => undefined).resume();
    tally.sent();
    socket.end(mutant(plain, random));
    await Promise.race([over, new Promise((done) => setTimeout(done, 200))]);
    socket.destroy();
    tally.answered('bytes');
  }

  const throwOn = async () => {
    while (goesOn()) await (random() < 0.1 ? throwBytes() : throwOne());
  };
  await Promise.all(Array.from({ length: workers }, throwOn));
  await eventually('the server answers after it all', async () =>
    (await ask(`${url}/healthz`)).status === 200 ? true : undefined,
  );
};

/** The members of a mutant as a query; what cannot stand in an address is left out. */
function queryOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return encoded(text).slice(0, 4_000);
  }
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return members
    .map(([name, member]) => `${encoded(name)}=${encoded(JSON.stringify(member) ?? '')}`)
    .join('&')
    .slice(0, 4_000);
}

/** Halves of characters become whole ones: no address can hold them. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
