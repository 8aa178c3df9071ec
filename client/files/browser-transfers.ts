import type { Clock } from '../../conversation/peer/clock.ts';
import { askAs } from '../browser/tickets.ts';
import { onWake } from '../browser/wake.ts';
import { createKeptFiles } from './kept-files.ts';
import { hashOf } from './prepare.ts';
import { createTransfers, type Transfers, type TransfersOptions } from './transfers.ts';

export interface BrowserTransfersOptions {
  /** Whose files they are; left out: the anonymous visitor's. */
  readonly owner?: string | undefined;
  readonly clock: Clock;
  /** Asks as that person; left out: as whoever is signed in. */
  readonly ask?: TransfersOptions['ask'];
}

/** Files of this browser's person, to and from the server. */
export function createBrowserTransfers(options: BrowserTransfersOptions): Transfers {
  const { owner, clock } = options;
  const transfers = createTransfers({
    ask: options.ask ?? ((path, init) => askAs(undefined, path, init)),
    kept: createKeptFiles(owner),
    clock,
    hash: (content) => hashOf(content),
    onFault: (error) => console.error('Parley files', error),
  });
  const stopWaking = onWake(() => transfers.wake());
  return {
    ...transfers,
    close: () => {
      stopWaking();
      transfers.close();
    },
  };
}
