import type { Locks } from '../../conversation/peer/slot.ts';

/**
 * The name of a lock or a channel, for one of the several people that a browser may be. The owner comes last: a lock's
 * name must not begin with a dash, and an id may (Web Locks API, `request()`).
 */
export function nameFor(owner: string | undefined, name: string): string {
  return owner === undefined ? name : `${name}/${owner}`;
}

/**
 * Web Locks as the peer uses them: the browser lets go by itself when a tab ends, however it ends.
 *
 * @param manager `navigator.locks`; missing on pages that are not secure, and there every tab gets its way.
 * @param owner whose locks they are, where one browser may be several people
 */
export function createBrowserLocks(
  manager: Pick<LockManager, 'request'> | undefined,
  owner?: string,
): Locks {
  return {
    acquire(name) {
      if (manager === undefined) return Promise.resolve(() => undefined);
      return new Promise((resolve, reject) => {
        manager
          .request(nameFor(owner, name), { ifAvailable: true }, (lock) => {
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
