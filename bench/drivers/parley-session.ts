/** A session with Parley's server that keeps nothing but what a measurement asks for: thousands fit in one process. */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { generate, signerFor } from '../../conversation/log/signatures.ts';
import { writeUpdate, type Append } from '../../conversation/log/update.ts';
import { writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import {
  newBotSessionAnswer,
  newTicketAnswer,
  newVisitorAnswer,
} from '../../conversation/protocol/http.ts';
import { randomIdFrom, toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import { fromServer, type FromServer, type ToServer } from '../../conversation/protocol/session.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { createWriter, subtle, type Writer } from '../../signaling/archive/archive.fixture.ts';

type Message<Type extends FromServer['type']> = Extract<FromServer, { type: Type }>;

const agent = new Agent({ keepAlive: false });

export function post<Answer extends v.GenericSchema>(
  url: string,
  answer: Answer,
  { from, bearer, body = {} }: { from: string; bearer?: string; body?: object },
): Promise<v.InferOutput<Answer>> {
  const text = JSON.stringify(body);
  return new Promise((done, fail) => {
    const call = request(
      url,
      {
        method: 'POST',
        localAddress: from,
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
      },
      (response) => {
        let printed = '';
        response.setEncoding('utf8').on('data', (part: string) => (printed += part));
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode === 201) done(v.parse(answer, JSON.parse(printed)));
          else fail(new Error(`${url} answered ${response.statusCode}: ${printed}`));
        });
      },
    );
    call.on('error', fail);
    call.end(text);
  });
}

export const newVisitor = async (url: string, from: string): Promise<string> =>
  (await post(`${url}/api/visitors`, newVisitorAnswer, { from })).token;

/** @returns the token of a bot's session */
export const newBot = async (url: string, from: string, key: string): Promise<string> =>
  (
    await post(`${url}/api/bot-sessions`, newBotSessionAnswer, {
      from,
      bearer: key,
      body: { username: 'bench', name: 'Bench' },
    })
  ).token;

export interface Seat {
  readonly conversation: ConversationId;
  readonly joined: Message<'joined'>;
  readonly writer: Writer;
}

export interface Session {
  send(message: ToServer): void;
  /** Raises a conversation and joins it. */
  start(prefer?: string): Promise<Seat>;
  join(conversation: ConversationId): Promise<Seat>;
  /** Sends what was signed before. */
  upload(seat: Seat, append: Append): void;
  close(): void;
}

export interface SessionOptions {
  readonly url: string;
  readonly from: string;
  readonly token: string;
  onMessage?(message: FromServer): void;
  onEntries?(frame: Buffer): void;
}

/** From the ticket to the welcome. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { url, from, token } = options;
  const { ticket } = await post(`${url}/api/session-tickets`, newTicketAnswer, {
    from,
    bearer: token,
  });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/session`, {
    localAddress: from,
    perMessageDeflate: false,
  });
  const entering = new Map<
    ConversationId,
    { done(it: Message<'joined'>): void; fail(why: Error): void }
  >();
  await new Promise<void>((done, fail) => {
    socket.on('error', fail);
    socket.on('close', (code) => {
      const why = new Error(`The session was closed with ${code}.`);
      fail(why);
      for (const it of entering.values()) it.fail(why);
    });
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', version: protocolVersion, ticket })),
    );
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        options.onEntries?.(data);
        return;
      }
      const message = v.parse(fromServer, JSON.parse(data.toString()));
      if (message.type === 'welcome') done();
      if (message.type === 'joined') entering.get(message.conversation)?.done(message);
      if (message.type === 'refused') {
        const why = new Error(`Refused: ${message.code}`);
        fail(why);
        if (message.conversation !== undefined) entering.get(message.conversation)?.fail(why);
      }
      options.onMessage?.(message);
    });
  });

  async function enter(type: 'start' | 'join', conversation: ConversationId, prefer?: string) {
    const signer = await signerFor(subtle, await generate(subtle, 'Ed25519'));
    const { algorithm, bytes } = signer.publicKey;
    const answer = new Promise<Message<'joined'>>((done, fail) =>
      entering.set(conversation, { done, fail }),
    );
    socket.send(
      JSON.stringify({
        type,
        conversation,
        key: { algorithm, bytes: toBase64Url(bytes) },
        have: [],
        ...(prefer === undefined ? {} : { prefer }),
      }),
    );
    const joined = await answer;
    entering.delete(conversation);
    const { log, you } = joined;
    const writer = createWriter({ conversation, participant: you.id, log, signer, now: Date.now });
    return { conversation, joined, writer };
  }

  return {
    send: (message) => socket.send(JSON.stringify(message)),
    start: (prefer) => enter('start', randomIdFrom(randomBytes(16)) as ConversationId, prefer),
    join: (conversation) => enter('join', conversation),
    upload: ({ conversation }, append) =>
      socket.send(writeEntriesFrame(conversation, writeUpdate([append]))),
    close: () => socket.terminate(),
  };
}
