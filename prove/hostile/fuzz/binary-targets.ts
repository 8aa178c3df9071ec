/** Everything that reads bytes: updates, state vectors, entries, certificates, payloads, frames, and the whole guard. */
import { deepStrictEqual, ok } from 'node:assert';
import * as Y from 'yjs';
import { entryAttacks } from '../../../conversation/log/attacks.fixture.ts';
import { decodeCertificate, verifyCertificate } from '../../../conversation/log/certificate.ts';
import { decodeEntry } from '../../../conversation/log/entry.ts';
import { limits } from '../../../conversation/log/limits.ts';
import {
  conversation,
  newAuthor,
  newSigner,
  start,
  verify,
  type Author,
} from '../../../conversation/log/log.fixture.ts';
import { nonsense } from '../../../conversation/log/nonsense.fixture.ts';
import { encodePayload, readPayload } from '../../../conversation/log/payload.ts';
import { readStateVector, writeStateVector } from '../../../conversation/log/state-vector.ts';
import { readUpdate, rootName, writeUpdate } from '../../../conversation/log/update.ts';
import { readFileFrame, writeFileFrame } from '../../../conversation/peer/files/file-frames.ts';
import { fileLimits } from '../../../conversation/peer/files/file-limits.ts';
import { malformedFileFrames } from '../../../conversation/peer/files/hostile-files.fixture.ts';
import { createLogDocument } from '../../../conversation/peer/log-document.ts';
import { createReplica, type Replica } from '../../../conversation/peer/replica.ts';
import {
  createAssembler,
  readFrame,
  writeFrame,
} from '../../../conversation/peer/webrtc/frames.ts';
import { malformedFrames } from '../../../conversation/peer/webrtc/hostile-frames.fixture.ts';
import { mostFileBytes, type FileHash } from '../../../conversation/protocol/file.ts';
import { readEntriesFrame, writeEntriesFrame } from '../../../conversation/protocol/frames.ts';
import type { LogId } from '../../../conversation/protocol/ids.ts';
import type { Target } from './engine.ts';
import { mutant } from './mutator.ts';

const someHash = `${'A'.repeat(42)}E` as FileHash;
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

interface Cast {
  readonly installationKey: Uint8Array;
  readonly authors: readonly [Author, Author];
  /** Of both logs, in pieces and as a whole. */
  readonly updates: readonly Uint8Array[];
}

async function newCast(): Promise<Cast> {
  const installation = await newSigner('P-256');
  const client = await newAuthor({ log: 300_000, installation });
  const agent = await newAuthor({ log: 70, installation, role: 'agent', algorithm: 'P-256' });
  for (const text of ['one', 'two', 'three', '<b>four</b>']) await client.say(text);
  for (const text of ['eins', 'zwei', 'drei']) await agent.say(text);
  const pieces = [client, agent].flatMap(({ log, written }) =>
    written.map((entry, from) => writeUpdate([{ log, from, entries: [entry] }])),
  );
  const wholes = [client, agent].map(({ log, written }) => ({ log, from: 0, entries: written }));
  return {
    installationKey: installation.publicKey.bytes,
    authors: [client, agent],
    updates: [...pieces, writeUpdate(wholes), ...wholes.map((whole) => writeUpdate([whole]))],
  };
}

export async function binaryTargets(): Promise<Target[]> {
  const cast = await newCast();
  const [client] = cast.authors;
  const frames = cast.updates.map((update) => writeFrame({ kind: 'update', update })[0] ?? update);
  const victim = { log: client.log, from: 4, rootName: rootName(client.log), conversation };
  const small = entryAttacks
    .map((attack) => attack.update(victim))
    .filter((it) => it.length < 4000);
  const certificates = cast.authors.map(({ certificate }) => certificate.bytes);
  const states = [
    writeStateVector(new Map(cast.authors.map(({ log }) => [log, 3]))),
    writeStateVector(new Map()),
    writeStateVector(new Map(Array.from({ length: 200 }, (_, i) => [(i + 1) as LogId, i + 1]))),
  ];
  return [
    {
      name: 'updates',
      corpus: [...cast.updates, ...small],
      mutant,
      check(input) {
        const read = readUpdate(input);
        if (!read.ok) return false;
        ok(same(writeUpdate(read.value), input), 'two spellings of one update');
        ok(read.value.length <= limits.logsPerConversation, 'too many logs');
        const isWhole = read.value.every(({ from }) => from === 0);
        if (isWhole) expectPlain(input, read.value);
        return true;
      },
    },
    {
      name: 'state vectors',
      corpus: states,
      mutant,
      check(input) {
        const read = readStateVector(input);
        if (!read.ok) return false;
        ok(same(writeStateVector(read.value), input), 'two spellings of one state vector');
        deepStrictEqual(
          Y.decodeStateVector(input),
          new Map(read.value),
          'Yjs reads something else',
        );
        return true;
      },
    },
    {
      name: 'entries and payloads',
      corpus: [...client.written, ...nonsense.map(({ payload }) => entryWith(client, payload))],
      mutant,
      check(input) {
        const decoded = decodeEntry(input);
        if (!decoded.ok) return false;
        const { log, seq, depth, hash, payload } = decoded.value;
        ok(
          log >= 1 && log <= 0x7fffffff && seq < 0xffffffff && depth > seq,
          'a number out of range',
        );
        ok(hash.length === 32 && input.length <= limits.entryBytes, 'a wrong length');
        ok(payload === undefined || payload.length >= 16, 'a payload without salt');
        expectReadable(decoded.value);
        return true;
      },
    },
    {
      name: 'certificates',
      corpus: certificates,
      mutant,
      async check(input) {
        const decoded = decodeCertificate(input);
        if (!decoded.ok) return false;
        ok(decoded.value.name.length <= limits.nameCharacters, 'a name that is too long');
        const trust = { installationKey: cast.installationKey, conversation, verify, now: start };
        const trusted = (await verifyCertificate(decoded.value, trust)).ok;
        ok(!trusted || certificates.some((honest) => isSameButSignature(honest, input)), 'forged');
        return trusted;
      },
    },
    {
      name: 'frames of the channel for files',
      corpus: [
        ...malformedFileFrames.map(([, message]) => message),
        ...([0, 1, 70_000] as const).map((from) =>
          writeFileFrame({ kind: 'want', number: from + 1, hash: someHash, from, length: 16_384 }),
        ),
        writeFileFrame({ kind: 'stop', number: 2 }),
        writeFileFrame({ kind: 'none', number: 2 ** 32 - 1 }),
        writeFileFrame({ kind: 'bytes', number: 3, bytes: new Uint8Array(300).fill(7) }),
      ],
      mutant,
      check(input) {
        const read = readFileFrame(Uint8Array.from(input));
        if (!read.ok) return false;
        ok(same(writeFileFrame(read.value), input), 'two spellings of one frame');
        ok(input.length <= fileLimits.messageBytes, 'a message that is too long');
        if (read.value.kind === 'want') {
          const { from, length } = read.value;
          ok(length > 0 && length <= fileLimits.rangeBytes, 'a range of a wrong size');
          ok(from + length <= mostFileBytes, 'a range beyond every file');
        }
        return true;
      },
    },
    {
      name: 'frames of a direct link',
      corpus: [
        ...frames,
        ...states.map(
          (stateVector) => writeFrame({ kind: 'state', stateVector })[0] ?? stateVector,
        ),
        ...writeFrame({ kind: 'certificates', certificates }),
        ...writeFrame({ kind: 'typing', typing: true }),
        ...writeFrame({ kind: 'ping', number: 7 }),
        ...malformedFrames
          .flatMap(([, messages]) => messages.slice(0, 1))
          .flatMap((it) => (typeof it === 'string' ? [] : [it])),
      ],
      mutant,
      check(input) {
        const read = readFrame(input);
        if (!read.ok) return false;
        const assembler = createAssembler();
        if (read.value.kind === 'piece') assembler.add({ ...read.value, last: true });
        const [first, ...rest] = writeFrame(read.value);
        const isOne = rest.length === 0 && first !== undefined;
        if (isOne) ok(same(first, input), 'two spellings of one frame');
        return true;
      },
    },
    {
      name: 'frames of a session',
      corpus: cast.updates.map((update) => writeEntriesFrame(conversation, update)),
      mutant,
      check(input) {
        const read = readEntriesFrame(input);
        if (!read.ok) return false;
        ok(
          same(writeEntriesFrame(read.value.conversation, read.value.update), input),
          'two spellings',
        );
        return true;
      },
    },
    guard(cast, [...cast.updates, ...small]),
  ];
}

/** The replica of a peer that holds some of both logs. */
function guard(cast: Cast, corpus: readonly Uint8Array[]): Target {
  let replica: Replica | undefined;
  async function fresh(): Promise<Replica> {
    const { installationKey } = cast;
    const made = createReplica({
      conversation,
      verify,
      installationKey: () => installationKey,
      now: () => start,
    });
    made.attach(createLogDocument);
    for (const { certificate, log, written } of cast.authors) {
      await made.admitCertificate(certificate.bytes, true);
      await made.admit(writeUpdate([{ log, from: 0, entries: written.slice(0, 2) }]), 'link');
    }
    while (made.fillSome()) continue;
    return made;
  }
  return {
    name: 'the whole guard',
    corpus,
    mutant,
    async check(input) {
      replica ??= await fresh();
      const before = Y.encodeStateAsUpdate(replica.doc);
      const admitted = await replica.admit(input, 'link');
      const { doc } = replica;
      ok(doc.store.pendingStructs === null && doc.store.pendingDs === null, 'something is pending');
      ok(doc.share.size <= cast.authors.length, 'there is another root');
      for (const { log, written } of cast.authors) {
        const held = doc.getArray<Uint8Array>(rootName(log)).toArray();
        ok(held.length >= 2 && held.length <= written.length, 'a log has another length');
        ok(
          held.every((bytes, seq) => isSameEntry(bytes, written[seq])),
          'somebody else wrote in a log',
        );
      }
      const after = Y.encodeStateAsUpdate(doc);
      const isMore = !same(before, after);
      if (isMore) replica = undefined;
      ok(!isMore || admitted.ok || readUpdate(input).ok, 'what was refused changed something');
      return admitted.ok;
    },
  };
}

/** The same header, signature and payload, or one that verifies: ECDSA has more than one signature. */
function isSameEntry(bytes: Uint8Array, honest: Uint8Array | undefined): boolean {
  if (honest === undefined) return false;
  return (
    same(bytes.subarray(0, 100), honest.subarray(0, 100)) &&
    same(bytes.subarray(164), honest.subarray(164))
  );
}

const isSameButSignature = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && same(a.subarray(0, -64), b.subarray(0, -64));

/** A whole update makes of an empty document exactly its logs. */
function expectPlain(
  input: Uint8Array,
  appends: readonly { log: LogId; entries: readonly Uint8Array[] }[],
): void {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, input);
  ok(doc.store.pendingStructs === null && doc.store.pendingDs === null, 'something is pending');
  ok(doc.share.size === appends.length, 'there is another root');
  for (const { log, entries } of appends) {
    deepStrictEqual(doc.getArray(rootName(log)).length, entries.length, 'a log has another length');
  }
  doc.destroy();
}

function expectReadable(entry: Parameters<typeof readPayload>[0]): void {
  const said = readPayload(entry);
  switch (said.type) {
    case 'message':
    case 'edit':
      ok(new TextEncoder().encode(said.text).length <= limits.textBytes, 'a text is too long');
      ok(!/\p{Surrogate}/u.test(said.text), 'half a character');
      // What can be read can be written, but for what the writer tidies up.
      if (said.text === said.text.normalize('NFC') && said.text !== '') {
        encodePayload('message', { text: said.text });
      }
      return;
    case 'reaction':
      return ok(said.emoji.length <= limits.emojiCharacters, 'an emoji is too long');
    case 'redaction':
    case 'read':
    case 'system':
    case 'unsupported':
    case 'erased':
      return;
  }
}

/** An entry of this author with other bytes behind the salt: nobody signed it, which reading does not ask. */
function entryWith({ written }: Author, payload: Uint8Array): Uint8Array {
  const [honest = new Uint8Array(180)] = written;
  const bytes = new Uint8Array(180 + payload.length);
  bytes.set(honest.subarray(0, 180));
  bytes.set(payload, 180);
  return bytes.length > limits.entryBytes ? bytes.slice(0, limits.entryBytes) : bytes;
}
