/** Two marks in the host page's storage, only ever written after the visitor opened the chat. */

/** There is a conversation to come back to. */
export const keptKey = 'parley.kept';
/** The chat stood open on the page before. */
export const openKey = 'parley.open';

type StorageName = 'localStorage' | 'sessionStorage';

export function recall(window: Window, storage: StorageName, key: string): boolean {
  try {
    return window[storage].getItem(key) !== null;
  } catch {
    // Storage is blocked on this page: nothing was kept.
    return false;
  }
}

export function remember(window: Window, storage: StorageName, key: string, on: boolean): void {
  try {
    if (on) window[storage].setItem(key, '1');
    else window[storage].removeItem(key);
  } catch {
    // Storage is blocked or full: the chat works, only its badge waits until it is opened.
  }
}
