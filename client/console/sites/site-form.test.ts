import { expect, test } from 'vitest';
import { checkSite, originsIn } from './site-form.ts';

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
