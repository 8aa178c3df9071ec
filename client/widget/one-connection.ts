/** Only the tab in front of a person's tabs is connected (browser/front-tab.ts). Loaded after the page. */
import type { Clock } from '../../conversation/peer/clock.ts';
import type { BrowserPeer, IdentifiedId } from '../browser/browser-peer.ts';
import { nameFor } from '../browser/browser-locks.ts';
import { createFrontTab, type FrontTab } from '../browser/front-tab.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';

export interface OneConnectionOptions {
  readonly owner: AccountId | IdentifiedId | undefined;
  readonly peer: Pick<BrowserPeer, 'rest'>;
  readonly clock: Clock;
  isBusy(): boolean;
  onRest(isResting: boolean): void;
  /** What the tab in front counts. */
  onUnread(count: number): void;
}

export function holdOneConnection(options: OneConnectionOptions): FrontTab {
  const { owner, peer, clock } = options;
  return createFrontTab({
    name: nameFor(owner, 'parley-front'),
    locks: navigator.locks,
    channel: (name) => new BroadcastChannel(name),
    page: {
      isVisible: () => document.visibilityState === 'visible',
      onVisible(listener) {
        document.addEventListener('visibilitychange', listener);
        return () => document.removeEventListener('visibilitychange', listener);
      },
    },
    clock,
    isBusy: () => options.isBusy(),
    onConnected(isConnected) {
      peer.rest(!isConnected);
      options.onRest(!isConnected);
    },
    onUnread: (count) => options.onUnread(count),
  });
}
