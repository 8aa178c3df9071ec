import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createKeptParts } from './kept-parts.ts';
import { hashOf } from './prepare.ts';
import type { RecentFiles } from './recent-files.ts';
import { createReceiving, type Receiving, type ReceivingOptions } from './receiving.ts';

export interface BrowserReceivingOptions {
  readonly owner: string | undefined;
  readonly ask: ReceivingOptions['ask'];
  readonly recent: RecentFiles;
  readonly clock: Clock;
  readonly peer: Pick<Peer, 'takeFile'>;
}

/** How files come to this browser's person. */
export function createBrowserReceiving(options: BrowserReceivingOptions): Receiving {
  const { owner, ask, recent, clock, peer } = options;
  return createReceiving({
    ask,
    take: (conversation, wanted) => peer.takeFile(conversation, wanted),
    recent,
    parts: createKeptParts(owner, () => clock.now()),
    clock,
    hash: (content) => hashOf(content),
  });
}
