import { expect, test } from 'vitest';
import { noticeWords } from './notice.ts';

const anna = { name: 'Anna', line: 'Where is my order?', masked: false };
const message = { kind: 'message' } as const;

test('it says who wrote and what', () => {
  expect(noticeWords(message, anna, true)).toEqual({
    title: 'New message from Anna',
    body: 'Where is my order?',
  });
  expect(noticeWords({ kind: 'conversation' }, { ...anna, line: undefined }, true)).toEqual({
    title: 'New conversation with Anna',
    body: undefined,
  });
  expect(noticeWords({ kind: 'mention' }, anna, true).title).toBe('A note about Anna mentions you');
});

test('without a preview, and where names are masked, it says only that something came [W7]', () => {
  for (const kind of ['conversation', 'message', 'mention'] as const) {
    for (const [facts, preview] of [
      [anna, false],
      [{ ...anna, masked: true }, true],
    ] as const) {
      const words = noticeWords({ kind }, facts, preview);
      expect(words.body).toBeUndefined();
      expect(words.title).not.toContain('Anna');
    }
  }
});

test('[V-02] what a client wrote stays one short line that turns nothing around', () => {
  const line = `Click\u202E here\n\n\u0000now ${'a'.repeat(10_000)}`;
  const { title, body = '' } = noticeWords(message, { ...anna, name: '\u2067An\nna', line }, true);
  expect(title).toBe('New message from An na');
  expect(body).toMatch(/^Click here now a+…$/);
  expect(body).toHaveLength(140);
});
