import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import { askAs } from '../browser/tickets.ts';
import { onWake } from '../browser/wake.ts';
import { createKeptFiles } from './kept-files.ts';
import { createRecentFiles } from './recent-files.ts';
import { createTransfers, type Transfers, type TransfersOptions } from './transfers.ts';

export interface BrowserTransfersOptions {
  /** Whose files they are; left out: the anonymous visitor's. */
  readonly owner?: string | undefined;
  readonly clock: Clock;
  /** Over whose direct links files come and are given. */
  readonly peer: Pick<Peer, 'takeFile' | 'shareFiles'>;
  /** Asks as that person; left out: as whoever is signed in. */
  readonly ask?: TransfersOptions['ask'];
}

/** Files of this browser's person. */
export function createBrowserTransfers(options: BrowserTransfersOptions): Transfers {
  const { owner, clock, peer } = options;
  const ask = options.ask ?? ((path, init) => askAs(undefined, path, init));
  const recent = createRecentFiles();
  const transfers = createTransfers({
    ask,
    kept: createKeptFiles(owner),
    recent,
    clock,
    async makeReceiving() {
      const { createBrowserReceiving } = await import('./browser-receiving.ts');
      return createBrowserReceiving({ owner, ask, recent, clock, peer });
    },
    onFault: (error) => console.error('Parley files', error),
  });
  peer.shareFiles(transfers.shared);
  const stopWaking = onWake(() => transfers.wake());
  return {
    ...transfers,
    close: () => {
      stopWaking();
      transfers.close();
    },
  };
}
