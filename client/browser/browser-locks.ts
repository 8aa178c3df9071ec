import type { Locks } from '../../conversation/peer/slot.ts';

/**
 * Web Locks as the peer uses them: the browser lets go by itself when a tab ends, however it ends.
 *
 * @param manager `navigator.locks`; missing on pages that are not secure, and there every tab gets its way.
 */
export function createBrowserLocks(manager: LockManager | undefined): Locks {
  return {
    acquire(name) {
      if (manager === undefined) return Promise.resolve(() => undefined);
      return new Promise((resolve, reject) => {
        manager
          .request(name, { ifAvailable: true }, (lock) => {
            if (lock === null) {
              resolve(undefined);
              return undefined;
            }
            return new Promise<void>((release) => resolve(() => release()));
          })
          .catch(reject);
      });
    },
  };
}
