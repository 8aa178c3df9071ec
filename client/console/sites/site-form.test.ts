import { expect, test } from 'vitest';
import type { SiteId } from '../../../conversation/protocol/ids.ts';
import { checkSite, originsIn, snippetFor } from './site-form.ts';

const site = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA' as SiteId,
  name: 'Shop',
  origins: [],
  department: null,
  isDefault: false,
  widget: {},
  keys: [],
};

test('addresses may be typed as people type them', () => {
  expect(
    originsIn(' https://Shop.example/, http://localhost:8080\nhttps://*.shop.example'),
  ).toEqual(['https://shop.example', 'http://localhost:8080', 'https://*.shop.example']);
  expect(originsIn(' ')).toEqual([]);
});

test('[W9] what is wrong is said beside its field', () => {
  expect(checkSite({ name: 'Shop', origins: 'https://shop.example' })).toEqual({});
  expect(checkSite({ name: ' ', origins: 'https://shop.example shop.example/path' })).toEqual({
    name: 'Give it a name.',
    origins: '“shop.example/path” is no address like https://www.example.com.',
  });
});

test('the line of a page names the site where that matters', () => {
  const line = '<script src="https://chat.example/embed.js" async></script>';
  expect(snippetFor('https://chat.example', { ...site, isDefault: true })).toBe(line);
  expect(snippetFor('https://chat.example', site)).toContain(`data-site="${site.id}"`);
});
