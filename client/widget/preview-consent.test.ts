import { expect, test } from 'vitest';
import { createKeptValues } from '../browser/kept-values.ts';
import { createPreviewConsent } from './preview-consent.ts';

test('[P6] who turned the preview off once finds it off, until they turn it on', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  } as unknown as Storage;
  const kept = createKeptValues(() => storage);
  createPreviewConsent(kept).set(false);
  const again = createPreviewConsent(createKeptValues(() => storage));
  expect(again.given()).toBe(false);
  again.set(true);
  expect(createPreviewConsent(createKeptValues(() => storage)).given()).toBe(true);
});
