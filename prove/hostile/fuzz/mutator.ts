/** Inputs made of honest ones: bytes turned, cut, doubled, spliced; JSON with other values, keys and words in it. */
import { mutate } from '../../../conversation/log/attacks.fixture.ts';
import { join } from '../../../conversation/log/hostile-bytes.fixture.ts';

/** @returns 0 to below 1: what mulberry32 makes of a seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function oneOf<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Numbers at the edges of what formats can hold, and words that mean something to some program. */
const words = [
  '__proto__',
  'constructor',
  'prototype',
  'null',
  '{}',
  '[]',
  '""',
  '-1',
  '1e400',
  '0.5',
  '4294967296',
  '9007199254740993',
  '\\ud800',
  '\u0000',
  '\r\n',
  '<script>',
  '" OR 1=1',
  '*',
  'NEAR(',
  'javascript:',
  'https://',
  'typ host',
  'a=candidate:',
  '\u202e',
  '\u{1F600}',
  '"',
  '\\',
  "'",
  '%00',
].map(bytesOf);
const numbers = [
  [0],
  [127],
  [128, 1],
  [255, 255, 255, 255, 15],
  [255, 255, 255, 255, 255, 255, 255, 127],
].map((bytes) => Uint8Array.from(bytes));

/** @param corpus what may be spliced in. */
export function mutant(corpus: readonly Uint8Array[], random: () => number): Uint8Array {
  let bytes = oneOf(corpus, random);
  for (let n = 0; n <= random() * 3; n += 1) {
    const at = Math.floor(random() * (bytes.length + 1));
    switch (Math.floor(random() * 5)) {
      case 0:
        bytes = join(bytes.subarray(0, at), oneOf(words, random), bytes.subarray(at));
        break;
      case 1:
        bytes = join(bytes.subarray(0, at), oneOf(numbers, random), bytes.subarray(at + 1));
        break;
      case 2: {
        const other = oneOf(corpus, random);
        bytes = join(bytes.subarray(0, at), other.subarray(Math.floor(random() * other.length)));
        break;
      }
      default:
        bytes = mutate(bytes, random);
    }
  }
  return bytes.length > 200_000 ? bytes.slice(0, 200_000) : bytes;
}

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e21,
  2 ** 31,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  'true',
  [],
  {},
  [[]],
  [null],
  { length: 1 },
  { toString: 'x' },
  'x'.repeat(300),
  'A'.repeat(22),
  '\ud800',
  '\u0000',
  '__proto__',
  'constructor',
  '<b>',
  '\u202e',
  ['x'],
  'é',
  JSON.parse('{"__proto__":{"x":1}}'),
];

/** Another value, key or member somewhere in a tree of JSON. */
export function jsonMutant(value: unknown, random: () => number): unknown {
  if (random() < 0.15) return oneOf(values, random);
  if (Array.isArray(value)) {
    const items: unknown[] = [...value];
    const at = Math.floor(random() * items.length);
    if (items.length === 0 || random() < 0.2) return [...items, oneOf(values, random)];
    if (random() < 0.2) return items.flatMap((item) => [item, item]);
    return items.with(at, jsonMutant(items[at], random));
  }
  if (typeof value !== 'object' || value === null) return oneOf(values, random);
  const members = Object.entries(value);
  const choice = random();
  if (members.length === 0 || choice < 0.15) {
    const name = oneOf(['__proto__', 'constructor', 'id', 'role', 'type', 'x'], random);
    return Object.fromEntries([...members, [name, oneOf(values, random)]]);
  }
  const at = Math.floor(random() * members.length);
  if (choice < 0.3) return Object.fromEntries(members.toSpliced(at, 1));
  return Object.fromEntries(
    members.map(([name, member], i) => [name, i === at ? jsonMutant(member, random) : member]),
  );
}
