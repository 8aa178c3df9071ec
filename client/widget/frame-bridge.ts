/** The frame's side of the talk with the host page's script (embed/embed-messages.ts). */
import { readToFrame, wrap, type ToFrame, type ToHost } from '../embed/embed-messages.ts';

export interface FrameBridge {
  tell(message: ToHost): void;
  onMessage(listener: (message: ToFrame) => void): () => void;
  close(): void;
}

/**
 * @param self the frame's window.
 * @param host origin of the page that says it holds us: only it is heard and spoken to.
 */
export function createFrameBridge(self: Window, host: string): FrameBridge {
  const listeners = new Set<(message: ToFrame) => void>();
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.source !== self.parent || event.origin !== host) return;
    const message = readToFrame(event.data);
    if (message === undefined) return;
    for (const listener of listeners) listener(message);
  };
  self.addEventListener('message', onMessage);
  return {
    tell: (message) => self.parent.postMessage(wrap(message), host),
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => self.removeEventListener('message', onMessage),
  };
}

/** @returns the host's origin where this page runs in a frame of `/embed.js`, else undefined. */
export function hostOrigin(search: string, isFramed: boolean): string | undefined {
  const claimed = new URLSearchParams(search).get('embed');
  if (!isFramed || claimed === null || !URL.canParse(claimed)) return undefined;
  const { origin, protocol } = new URL(claimed);
  return (protocol === 'https:' || protocol === 'http:') && origin === claimed ? origin : undefined;
}
