/**
 * What a hostile peer sends to a shared Yjs document, built with the real Yjs where it can be made to write it.
 * The guard, the replica and the archive are tested with the same table: each row must be refused and change nothing.
 */
// oxlint-disable-next-line no-restricted-imports -- attacks are built with the library they are aimed at
import * as Y from 'yjs';
import type { LogId } from '../protocol/ids.ts';
import {
  awareness,
  change,
  forgedEntry,
  fresh,
  join,
  manyLogs,
  nestedArrays,
  raw,
  runLengthBomb,
  type Victim,
} from './hostile-bytes.fixture.ts';

export interface Attack {
  readonly id: string;
  readonly title: string;
  readonly update: (victim: Victim) => Uint8Array;
}

/** A log id that no certificate names. */
const nobody = 0x7ffffff1 as LogId;
const everything = 2 ** 31;

export const attacks: readonly Attack[] = [
  {
    id: 'A1',
    title: 'an entry in the name of the victim',
    update: (victim) => change(victim, (array) => array.push([forgedEntry(victim, victim.from)])),
  },
  {
    id: 'A1b',
    title: "an own entry in the victim's root",
    update: (victim) => {
      const doc = new Y.Doc();
      doc.clientID = nobody;
      doc.getArray(victim.rootName).push([forgedEntry(victim, 0)]);
      return Y.encodeStateAsUpdate(doc);
    },
  },
  {
    id: 'A2',
    title: 'equivocation: another entry where the victim has one, or is about to',
    update: (victim) => {
      const at = Math.max(0, victim.from - 1);
      return change({ ...victim, from: at }, (array) => array.push([forgedEntry(victim, at)]));
    },
  },
  {
    id: 'A3',
    title: 'a garbage-collected range over everything that the victim will write',
    update: ({ log, from }) => raw([1, 1, log, from, 0, everything, 0]),
  },
  {
    id: 'A3b',
    title: 'a skipped range over everything that the victim will write',
    update: ({ log, from }) => raw([1, 1, log, from, 10, everything, 0]),
  },
  {
    id: 'A4',
    title: 'a delete set over everything that the victim wrote and will write',
    update: ({ log }) => raw([0, 1, log, 1, 0, everything]),
  },
  {
    id: 'A5',
    title: 'an entry in the middle of the log',
    update: (victim) =>
      change(victim, (array) => array.insert(0, [forgedEntry(victim, victim.from)]), 1),
  },
  {
    id: 'A6',
    title: 'a map entry by the greatest client id',
    update: () => fresh(2 ** 32 - 1, (doc) => doc.getMap('conversation').set('status', 'closed')),
  },
  {
    id: 'A6b',
    title: "a map entry in the victim's root",
    update: ({ log, rootName }) =>
      fresh(log, (doc) => doc.getMap(rootName).set('status', 'closed')),
  },
  { id: 'A7', title: 'a V2 update of 20 bytes with a million structs', update: runLengthBomb },
  {
    id: 'A8',
    title: 'eight bytes that declare thirty million structs',
    update: ({ log, from }) => raw([1, 30_000_000, log, from]),
  },
  {
    id: 'A8b',
    title: 'eight bytes that declare thirty million logs',
    update: ({ log, from }) => raw([30_000_000, 1, log, from]),
  },
  {
    id: 'A9',
    title: 'eight thousand unknown logs with a gap each, within the size of an update',
    update: () => manyLogs(8000, 5),
  },
  {
    id: 'A10',
    title: 'a struct of an unknown log after a gap',
    update: () => raw([1, 1, nobody, 5, 0, 1, 0]),
  },
  {
    id: 'A10b',
    title: 'a well-formed append to a log that nobody certified, after a gap',
    update: (victim) =>
      change({ ...victim, log: nobody, rootName: `log/${nobody}`, from: 5 }, (array) =>
        array.push([forgedEntry({ ...victim, log: nobody }, 5)]),
      ),
  },
  {
    id: 'A11',
    title: 'a hundred thousand logs without a gap',
    update: () => manyLogs(100_000, 0),
  },
  {
    id: 'A12',
    title: 'a new root type, in an update that then fails',
    update: ({ log }) =>
      fresh(log, (doc) => doc.getArray('evil').push([new Uint8Array(200)])).slice(0, 40),
  },
  {
    id: 'A12b',
    title: 'a new root type, in an update that is whole',
    update: (victim) =>
      fresh(victim.log, (doc) => doc.getArray('evil').push([forgedEntry(victim, 0)])),
  },
  {
    id: 'A13',
    title: 'a truncated update whose first entry is whole',
    update: (victim) => {
      const two = [forgedEntry(victim, victim.from), forgedEntry(victim, victim.from + 1)];
      return change(victim, (array) => array.push(two)).slice(0, -60);
    },
  },
  {
    id: 'A14',
    title: 'a subdocument that wants to be loaded',
    update: (victim) =>
      change(victim, (array) => array.push([new Y.Doc({ guid: 'other-room', autoLoad: true })])),
  },
  {
    id: 'A15',
    title: 'the key __proto__ in a map',
    update: ({ log, rootName }) =>
      fresh(log, (doc) => doc.getMap(rootName).set('__proto__', { isAdmin: true })),
  },
  {
    id: 'A15b',
    title: 'the key __proto__ in a JSON value',
    update: (victim) =>
      change(victim, (array) => array.push([JSON.parse('{"__proto__":{"isAdmin":true}}')])),
  },
  { id: 'A16', title: 'arrays in arrays, 30,000 deep', update: nestedArrays },
  {
    id: 'A17',
    title: 'null where an entry is expected',
    update: (victim) => change(victim, (array) => array.push([null])),
  },
  {
    id: 'A17b',
    title: 'a type where an entry is expected',
    update: (victim) => change(victim, (array) => array.push([new Y.Text('hello')])),
  },
  {
    id: 'A21',
    title: 'the removal of an entry',
    update: (victim) => change(victim, (array) => array.delete(0), 1),
  },
  {
    id: 'A22',
    title: 'an append with a bit turned in the entry',
    update: (victim) => {
      const update = change(victim, (array) => array.push([forgedEntry(victim, victim.from)]));
      update[update.length - 10] = (update[update.length - 10] ?? 0) ^ 4;
      return update;
    },
  },
];

/** What y-protocols carries as awareness: number of states, then client id, clock and JSON of each. */
export const awarenessAttacks: readonly {
  readonly id: string;
  readonly title: string;
  readonly update: (victim: LogId) => Uint8Array;
}[] = [
  {
    id: 'A18',
    title: "the victim's presence with a clock it never reaches",
    update: (victim) => awareness([[victim, 2 ** 40, '{"typing":true}']]),
  },
  {
    id: 'A18b',
    title: 'the end of the victim',
    update: (victim) => awareness([[victim, 2 ** 40, 'null']]),
  },
  {
    id: 'A19',
    title: 'a hundred thousand invented presences',
    update: () =>
      awareness(Array.from({ length: 100_000 }, (_, i) => [1000 + i, 1, '{"typing":true}'])),
  },
  {
    id: 'A19b',
    title: 'a presence of a megabyte',
    update: (victim) => awareness([[victim, 1, JSON.stringify({ typing: 'x'.repeat(1_000_000) })]]),
  },
  {
    id: 'A19c',
    title: 'presence that is not JSON',
    update: (victim) => awareness([[victim, 1, '{"typing":']]),
  },
];

export const stateVectorAttacks: readonly {
  readonly id: string;
  readonly title: string;
  readonly stateVector: () => Uint8Array;
}[] = [
  {
    id: 'A20b',
    title: 'a state vector of a hundred thousand logs',
    stateVector: () => {
      const numbers = Array.from({ length: 100_000 }, (_, i) => [200_000 - i, 1]).flat();
      return raw([100_000, ...numbers]);
    },
  },
  {
    id: 'A20c',
    title: 'a state vector that declares four thousand million logs',
    stateVector: () => raw([0xffffffff, 1, 1]),
  },
];

/** A20: one honest byte that asks for everything; only its rate can be refused. */
export function emptyStateVector(): Uint8Array {
  return raw([0]);
}

/** All of the above, sent where entries are expected. */
export const entryAttacks: readonly Attack[] = [
  ...attacks,
  ...awarenessAttacks.map(({ id, title, update }) => ({
    id,
    title,
    update: ({ log }: Victim) => update(log),
  })),
  ...stateVectorAttacks.map(({ id, title, stateVector }) => ({
    id,
    title,
    update: () => stateVector(),
  })),
  { id: 'A20', title: 'a question for everything', update: emptyStateVector },
];

/** A random small change: a byte, a cut, a repeated or removed piece. @param random 0 to below 1 */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const length = 1 + Math.floor(random() * 8);
  const pieces = [
    bytes.subarray(0, at),
    bytes.subarray(at, at + length),
    bytes.subarray(at + length),
  ];
  const [before = bytes, piece = bytes, after = bytes] = pieces;
  switch (Math.floor(random() * 5)) {
    case 0:
      return join(before, new Uint8Array([Math.floor(random() * 256)]), bytes.subarray(at + 1));
    case 1:
      return before.slice();
    case 2:
      return join(before, piece, piece, after);
    case 3:
      return join(before, after);
    default:
      return join(
        before,
        piece.map((byte) => byte ^ (1 << Math.floor(random() * 8))),
        after,
      );
  }
}
