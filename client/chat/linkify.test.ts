import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkify } from './linkify.ts';

const links = (text: string) =>
  linkify(text).flatMap((piece) => (piece.kind === 'link' ? [[piece.text, piece.href]] : []));

test('web, mail and telephone addresses become links, and the rest stays text', () => {
  expect(links('see https://a.example/x?y=1#z and http://b.example')).toEqual([
    ['https://a.example/x?y=1#z', 'https://a.example/x?y=1#z'],
    ['http://b.example', 'http://b.example/'],
  ]);
  expect(links('www.a.example or help@a.example')).toEqual([
    ['www.a.example', 'https://www.a.example/'],
    ['help@a.example', 'mailto:help@a.example'],
  ]);
  expect(links('tel:+49-461-123 and mailto:a@b.example')).toEqual([
    ['tel:+49-461-123', 'tel:+49-461-123'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
  ]);
});

test.each([
  'javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'https://bank.example@evil.example/',
  'https://',
  'xhttps://a.example',
  'mailto:no-address',
  'tel:call-me',
  'java\u200Bscript:alert(1)',
])('[V-03] %s stays text', (text) => {
  expect(links(text)).toEqual([]);
});

test('punctuation and brackets around a link do not belong to it', () => {
  expect(links('(see https://a.example/b_(c)).')).toEqual([
    ['https://a.example/b_(c)', 'https://a.example/b_(c)'],
  ]);
  expect(links('“https://a.example”, really?')).toEqual([
    ['https://a.example', 'https://a.example/'],
  ]);
});

test('a name in another script is shown as written and followed as punycode', () => {
  expect(links('https://bücher.example/')).toEqual([
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ]);
});

test('the pieces joined are the text, whatever it is', () => {
  const word = fc.constantFrom(
    'https://',
    'www.',
    'a@b.c',
    '(',
    ')',
    ' ',
    '\n',
    '.',
    'x',
    '@',
    'mailto:',
    '👍🏽',
    '\u202e',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
        fc.array(word).map((words) => words.join('')),
      ),
      (text) => {
        expect(
          linkify(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});

test.each([
  ['brackets', 'https://a.example/' + '('.repeat(50_000) + ')'.repeat(50_000)],
  ['at signs', 'a@'.repeat(50_000)],
  ['dots', `a@${'b.'.repeat(50_000)}`],
  ['links', 'https://a.example '.repeat(5_000)],
  ['trailing marks', `https://a.example/${'.)'.repeat(50_000)}`],
])('[V-77] a hundred thousand %s take milliseconds', (_, text) => {
  const began = performance.now();
  linkify(text);
  // Quadratic work on these takes minutes.
  expect(performance.now() - began).toBeLessThan(2_000);
});
