/** What came over a link: bounded, read, and handed to the part of the link that it concerns. */
import { limits } from '../../log/limits.ts';
import type { Clock } from '../clock.ts';
import { createAssembler, readFrame, type Frame } from './frames.ts';
import type { Handshake } from './handshake.ts';
import type { LinkExchange } from './link-exchange.ts';
import { linkLimits } from './link-limits.ts';
import type { Liveness } from './liveness.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface InboundOptions {
  readonly clock: Clock;
  readonly handshake: Pick<Handshake, 'meet' | 'isHelloSeen'>;
  readonly liveness: Pick<Liveness, 'heard' | 'receive'>;
  readonly onTyping: (typing: boolean) => void;
  /** One strike. */
  readonly onStrike: (kind: 'malformed') => void;
  /** Ends the link. */
  readonly onRefused: (kind: 'flooding' | 'no-hello') => void;
}

export interface Inbound {
  /** Takes one message of the channel. */
  receive(data: unknown): void;
  /** The hellos are done: works off what came meanwhile, and all that follows at once. */
  open(exchange: Pick<LinkExchange, 'receive'>): void;
  /** What came early and is not worked off yet is dropped. */
  close(): void;
}

export function createInbound(options: InboundOptions): Inbound {
  const { clock, handshake, liveness } = options;
  const assembler = createAssembler();
  const budget = createTokenBucket(linkLimits.framesPerSecond, linkLimits.frameBurst);
  const typingBudget = createTokenBucket(limits.awarenessPerSecond, limits.awarenessPerSecond * 2);
  const early: Frame[] = [];
  let exchange: Pick<LinkExchange, 'receive'> | undefined;

  function handle(frame: Frame): void {
    switch (frame.kind) {
      case 'hello':
        return options.onStrike('malformed');
      case 'piece': {
        const whole = assembler.add(frame);
        if (!whole.ok) return options.onStrike('malformed');
        if (whole.value !== undefined) handle(whole.value);
        return;
      }
      case 'typing':
        if (typingBudget.take(clock.now())) options.onTyping(frame.typing);
        return;
      case 'ping':
      case 'pong':
        if (!liveness.receive(frame)) options.onStrike('malformed');
        return;
      default:
        exchange?.receive(frame);
    }
  }

  return {
    receive(data) {
      liveness.heard();
      if (!budget.take(clock.now(), costOf(data))) return options.onRefused('flooding');
      const isFrame = data instanceof ArrayBuffer && data.byteLength <= limits.pieceBytes;
      const read = isFrame ? readFrame(new Uint8Array(data)) : undefined;
      if (!read?.ok) return options.onStrike('malformed');
      if (read.value.kind === 'hello') {
        if (!handshake.meet(read.value)) options.onStrike('malformed');
      } else if (exchange !== undefined) {
        handle(read.value);
      } else if (handshake.isHelloSeen() && early.length < linkLimits.earlyFrames) {
        early.push(read.value);
      } else {
        options.onRefused('no-hello');
      }
    },
    open(opened) {
      exchange = opened;
      for (let frame = early.shift(); frame !== undefined; frame = early.shift()) handle(frame);
    },
    close() {
      early.length = 0;
    },
  };
}

/** A frame counts once, and once more for each 8 KiB: 16 KiB take longer to look at than a ping. */
function costOf(data: unknown): number {
  return (
    1 + (data instanceof ArrayBuffer ? Math.floor(data.byteLength / linkLimits.costlyBytes) : 0)
  );
}
