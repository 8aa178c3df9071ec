import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { closeCodes } from './close-codes.ts';
import { fromServer, toServer } from './session.ts';
import { published, signalToServer } from './signal.ts';
import { oldestSupportedVersion, protocolVersion } from './version.ts';

/**
 * What each version says. A changed message gets a new version, a new line here and a word in PROTOCOL.md;
 * until the first release, version 1 may change its line.
 */
const hashes: Readonly<Record<number, string>> = {
  1: 'ab9d60447752c3a2',
};

/** A schema's parts that say what it takes, in an order of their own; functions count by their place alone. */
function describe(part: unknown): unknown {
  if (part instanceof RegExp) return String(part);
  if (typeof part === 'function') return 'function';
  if (typeof part === 'bigint') return `${part}n`;
  if (Array.isArray(part)) return part.map(describe);
  if (typeof part !== 'object' || part === null) return part;
  const told = ['kind', 'type', 'key', 'literal', 'options', 'entries', 'items', 'item', 'rest'];
  told.push('wrapped', 'pipe', 'requirement', 'default');
  const isSchema = 'kind' in part && typeof part.kind === 'string';
  const entries = Object.entries(part).filter(([name]) => !isSchema || told.includes(name));
  return Object.fromEntries(
    entries
      .map(([name, value]) => [name, describe(value)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function hashOf(...schemas: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(describe(schemas)))
    .digest('hex')
    .slice(0, 16);
}

test('a changed message changes the version', () => {
  const hash = hashOf(toServer, fromServer, signalToServer, published, closeCodes);
  expect(hash, `version ${protocolVersion} says something else now`).toBe(hashes[protocolVersion]);
});

test('the hash sees a changed pattern, bound, literal, key and optional', async () => {
  const v = await import('valibot');
  const base = () => v.object({ a: v.pipe(v.string(), v.regex(/^a$/), v.maxLength(5)) });
  const variants = [
    base(),
    v.object({ b: v.pipe(v.string(), v.regex(/^a$/), v.maxLength(5)) }),
    v.object({ a: v.pipe(v.string(), v.regex(/^a$/u), v.maxLength(5)) }),
    v.object({ a: v.pipe(v.string(), v.regex(/^a$/), v.maxLength(6)) }),
    v.object({ a: v.optional(v.pipe(v.string(), v.regex(/^a$/), v.maxLength(5))) }),
    v.strictObject({ a: v.pipe(v.string(), v.regex(/^a$/), v.maxLength(5)) }),
    v.object({ a: v.literal('x') }),
    v.object({ a: v.literal('y') }),
    v.object({ a: v.picklist(['x']) }),
    v.object({ a: v.picklist(['x', 'y']) }),
    v.object({ a: v.array(v.string()) }),
    v.object({ a: v.array(v.number()) }),
    v.object({ a: v.tuple([v.number()]) }),
    v.object({ a: v.tuple([v.string()]) }),
    v.variant('type', [v.object({ type: v.literal('x') })]),
    v.variant('type', [v.object({ type: v.literal('y') })]),
  ];
  expect(new Set(variants.map((schema) => hashOf(schema))).size).toBe(variants.length);
  expect(hashOf(base())).toBe(hashOf(base()));
});

test('the supported versions are a range up to the present one', () => {
  expect(oldestSupportedVersion).toBeGreaterThanOrEqual(1);
  expect(oldestSupportedVersion).toBeLessThanOrEqual(protocolVersion);
});
