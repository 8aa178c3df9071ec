/** Addresses of files for a browser's own viewer, which sends no token: unguessable, and over after a minute. */
import type { FileHash } from '../../conversation/protocol/file.ts';
import { randomIdFrom, type ConversationId } from '../../conversation/protocol/ids.ts';

export interface ShownFile {
  readonly conversation: ConversationId;
  readonly hash: FileHash;
}

export interface FileAddresses {
  /** To whoever may read it now. */
  give(conversation: ConversationId, hash: FileHash): string;
  find(address: string): ShownFile | undefined;
}

const shownMs = 60_000;
/** Further ones end the oldest. */
const most = 1_000;

export function createFileAddresses(options: {
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): FileAddresses {
  const given = new Map<string, ShownFile & { readonly until: number }>();

  return {
    give(conversation, hash) {
      const now = options.now();
      for (const [address, { until }] of given) {
        if (until > now && given.size < most) break;
        given.delete(address);
      }
      const address = randomIdFrom(options.randomBytes(16));
      given.set(address, { conversation, hash, until: now + shownMs });
      return address;
    },
    find(address) {
      const shown = given.get(address);
      return shown !== undefined && shown.until > options.now() ? shown : undefined;
    },
  };
}
