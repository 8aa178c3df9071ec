/** What the programs of one browser share: a store, locks, a channel between tabs, and a clock that may be wrong. */
import type { Clock } from '../../conversation/peer/clock.ts';
import type { Locks } from '../../conversation/peer/slot.ts';
import type { BroadcastChannelLike } from '../../conversation/peer/tabs.ts';
import type { BrowserDisk } from './browser-disk.ts';
import type { Life } from './life.ts';
import type { Schedule } from './schedule.ts';

export interface Device {
  readonly disk: BrowserDisk;
  locksFor(life: Life): Locks;
  channelFor(life: Life): (name: string) => BroadcastChannelLike;
  clockFor(life: Life): Clock;
}

export interface DeviceOptions {
  readonly schedule: Schedule;
  readonly disk: BrowserDisk;
  readonly skewMs: number;
  /** A mutant: nobody looks whether a lock is held. */
  readonly sharesLocks: boolean;
}

interface Tab {
  readonly name: string;
  readonly life: Life;
  readonly listeners: ((event: { readonly data: unknown }) => void)[];
}

export function createDevice({ schedule, disk, skewMs, sharesLocks }: DeviceOptions): Device {
  const held = new Set<string>();
  const tabs = new Set<Tab>();

  function join(name: string, life: Life): BroadcastChannelLike {
    const own: Tab = { name, life, listeners: [] };
    tabs.add(own);
    life.onEnd(() => tabs.delete(own));
    return {
      postMessage(data) {
        if (!life.isAlive()) return;
        for (const tab of tabs) {
          if (tab === own || tab.name !== name) continue;
          schedule.after(1, () => {
            if (tabs.has(tab)) for (const listener of tab.listeners) listener({ data });
          });
        }
      },
      addEventListener: (_type, listener) => void own.listeners.push(listener),
      close: () => void tabs.delete(own),
    };
  }

  return {
    disk,
    locksFor: (life) => ({
      acquire(name) {
        if (!life.isAlive()) return new Promise(() => undefined);
        if (held.has(name) && !sharesLocks) return Promise.resolve(undefined);
        held.add(name);
        const release = () => void held.delete(name);
        life.onEnd(release);
        return Promise.resolve(release);
      },
    }),
    channelFor: (life) => (name) => join(name, life),
    clockFor: (life) => ({
      now: () => schedule.now() + skewMs,
      after: (delayMs, task) => schedule.after(delayMs, () => life.isAlive() && task()),
    }),
  };
}
