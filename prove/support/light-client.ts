/**
 * A session as thin as it can be: the real session link (tickets, hello, back-off, draining) and one conversation that
 * it raises, says something in, and comes back to. Thousands of them fit in one process.
 */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import type { Clock } from '../../conversation/peer/clock.ts';
import {
  createSessionLink,
  type SessionLink,
  type SocketLike,
} from '../../conversation/peer/session-link.ts';
import { generate, signerFor, type Signer } from '../../conversation/log/signatures.ts';
import { writeUpdate } from '../../conversation/log/update.ts';
import { newTicketAnswer, newVisitorAnswer } from '../../conversation/protocol/http.ts';
import { randomIdFrom, toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import { accept, refuse } from '../../conversation/protocol/result.ts';
import type { FromServer, ToServer } from '../../conversation/protocol/session.ts';
import { createWriter, subtle, type Writer } from '../../signaling/archive/archive.fixture.ts';

export interface LightClientOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** A loopback address: limits count by address. */
  readonly from: string;
  /** Left out: a visitor, who is made with the first ticket. */
  readonly cookie?: string;
  onBack?(): void;
  onMessage?(message: FromServer): void;
  onClose?(code: number): void;
}

export type Joining = Omit<Extract<ToServer, { type: 'join' }>, 'type'>;

export interface LightClient {
  readonly link: SessionLink;
  /** In its conversation; a member of staff: in the session. */
  isIn(): boolean;
  /** Says something; resolves when the archive has it. Rejects when the session ends before. */
  say(text: string): Promise<void>;
  /** Its own messages that the archive has acknowledged. */
  saved(): number;
  /** Closes its conversation and raises another one. */
  end(): void;
  /** What another socket needs to come back in its place. */
  handOver(): Promise<{ readonly ticket: string; readonly joining: Joining }>;
  close(): void;
}

/** After a refusal that time may mend. */
const pauseMs = 2_000;

function post(
  url: string,
  { from, headers }: { from: string; headers: Readonly<Record<string, string>> },
): Promise<{ readonly status: number; readonly json: unknown }> {
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method: 'POST',
        localAddress: from,
        agent: false,
        headers: { 'content-type': 'application/json', 'content-length': 2, ...headers },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', fail);
        answer.on('end', () => {
          const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
          done({
            status: answer.statusCode ?? 0,
            json: isJson ? (JSON.parse(text) as unknown) : undefined,
          });
        });
      },
    );
    call.on('error', fail);
    call.end('{}');
  });
}

function openSocket(url: string, from: string, onClose: (code: number) => void): SocketLike {
  const socket = new WebSocket(url, { localAddress: from, perMessageDeflate: false });
  socket.binaryType = 'arraybuffer';
  socket.on('close', onClose);
  return socket;
}

export function createLightClient(options: LightClientOptions): LightClient {
  const { url, from, cookie } = options;
  let token: string | undefined;
  let conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  let signer: Signer | undefined;
  let writer: Writer | undefined;
  let isIn = false;
  let saved = 0;
  let waiting: { readonly upTo: number; resolve(): void; reject(why: Error): void }[] = [];

  async function ticket() {
    if (cookie === undefined && token === undefined) {
      const made = await post(`${url}/api/visitors`, { from, headers: {} });
      if (made.status !== 201) return refuse({ ended: false, message: 'not now' });
      token = v.parse(newVisitorAnswer, made.json).token;
    }
    const headers: Record<string, string> =
      cookie === undefined ? { authorization: `Bearer ${token ?? ''}` } : { cookie };
    const { status, json } = await post(`${url}/api/session-tickets`, { from, headers });
    if (status === 401) return refuse({ ended: true, message: 'unknown' });
    if (status >= 300) return refuse({ ended: false, message: 'not now' });
    return accept(v.parse(newTicketAnswer, json).ticket);
  }

  async function joining(): Promise<Joining> {
    signer ??= await signerFor(subtle, await generate(subtle, 'Ed25519'));
    const { algorithm, bytes } = signer.publicKey;
    return {
      conversation,
      key: { algorithm, bytes: toBase64Url(bytes) },
      have: writer === undefined ? [] : [[writer.log, saved]],
      ...(writer === undefined
        ? {}
        : { resume: { log: writer.log, next: writer.next(), head: toBase64Url(writer.head()) } }),
    };
  }

  async function enter(): Promise<void> {
    link.send({ type: writer === undefined ? 'start' : 'join', ...(await joining()) });
  }

  function back(): void {
    isIn = true;
    options.onBack?.();
  }

  function receive(message: FromServer): void {
    options.onMessage?.(message);
    if (message.type === 'joined' && signer !== undefined) {
      const { log, you } = message;
      if (writer?.log !== log) {
        const participant = you.id;
        writer = createWriter({ conversation, participant, log, signer, now: Date.now });
      }
      back();
    }
    // As the real client does: time mends it.
    const isPassing =
      message.type === 'refused' && (message.code === 'busy' || message.code === 'flooding');
    if (isPassing && !isIn) options.clock.after(pauseMs, () => void enter());
    if (message.type === 'saved') {
      for (const run of message.runs) {
        if (run.log === writer?.log) saved = Math.max(saved, run.from + run.count);
      }
      for (const it of waiting) if (it.upTo <= saved) it.resolve();
      waiting = waiting.filter((it) => it.upTo > saved);
    }
  }

  const link = createSessionLink({
    url: `${url.replace('http', 'ws')}/session`,
    ticket,
    openSocket: (address) => openSocket(address, from, (code) => options.onClose?.(code)),
    clock: options.clock,
    random: options.random,
    onMessage: receive,
    onEntries: () => undefined,
    onIgnored: () => undefined,
    onState: ({ state }) => {
      if (state === 'online') {
        if (cookie === undefined) void enter();
        else back();
        return;
      }
      isIn = false;
      for (const it of waiting) it.reject(new Error('The session has ended.'));
      waiting = [];
    },
  });

  return {
    link,
    isIn: () => isIn,
    saved: () => saved,
    async say(text) {
      if (writer === undefined) throw new Error('It is not in its conversation.');
      const append = await writer.say(text);
      const isSaved = new Promise<void>((resolve, reject) => {
        waiting.push({ upTo: append.from + 1, resolve, reject });
      });
      link.sendEntries(conversation, writeUpdate([append]));
      await isSaved;
    },
    end() {
      link.send({ type: 'close', conversation });
      conversation = randomIdFrom(randomBytes(16)) as ConversationId;
      writer = undefined;
      saved = 0;
      isIn = false;
      void enter();
    },
    async handOver() {
      const given = await ticket();
      if (!given.ok) throw new Error(given.refusal.message);
      return { ticket: given.value, joining: await joining() };
    },
    close: () => link.close(),
  };
}

/** The n-th loopback address for guests; 127.0.0.x is left to others. */
export const addressOf = (n: number): string =>
  `127.${1 + Math.floor(n / 62_500)}.${1 + (Math.floor(n / 250) % 250)}.${1 + (n % 250)}`;
