/**
 * Entries whose form, place and signature are right and whose content is nonsense. They are admitted, since their
 * author really wrote them; they show as "unsupported" or not at all, and hold up nothing after them.
 */
import type { EntryType } from './entry.ts';

export interface Nonsense {
  readonly title: string;
  readonly type: EntryType;
  /** What stands behind the salt. */
  readonly payload: Uint8Array;
  /** Of the entry; left out: as it should be. */
  readonly depth?: number;
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const raw = (text: string) => new TextEncoder().encode(text);
const nobodys = '2147483647-4294967294';

export const nonsense: readonly Nonsense[] = [
  { title: 'no JSON', type: 'message', payload: raw('{"text":') },
  { title: 'no UTF-8', type: 'message', payload: Uint8Array.of(0xff, 0xfe, 0xc0, 0x80) },
  { title: 'nothing', type: 'message', payload: new Uint8Array(0) },
  { title: 'null', type: 'message', payload: raw('null') },
  { title: 'a list', type: 'message', payload: raw('[]') },
  { title: 'a number for a text', type: 'message', payload: json({ text: 7 }) },
  { title: 'an object for a text', type: 'message', payload: json({ text: { toString: 1 } }) },
  { title: 'no text', type: 'message', payload: json({}) },
  { title: 'an empty text', type: 'message', payload: json({ text: '' }) },
  { title: 'a text that is too long', type: 'message', payload: json({ text: 'x'.repeat(9000) }) },
  { title: 'half a surrogate pair', type: 'message', payload: raw('{"text":"\\ud800"}') },
  { title: 'a null byte', type: 'message', payload: raw('{"text":"a\\u0000b"}') },
  {
    title: 'a prototype',
    type: 'message',
    payload: raw('{"__proto__":{"text":"no"},"constructor":{"prototype":{"text":"no"}}}'),
  },
  {
    title: 'brackets a thousand deep',
    type: 'message',
    payload: raw('['.repeat(1000) + ']'.repeat(1000)),
  },
  { title: 'an edit of nothing', type: 'edit', payload: json({ of: nobodys, text: 'edited' }) },
  { title: 'an edit of no id', type: 'edit', payload: json({ of: '../../etc', text: 'edited' }) },
  { title: 'a redaction of nothing', type: 'redaction', payload: json({ of: nobodys }) },
  {
    title: 'a reaction that is a page long',
    type: 'reaction',
    payload: json({ of: nobodys, emoji: 'x'.repeat(4000), on: true }),
  },
  {
    title: 'a reaction to nothing',
    type: 'reaction',
    payload: json({ of: nobodys, emoji: '👍', on: true }),
  },
  {
    title: 'marks up to the end of time',
    type: 'read',
    payload: json({ read: [[2147483647, 4294967294]], delivered: [[1, 4294967294]] }),
  },
  { title: 'marks that are numbers', type: 'read', payload: raw('{"read":1e400,"delivered":-1}') },
  {
    title: 'marks in more logs than there are',
    type: 'read',
    payload: json({ read: Array.from({ length: 1500 }, (_, i) => [i + 1, 1]) }),
  },
  { title: 'a file of nothing', type: 'file', payload: json({ name: '../../x', size: -1 }) },
  {
    title: 'the greatest depth',
    type: 'message',
    payload: json({ text: 'deep' }),
    depth: 0xffffffff,
  },
];
