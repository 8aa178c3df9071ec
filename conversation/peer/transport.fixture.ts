/** Peers for the tests of transports: real keys, certificates and replicas, and nothing of a server. */
import { encodeCertificate } from '../log/certificate.ts';
import {
  conversation as usualConversation,
  idOf,
  newAuthor,
  newSigner,
  verify,
  type Author,
} from '../log/log.fixture.ts';
import type { Entry } from '../log/entry.ts';
import { readPayload } from '../log/payload.ts';
import type { Signer } from '../log/signatures.ts';
import type { Role } from '../protocol/conversation.ts';
import type { ConversationId, LogId, Topic } from '../protocol/ids.ts';
import type { FileShelf } from './files/shared-file.ts';
import { createLogDocument } from './log-document.ts';
import { createReplica, type Replica } from './replica.ts';
import type { Gate, Link, RoomConnection, Transport } from './transport.ts';

export interface TestPeer {
  readonly log: LogId;
  readonly conversation: ConversationId;
  readonly author: Author;
  readonly replica: Replica;
  readonly gate: Gate;
  /** Writes entries as the peer core does. */
  say(...texts: string[]): Promise<void>;
  /** Everything said by anybody, sorted: what must converge. */
  heard(): string[];
  /** Who types, by the last word of each. */
  readonly typists: Set<LogId>;
  /** Every report of typing, in order. */
  readonly typingReports: (readonly [LogId, boolean])[];
  links(): readonly Link[];
  room(): RoomConnection;
  join(transport: Transport, topic: Topic, policy?: 'direct' | 'relay'): RoomConnection;
  leave(): void;
  /** Something that tests wait for changed. */
  changed(): void;
  /** Called after anything changed. */
  onChange(listener: () => void): () => void;
}

export interface NewPeer {
  readonly log: number;
  readonly role?: Role;
  /** Fills the participant id; the log by default. */
  readonly participant?: number;
  readonly conversation?: ConversationId;
  /** Another installation's certificate: no honest peer admits it. */
  readonly installation?: Signer;
  /** What it gives to others. */
  readonly files?: FileShelf;
}

export interface Cast {
  readonly installation: Signer;
  newPeer(options: NewPeer): Promise<TestPeer>;
}

/** @param now the time by which certificates are judged. */
export async function createCast(now: () => number): Promise<Cast> {
  const installation = await newSigner('P-256');
  return { installation, newPeer: (options) => newPeer(installation, now, options) };
}

async function newPeer(trusted: Signer, now: () => number, options: NewPeer): Promise<TestPeer> {
  const { conversation = usualConversation } = options;
  const author = await newAuthor({ ...options, installation: options.installation ?? trusted });
  const certificate = await encodeCertificate(
    { ...author.certificate, notBefore: now() - 3_600_000, notAfter: now() + 86_400_000 },
    options.installation ?? trusted,
  );
  const replica = createReplica({
    conversation,
    verify,
    installationKey: () => trusted.publicKey.bytes,
    now,
  });
  replica.attach(createLogDocument);
  await replica.admitCertificate(certificate, true);
  if (options.installation === undefined) replica.pin(author.log);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  replica.onEntries(changed);
  replica.onCertificate(changed);
  const gate: Gate = {
    log: author.log,
    certificate,
    sign: (bytes) => author.signer.sign(bytes),
    verify: (by, signature, bytes) => verify(by.key, signature, bytes),
    admit: (update, source) => replica.admit(update, source),
    admitCertificate: (bytes) => replica.admitCertificate(bytes, true),
    certificateOf: (log) => replica.certificates().get(log)?.bytes,
  };
  const typists = new Set<LogId>();
  const typingReports: (readonly [LogId, boolean])[] = [];
  let room: RoomConnection | undefined;

  return {
    log: author.log,
    conversation,
    author,
    replica,
    gate,
    async say(...texts) {
      for (const text of texts) replica.write(await author.say(text));
    },
    heard: () =>
      [...replica.certificates().keys()]
        .flatMap((log) => replica.entries(log))
        .map((entry) => textOf(entry))
        .toSorted(),
    typists,
    typingReports,
    links: () => room?.links() ?? [],
    room() {
      if (room === undefined) throw new Error('The peer has joined no room.');
      return room;
    },
    join(transport, topic, policy = 'direct') {
      const { files } = options;
      room = transport.join({ topic, doc: replica.doc, gate, iceServers: [], policy, files });
      room.onLinks(changed);
      room.onTyping((log, typing) => {
        typingReports.push([log, typing]);
        if (typing) typists.add(log);
        else typists.delete(log);
        changed();
      });
      return room;
    },
    leave() {
      room?.close();
      room = undefined;
      typists.clear();
      changed();
    },
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function textOf(entry: Entry): string {
  const payload = readPayload(entry);
  return payload.type === 'message' ? payload.text : payload.type;
}

export function topicOf(fill: number): Topic {
  return idOf(fill) as unknown as Topic;
}
