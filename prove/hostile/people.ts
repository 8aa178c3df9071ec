/** Visitors, staff and strangers who speak HTTP and `/session` themselves, each from a loopback address of their own. */
import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { newTicketAnswer, newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createClient, type Client } from '../../signaling/session/client.fixture.ts';

export interface Ask {
  /** Left out: POST with a body, GET without. */
  readonly method?: string;
  /** Sent as it is. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A loopback address: limits count by address, and guests do not share one with those who attack. */
  readonly from?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Without the care of `fetch`, which forbids the headers that a hostile program sends. */
export function ask(url: string, { method, body, headers, from }: Ask = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
        ...(from === undefined ? {} : { localAddress: from }),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () =>
          done({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        );
        answer.on('error', fail);
      },
    );
    call.on('error', fail);
    call.end(body);
  });
}

/** What proves to the server who somebody is. */
export type Proof = { readonly authorization: string } | { readonly cookie: string };

export async function becomeVisitor(url: string, from?: string): Promise<Proof> {
  const { text } = await ask(`${url}/api/visitors`, { body: '{}', ...at(from) });
  return { authorization: `Bearer ${v.parse(newVisitorAnswer, JSON.parse(text)).token}` };
}

export async function signInAs(
  url: string,
  credentials: { readonly username: string; readonly password: string },
): Promise<Proof> {
  const { status, headers, text } = await ask(`${url}/api/sign-in`, {
    body: JSON.stringify(credentials),
  });
  if (status !== 200) throw new Error(`Signing in failed: ${text}`);
  return { cookie: (headers['set-cookie']?.[0] ?? '').split(';', 1)[0] ?? '' };
}

export async function ticketFor(url: string, who: Proof, from?: string): Promise<string> {
  const { text } = await ask(`${url}/api/session-tickets`, {
    body: '{}',
    headers: { ...who },
    ...at(from),
  });
  return v.parse(newTicketAnswer, JSON.parse(text)).ticket;
}

export async function openSocket(
  url: string,
  path: '/session' | '/signal',
  from?: string,
): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, {
    perMessageDeflate: false,
    ...(from === undefined ? {} : { localAddress: from }),
  });
  await once(socket, 'open');
  return socket;
}

/** Whoever was hung up on waits until the server lets them in again. */
async function ticketInTheEnd(url: string, who: Proof): Promise<string> {
  return eventually(
    'the server gives a ticket again',
    () => ticketFor(url, who).catch(() => undefined),
    60_000,
  );
}

/** A session that was welcomed. @param from where it is given, a refused ticket is not waited for */
export async function openSession(url: string, who: Proof, from?: string): Promise<Client> {
  const ticket =
    from === undefined ? await ticketInTheEnd(url, who) : await ticketFor(url, who, from);
  const client = createClient(await openSocket(url, '/session', from), Date.now);
  client.send({ type: 'hello', version: protocolVersion, ticket });
  await client.next('welcome');
  return client;
}

const at = (from: string | undefined) => (from === undefined ? {} : { from });

/** Looks again until `look` finds something: what is waited for happens in other processes. */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
  withinMs = 15_000,
): Promise<Value> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`Not within ${withinMs / 1000} s: ${what}.`);
    await new Promise((again) => setTimeout(again, 25));
  }
}
