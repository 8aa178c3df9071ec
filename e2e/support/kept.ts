import { expect, type Page } from '@playwright/test';

/** Resolves once the worker has the page and everything that it names. */
export const isKept = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(async () => {
        if (navigator.serviceWorker.controller === null) return false;
        return (await caches.match('/chat/')) !== undefined;
      }),
    )
    .toBe(true);
