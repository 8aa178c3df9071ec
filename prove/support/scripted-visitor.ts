/** A visitor that follows a script over `/session`: writes on and on, and comes back with what was not acknowledged. */
import { once } from 'node:events';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import type { Append } from '../../conversation/log/update.ts';
import { newTicketAnswer, newVisitorAnswer } from '../../conversation/protocol/http.ts';
import type { ReceiptRun } from '../../conversation/protocol/session.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createClient, type Client, type Peer } from '../../signaling/session/client.fixture.ts';
import { receiptsOf, type Saved } from './saved.ts';

export interface ScriptedVisitor {
  /**
   * Joins, sends again what was not acknowledged, and goes on until `isEnough` says so or the server is gone.
   * @returns why it ended; `busy`: the server cannot save now
   */
  write(url: string, isEnough: () => boolean): Promise<'enough' | 'busy' | 'server-gone'>;
  /** How many texts it wrote, acknowledged or not. */
  written(): number;
  /** Entries that were sent and not acknowledged yet. */
  unanswered(): number;
}

export interface ScriptedVisitorOptions {
  onSaved(saved: readonly Saved[]): void;
  /** The n-th text, from 1. */
  textOf(n: number): string;
}

async function post<Answer extends v.GenericSchema>(
  url: string,
  shape: Answer,
  token?: string,
): Promise<v.InferOutput<Answer>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: '{}',
  });
  return v.parse(shape, await response.json());
}

export function createScriptedVisitor(options: ScriptedVisitorOptions): ScriptedVisitor {
  let token: string | undefined;
  let peer: Peer | undefined;
  let unanswered: Append | undefined;
  let written = 0;

  async function connect(url: string): Promise<Client> {
    token ??= (await post(`${url}/api/visitors`, newVisitorAnswer)).token;
    const { ticket } = await post(`${url}/api/session-tickets`, newTicketAnswer, token);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/session`);
    const client = createClient(socket, Date.now);
    await once(socket, 'open');
    client.send({ type: 'hello', version: protocolVersion, ticket });
    await client.next('welcome');
    return client;
  }

  const covers =
    ({ log, from }: Append) =>
    (run: ReceiptRun) =>
      run.log === log && run.from <= from && from < run.from + run.count;

  /** @returns whether it was saved; otherwise the server is busy. */
  async function upload(to: Peer, append: Append): Promise<boolean> {
    const { client, conversation } = to;
    client.mark();
    to.upload([append]);
    const answer = await Promise.race([
      client.next('saved', ({ runs }) => runs.some(covers(append))),
      client.next('refused', ({ code }) => code === 'busy'),
    ]);
    if (answer.type === 'refused') return false;
    options.onSaved(receiptsOf(conversation, answer.runs));
    return true;
  }

  return {
    written: () => written,
    unanswered: () => (unanswered === undefined ? 0 : 1),
    async write(url, isEnough) {
      let client: Client | undefined;
      try {
        client = await connect(url);
        peer =
          peer === undefined ? await client.start() : await client.join(peer.conversation, peer);
        while (unanswered !== undefined || !isEnough()) {
          unanswered ??= await peer.writer.say(options.textOf((written += 1)));
          if (await upload(peer, unanswered)) unanswered = undefined;
          else return 'busy';
        }
        return 'enough';
      } catch {
        // The socket or the request ended with the server; whoever killed it knows.
        return 'server-gone';
      } finally {
        await client?.close();
      }
    },
  };
}
