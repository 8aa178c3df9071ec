import { expect, test } from 'vitest';
import { createTabTitle } from './tab-title.ts';

test('the title counts what waits, and is as it was when nothing does', () => {
  const page = { title: 'Shop' };
  const tab = createTabTitle(page);
  tab.show(2);
  expect(page.title).toBe('(2) Shop');
  tab.show(120);
  expect(page.title).toBe('(99+) Shop');
  tab.show(0);
  expect(page.title).toBe('Shop');
});

test('a title that the page gave itself meanwhile is kept', () => {
  const page = { title: 'Shop' };
  const tab = createTabTitle(page);
  tab.show(1);
  page.title = 'Basket';
  tab.show(2);
  expect(page.title).toBe('(2) Basket');
  tab.show(0);
  expect(page.title).toBe('Basket');
});
