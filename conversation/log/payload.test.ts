import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileRef } from '../protocol/file.ts';
import type { EntryId, LogId, ParticipantId } from '../protocol/ids.ts';
import { limits } from './limits.ts';
import { idOf } from './log.fixture.ts';
import {
  encodePayload,
  parseText,
  readPayload,
  type Payload,
  type PayloadType,
} from './payload.ts';

function read(type: PayloadType | 'file' | 'unknown', json: Uint8Array | string): Payload {
  const bytes = typeof json === 'string' ? new TextEncoder().encode(json) : json;
  const payload = new Uint8Array(16 + bytes.length);
  payload.set(bytes, 16);
  return readPayload({ type, payload });
}

const of = '12-3' as EntryId;
const picture: FileRef = {
  hash: 'A'.repeat(43) as FileRef['hash'],
  name: 'a.png',
  type: 'image/png',
  size: 10,
  width: 1,
  height: 1,
};
const log = 12 as LogId;

test('[PAY1] every payload is read as it was written', () => {
  const participant = { id: idOf(1) as ParticipantId, name: 'Ann', role: 'agent' as const };
  const written = [
    { type: 'message', text: 'hi' },
    { type: 'message', text: 'hi', greeting: true, answers: of },
    { type: 'message', text: 'hi', replyTo: of },
    { type: 'message', text: '', files: [picture] },
    { type: 'edit', of, text: 'hi' },
    { type: 'redaction', of },
    { type: 'reaction', of, emoji: '👍🏽', on: true },
    { type: 'read', delivered: [[log, 3]], read: [[log, 2]] },
    { type: 'read' },
    { type: 'system', event: 'assigned', participant },
    { type: 'system', event: 'waiting' },
  ] as const satisfies Payload[];
  for (const { type, ...value } of written) {
    expect(read(type, encodePayload(type, value as never))).toEqual({ type, ...value });
  }
});

test.each(['👍', '👍🏽', '❤️', '👩‍👩‍👧', '🇩🇪', '7️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🫱🏽‍🫲🏻'])('[PAY8] %s is one emoji', (emoji) => {
  const json = encodePayload('reaction', { of, emoji, on: true });
  expect(read('reaction', json)).toEqual({ type: 'reaction', of, emoji, on: true });
});

test('[PAY1] any text that can be written is read back the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
      const parsed = parseText(typed);
      if (!parsed.ok) return;
      const json = encodePayload('message', { text: parsed.value });
      expect(read('message', json)).toEqual({ type: 'message', text: parsed.value });
    }),
    { seed: 5, numRuns: 1000 },
  );
});

test('[PAY1] [PAY2] however a message is spelled, its text is judged alike', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
    fc
      .string({ unit: 'grapheme' })
      .map((text) => new TextEncoder().encode(JSON.stringify(text).slice(1, -1))),
    fc
      .integer({ min: -2, max: 2 })
      .map((more) => new Uint8Array(limits.textBytes + more).fill(120)),
  );
  const spelled = (start: string, inside: Uint8Array) =>
    new Uint8Array([
      ...new TextEncoder().encode(start),
      ...inside,
      ...new TextEncoder().encode('"}'),
    ]);
  fc.assert(
    fc.property(bytes, (inside) => {
      // The blank keeps it from the short way.
      expect(read('message', spelled('{"text":"', inside))).toEqual(
        read('message', spelled('{"text": "', inside)),
      );
    }),
    { seed: 6, numRuns: 2000 },
  );
});

test('[V-90] [PAY2] what cannot be read is unsupported and stops nothing', () => {
  const tooLong = 'x'.repeat(limits.textBytes + 1);
  const wrong: [PayloadType, string][] = [
    ['message', ''],
    ['message', 'nul'],
    ['message', 'null'],
    ['message', '[]'],
    ['message', '"text"'],
    ['message', '{"text":5}'],
    ['message', '{"text":""}'],
    ['message', `{"text":"${tooLong}"}`],
    ['message', '{"text":"\\u0000"}'],
    ['message', '{"text":"\\u001b[2J"}'],
    ['message', '{"text":"\\ud800"}'],
    ['message', '{"__proto__":{"text":"inherited"}}'],
    ['message', '['.repeat(16_000)],
    ['edit', '{"of":"12-03","text":"a"}'],
    ['edit', '{"of":"0-3","text":"a"}'],
    ['redaction', '{"of":7}'],
    ['message', '{"text":"hi","replyTo":"12"}'],
    ['message', '{"text":"","files":[]}'],
    ['message', JSON.stringify({ text: 'hi', files: [{ ...picture, name: '../a.png' }] })],
    ['message', JSON.stringify({ text: 'hi', files: Array.from({ length: 11 }, () => picture) })],
    ['reaction', '{"of":"12-3","emoji":"","on":true}'],
    ['reaction', '{"of":"12-3","emoji":"ok","on":true}'],
    ['reaction', '{"of":"12-3","emoji":"👍👍","on":true}'],
    ['reaction', '{"of":"12-3","emoji":"7","on":true}'],
    ['reaction', '{"of":"12-3","emoji":"+","on":1}'],
    ['read', '{"read":[[12,-1]]}'],
    ['read', '{"read":[[0,1]]}'],
    ['read', '{"read":[[12,2.5]]}'],
    ['read', '{"read":{}}'],
    ['system', '{"event":"Assigned to <b>"}'],
    ['system', '{"event":"assigned","participant":{"name":"x"}}'],
  ];
  for (const [type, json] of wrong) {
    expect(read(type, json), json.slice(0, 60)).toEqual({ type: 'unsupported' });
  }
  expect(read('message', new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual({ type: 'unsupported' });
  expect(read('message', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toEqual({
    type: 'unsupported',
  });
  expect(read('file', '{}')).toEqual({ type: 'unsupported' });
  expect(read('unknown', '{}')).toEqual({ type: 'unsupported' });
});

test('[V-90] [PAY2] any bytes are read or unsupported, never thrown at', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('message', 'edit', 'redaction', 'reaction', 'read', 'system'),
      fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.json()),
      (type, json) => {
        expect(['unsupported', type]).toContain(read(type, json).type);
      },
    ),
    { seed: 6, numRuns: 1000 },
  );
});

test('[V-72] [PAY2] keys that this version does not know are ignored, and __proto__ is one of them', () => {
  const found = read('message', '{"text":"hi","font":"big","__proto__":{"isAdmin":true}}');
  expect(found).toEqual({ type: 'message', text: 'hi' });
  expect('isAdmin' in found).toBe(false);
});

test('[PAY6] an answer names the message that it answers, and a wrong name is not an answer', () => {
  const answers = '7-3' as EntryId;
  const bytes = encodePayload('message', { text: 'Blue', answers });
  expect(new TextDecoder().decode(bytes)).toBe('{"text":"Blue","answers":"7-3"}');
  expect(read('message', bytes)).toEqual({ type: 'message', text: 'Blue', answers });
  expect(read('message', '{"text":"a","answers":"7"}')).toEqual({ type: 'unsupported' });
});

test('[PAY5] a greeting says so, in words that an older reader passes over', () => {
  const bytes = encodePayload('message', { text: 'Welcome', greeting: true });
  expect(new TextDecoder().decode(bytes)).toBe('{"text":"Welcome","greeting":true}');
  expect(read('message', bytes)).toEqual({ type: 'message', text: 'Welcome', greeting: true });
  expect(read('message', '{"text":"a","greeting":false}')).toEqual({ type: 'unsupported' });
});

test('[PAY3] an erased payload says so', () => {
  expect(readPayload({ type: 'message', payload: undefined })).toEqual({ type: 'erased' });
});

test('[PAY4] a typed text becomes NFC without control characters and blank edges', () => {
  const valueOf = (typed: string) => {
    const parsed = parseText(typed);
    return parsed.ok ? parsed.value : parsed.refusal;
  };
  expect(valueOf('  hello \n')).toBe('hello');
  expect(valueOf('a\r\nb\rc\td')).toBe('a\nb\nc\td');
  expect(valueOf('a\u0000\u001b\u007fb')).toBe('ab');
  expect(valueOf('e\u0301')).toBe('\u00e9');
  expect(valueOf('a\ud800b\udc00')).toBe('ab');
  expect(valueOf('👩‍👩‍👧')).toBe('👩‍👩‍👧');
  expect(valueOf('')).toBe('empty');
  expect(valueOf(' \n\u0000 ')).toBe('empty');
});

test('[LIM1] a text of 8192 bytes is written, one byte more is too long, counted in UTF-8', () => {
  expect(parseText('x'.repeat(8192)).ok).toBe(true);
  expect(parseText('x'.repeat(8193))).toEqual({ ok: false, refusal: 'too-long' });
  expect(parseText('ä'.repeat(4096)).ok).toBe(true);
  expect(parseText('ä'.repeat(4097))).toEqual({ ok: false, refusal: 'too-long' });
  expect(parseText('"'.repeat(8192))).toEqual({ ok: false, refusal: 'too-long' });
  expect(parseText('x'.repeat(10_000_000))).toEqual({ ok: false, refusal: 'too-long' });
});

test('[LIM1] every text that parseText accepts fits into an entry, as a message and as an edit', () => {
  for (const unit of ['x', '"', '\n', '\u2028', 'ä', '👍']) {
    let longest = '';
    for (let n = 1; n <= 8192; n = Math.ceil(n * 1.01) + 1) {
      const parsed = parseText(`a${unit.repeat(n)}a`);
      if (parsed.ok) longest = parsed.value;
    }
    const id = '2147483647-4294967294' as EntryId;
    const json = encodePayload('edit', { of: id, text: longest });
    expect(180 + json.length).toBeLessThanOrEqual(limits.entryBytes);
  }
});

test('a payload that nobody could read is not written', () => {
  expect(() => encodePayload('message', { text: '' })).toThrow(RangeError);
  expect(() => encodePayload('redaction', { of: 'x' as EntryId })).toThrow(RangeError);
});
