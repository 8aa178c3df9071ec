/** A peer that follows a script over one `/session` socket, against whatever server is at the other end. */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { generate, signerFor, type Signer } from '../../conversation/log/signatures.ts';
import { readUpdate, writeUpdate, type Append } from '../../conversation/log/update.ts';
import { readEntriesFrame, writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import {
  randomIdFrom,
  toBase64Url,
  type ConversationId,
  type DepartmentId,
  type LogId,
} from '../../conversation/protocol/ids.ts';
import type { FromServer, ToServer } from '../../conversation/protocol/session.ts';
import { createWriter, subtle, type Writer } from '../archive/archive.fixture.ts';

export type Message<Type extends FromServer['type']> = Extract<FromServer, { type: Type }>;

export interface Client {
  /** Everything that came, in order. */
  readonly heard: readonly FromServer[];
  /** Entries that were pushed, as texts of `<log>/<position>`. */
  readonly pushed: readonly { readonly conversation: ConversationId; readonly append: Append }[];
  send(message: ToServer): void;
  sendRaw(data: string | Uint8Array): void;
  /** Resolves with the first message, from `mark` on, that fits; rejects when the socket closes before. */
  next<Type extends FromServer['type']>(
    type: Type,
    fits?: (message: Message<Type>) => boolean,
  ): Promise<Message<Type>>;
  /** The next pushed entries of a log. */
  nextPush(log: LogId): Promise<Append>;
  /** From now on `next` looks only at what comes later. */
  mark(): void;
  /** Raises a conversation and joins it. */
  start(more?: {
    prefer?: string;
    subject?: string;
    kind?: 'support' | 'course';
    department?: DepartmentId;
    conversation?: ConversationId;
  }): Promise<Peer>;
  join(conversation: ConversationId, resume?: Peer): Promise<Peer>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** Sends a ping and waits for the pong: everything before it was handled, but for what waits in a conversation. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A client in one conversation. */
export interface Peer {
  readonly client: Client;
  readonly conversation: ConversationId;
  readonly joined: Message<'joined'>;
  readonly writer: Writer;
  readonly signer: Signer;
  /** Signs messages, uploads them as one frame. */
  say(...texts: readonly string[]): Promise<Append>;
  upload(appends: readonly Append[]): void;
  /** Resolves when the receipt for the end of `append` came. */
  saved(append: Append): Promise<void>;
}

/** @param now what its entries claim, ms. */
export function createClient(socket: WebSocket, now: () => number): Client {
  const heard: FromServer[] = [];
  const pushed: { conversation: ConversationId; append: Append }[] = [];
  const waiters = new Set<() => void>();
  let from = 0;
  let seenPushes = 0;
  let closeCode: number | undefined;

  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      const frame = readEntriesFrame(new Uint8Array(data));
      if (!frame.ok) throw new Error('The server sent a malformed frame.');
      const appends = readUpdate(frame.value.update);
      if (!appends.ok) throw new Error(`The server sent a bad update: ${appends.refusal}.`);
      for (const append of appends.value) {
        pushed.push({ conversation: frame.value.conversation, append });
      }
    } else heard.push(JSON.parse(data.toString()) as FromServer);
    wake();
  });
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      closeCode = code;
      wake();
      resolve(code);
    });
  });

  /** Looks again after everything that came, until `look` finds something. */
  function until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const tryNow = (): void => {
        const value = look();
        if (value !== undefined) {
          waiters.delete(tryNow);
          resolve(value);
        } else if (closeCode !== undefined) {
          waiters.delete(tryNow);
          reject(new Error(`Closed with ${closeCode} before ${what}: ${JSON.stringify(heard)}`));
        }
      };
      waiters.add(tryNow);
      tryNow();
    });
  }

  const client: Client = {
    heard,
    pushed,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (data) => socket.send(data),
    next: (type, fits = () => true) =>
      until(type, () => {
        const at = heard.findIndex(
          (it, i) => i >= from && it.type === type && fits(it as Message<typeof type>),
        );
        return at < 0 ? undefined : (heard[at] as Message<typeof type>);
      }),
    nextPush: (log) =>
      until(`entries of ${log}`, () => {
        const at = pushed.findIndex((it, i) => i >= seenPushes && it.append.log === log);
        if (at < 0) return undefined;
        seenPushes = at + 1;
        return pushed[at]?.append;
      }),
    mark() {
      from = heard.length;
      seenPushes = pushed.length;
    },
    start: ({ conversation = randomIdFrom(randomBytes(16)) as ConversationId, ...more } = {}) =>
      enter(conversation, undefined, (joining) =>
        client.send({ type: 'start', ...joining, ...more }),
      ),
    join: (conversation, resume) =>
      enter(conversation, resume, (joining) =>
        client.send({ type: 'join', ...joining, write: true }),
      ),
    async settled() {
      const pongs = (): number => heard.filter((it) => it.type === 'pong').length;
      const before = pongs();
      client.send({ type: 'ping' });
      await until('pong', () => (pongs() > before ? true : undefined));
    },
    async close() {
      socket.close();
      await closed;
    },
  };

  type Joining = Omit<Extract<ToServer, { type: 'join' }>, 'type'>;

  async function enter(
    conversation: ConversationId,
    resume: Peer | undefined,
    ask: (joining: Joining) => void,
  ): Promise<Peer> {
    const signer = resume?.signer ?? (await signerFor(subtle, await generate(subtle, 'Ed25519')));
    const seen = heard.length;
    ask({
      conversation,
      key: {
        algorithm: signer.publicKey.algorithm,
        bytes: toBase64Url(signer.publicKey.bytes),
      },
      have: [],
      ...(resume === undefined
        ? {}
        : {
            resume: {
              log: resume.writer.log,
              next: resume.writer.next(),
              head: toBase64Url(resume.writer.head()),
            },
          }),
    });
    const answer = await until('joined', () =>
      heard
        .slice(seen)
        .find(
          (it): it is Message<'joined'> | Message<'refused'> =>
            (it.type === 'joined' || it.type === 'refused') && it.conversation === conversation,
        ),
    );
    if (answer.type === 'refused') throw new Error(answer.code);
    const writer =
      resume?.writer.log === answer.log
        ? resume.writer
        : createWriter({
            conversation,
            participant: answer.you.id,
            log: answer.log,
            signer,
            now,
          });
    const peer: Peer = {
      client,
      conversation,
      joined: answer,
      writer,
      signer,
      async say(...texts) {
        const append = await writer.say(...texts);
        peer.upload([append]);
        return append;
      },
      upload: (appends) => client.sendRaw(writeEntriesFrame(conversation, writeUpdate(appends))),
      async saved(append) {
        const last = append.from + append.entries.length - 1;
        await client.next('saved', (message) =>
          message.runs.some(
            (run) => run.log === append.log && run.from <= last && last < run.from + run.count,
          ),
        );
      },
    };
    return peer;
  }

  return client;
}
