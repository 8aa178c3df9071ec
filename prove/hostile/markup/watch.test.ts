import { expect, test } from 'vitest';
import { payloads, someOf } from './payloads.ts';
import { strangeElement } from './watch.ts';

const here = 'http://127.0.0.1:1';
const look = (name: string, attributes: Record<string, string> = {}, ...around: string[]) =>
  strangeElement(name, new Map(Object.entries(attributes)), here, new Set(around));

test('there are at least two hundred payloads, each once', () => {
  expect(payloads.length).toBeGreaterThanOrEqual(200);
  expect(new Set(payloads).size).toBe(payloads.length);
});

test('seeds together choose them all', () => {
  const chosen = new Set(Array.from({ length: 30 }, (_, seed) => someOf(12, seed)).flat());
  expect(chosen.size).toBe(payloads.length);
});

test('what our components draw is not strange', () => {
  expect(look('span', { class: 'row' })).toEqual([]);
  expect(look('a', { href: '/archive' })).toEqual([]);
  expect(look('a', { href: 'https://evil.example/', rel: 'noopener' })).toEqual([]);
  expect(look('a', { href: 'mailto:a@b.example' })).toEqual([]);
  expect(look('link', { href: '/assets/a.css' })).toEqual([]);
  expect(look('blockquote', { class: 'text-quote', dir: 'auto' }, 'bubble')).toEqual([]);
  expect(look('dialog', { class: 'message-details', open: '' })).toEqual([]);
  expect(look('strong', {}, 'bubble')).toEqual([]);
  expect(look('img', { src: `blob:${here}/1` }, 'file', 'file-picture')).toEqual([]);
});

test.each([
  ['blockquote', {}, 'text-blocks'],
  ['pre', {}, 'bubble'],
  ['code', {}, 'row'],
  ['dialog', { open: '' }, 'bubble'],
  ['strong', {}, 'row-name'],
  ['table', { class: 'row' }, 'bubble'],
  ['img', { src: '/icon.svg' }, 'bubble'],
  ['video', { src: '/x.webm' }, 'bubble'],
  ['b', {}, 'bubble'],
])('<%s> with %j within "%s" is not ours', (name, attributes, around) => {
  expect(look(name, attributes, around)).toEqual([
    `there is an element "${name}" that is not ours`,
  ]);
});

test.each([
  ['img', { src: 'x' }],
  ['math', {}],
  ['base', { href: 'https://evil.example/' }],
  ['div', { onclick: 'x' }],
  ['iframe', { srcdoc: 'x' }],
  ['a', { href: 'javascript:x' }],
  ['a', { href: 'data:text/html,x' }],
  ['a', { href: 'https://evil.example/' }],
  ['link', { href: 'https://evil.example/' }],
  ['form', { action: 'https://evil.example/' }],
  ['svg', { onload: 'x' }],
])('<%s> with %j is', (name, attributes) => {
  expect(look(name, attributes)).not.toEqual([]);
});
