import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { FileHash } from '../../conversation/protocol/file.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { createFileAddresses } from './file-addresses.ts';

test('[W8] an address works for a minute, and only a thousand do at once', () => {
  let now = 0;
  const addresses = createFileAddresses({ now: () => now, randomBytes });
  const give = () => addresses.give('A'.repeat(22) as ConversationId, 'h' as FileHash);
  const first = give();
  now = 59_999;
  expect(addresses.find(first)?.hash).toBe('h');
  const second = give();
  now = 60_000;
  expect(addresses.find(first)).toBeUndefined();
  for (let i = 0; i < 1_000; i += 1) give();
  expect(addresses.find(second)).toBeUndefined();
  expect(addresses.find(give())).toBeDefined();
});
