/** What y-webrtc sends, turned into what is said on the link: little of it goes out as it is. */
import type { Clock } from '../clock.ts';
import type { Frame } from './frames.ts';
import type { LinkExchange } from './link-exchange.ts';
import { linkLimits } from './link-limits.ts';
import { readStockMessage } from './stock-messages.ts';

export interface OutboundOptions {
  readonly clock: Clock;
  /** Undefined until the hellos are done. */
  readonly exchange: () => Pick<LinkExchange, 'sendState' | 'sendUpdate'> | undefined;
  /** Whether we are typing now. */
  readonly typing: () => boolean;
  readonly send: (frame: Extract<Frame, { kind: 'typing' }>) => void;
}

/**
 * @returns what takes a message of our y-webrtc. Of an awareness update only our own typing is said, and only
 * when it is news or about to be forgotten. It throws for what y-webrtc 10 does not send.
 */
export function createOutbound(options: OutboundOptions): (message: Uint8Array) => void {
  const { clock, exchange, send } = options;
  let said = { typing: false, at: 0 };

  function sayTyping(typing: boolean): void {
    const now = clock.now();
    const isNews = typing !== said.typing || (typing && now - said.at > linkLimits.typingRenewMs);
    if (!isNews) return;
    said = { typing, at: now };
    send({ kind: 'typing', typing });
  }

  return (bytes) => {
    const message = readStockMessage(bytes);
    switch (message.kind) {
      case 'state':
        return exchange()?.sendState();
      case 'update':
        return exchange()?.sendUpdate(message.update);
      case 'awareness':
        return sayTyping(options.typing());
      case 'none':
    }
  };
}
