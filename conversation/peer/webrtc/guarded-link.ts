/**
 * One direct link from its first byte to its end: hello, proof that it carries both ways, frames, silence.
 *
 * simple-peer sees a channel that opens when the hello of the other side was checked. Nothing that came from the
 * other side goes through it but what `link-exchange.ts` wrote anew, and nothing that is thrown here leaves it:
 * a fault ends the link, and the conductor arranges another one.
 */
import type { Certificate } from '../../log/certificate.ts';
import { limits } from '../../log/limits.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Gate, Link, RoomOptions } from '../transport.ts';
import { createAssembler, readFrame, writeFrame, type Frame } from './frames.ts';
import { createChannelFace, type ChannelFace } from './channel-face.ts';
import { checkHello, fingerprintOf, makeHello, type Ends } from './hello.ts';
import { createLinkExchange, type LinkExchange } from './link-exchange.ts';
import { linkLimits } from './link-limits.ts';
import { pathOf } from './link-path.ts';
import { ChannelClosed, createOutbox, type Outbox } from './outbox.ts';
import { readStockMessage, writeStockState } from './stock-messages.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { RawChannel, RawConnection } from './wrtc.ts';

/** Why a link ended, or what was refused on it; for counters. */
export type LinkEvent =
  | 'closed'
  | 'replaced'
  | 'not-up-in-time'
  | 'silent'
  | 'no-hello'
  | 'bad-certificate'
  | 'own-log'
  | 'bad-signature'
  | 'banned'
  | 'malformed'
  | 'forged'
  | 'conflict'
  | 'flooding'
  | 'strikes'
  | 'fault';

export interface LinkHost {
  readonly doc: RoomOptions['doc'];
  readonly gate: Gate;
  readonly conversation: ConversationId;
  readonly clock: Clock;
  /** Whether we are typing now. */
  typing(): boolean;
  onTyping(link: GuardedLink, typing: boolean): void;
  mayLink(certificate: Certificate): boolean;
  onUp(link: GuardedLink): void;
  /** Called once, whether the link was up or not. */
  onEnd(link: GuardedLink, reason: LinkEvent): void;
  onRefusal(kind: LinkEvent): void;
  onFault(error: unknown): void;
}

export interface GuardedLink {
  /** What is known once the link is up. */
  link(): Link | undefined;
  /** Whose hello was checked. */
  certificate(): Certificate | undefined;
  /** Takes the data channel of the connection. @returns the channel that simple-peer sees. */
  attach(channel: RawChannel): ChannelFace;
  /** A description was applied. Chromium may open a channel before it says so of the answer. */
  described(): void;
  /** Ends the link unless the other side is heard soon. */
  prove(): void;
  end(reason: LinkEvent): void;
}

/** @param onEnd tells simple-peer where there is no channel yet that could close. */
export function createGuardedLink(
  connection: RawConnection,
  host: LinkHost,
  onEnd: () => void,
): GuardedLink {
  const { clock, gate } = host;
  const createdAt = clock.now();
  const assembler = createAssembler();
  const budget = createTokenBucket(linkLimits.framesPerSecond, linkLimits.frameBurst);
  const typingBudget = createTokenBucket(limits.awarenessPerSecond, limits.awarenessPerSecond * 2);
  const early: Frame[] = [];
  const strikesAt: number[] = [];
  let channel: RawChannel | undefined;
  let face: ChannelFace | undefined;
  let outbox: Outbox | undefined;
  let exchange: LinkExchange | undefined;
  let remote: Certificate | undefined;
  let up: Link | undefined;
  let isOpen = false;
  let isHelloSeen = false;
  let isGreeted = false;
  let isEnded = false;
  let isAnswered = false;
  let isPinged = false;
  let heardAt = createdAt;
  let deadAt = Infinity;
  let pingedAt = -Infinity;
  let pings = 0;
  let said = { typing: false, at: 0 };
  let cancelTimer = clock.after(linkLimits.upWithinMs, () => watch());
  let tellDescribed: () => void = () => undefined;
  /** Both descriptions are applied; where that never happens, the time for coming up ends the link. */
  const areDescribed = new Promise<void>((resolve) => {
    tellDescribed = resolve;
  });

  /** Runs what belongs to this link; whatever it throws ends the link and nothing else. */
  function contain(task: () => void): void {
    if (isEnded) return;
    try {
      task();
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    if (isEnded) return;
    if (error instanceof ChannelClosed) return end('closed');
    host.onFault(error);
    end('fault');
  }

  function end(reason: LinkEvent): void {
    if (isEnded) return;
    isEnded = true;
    cancelTimer();
    exchange?.close();
    outbox?.close();
    if (channel !== undefined) {
      channel.onopen = channel.onclose = channel.onerror = null;
      channel.onmessage = channel.onbufferedamountlow = null;
      channel.close();
    }
    connection.close();
    up = undefined;
    host.onEnd(self, reason);
    if (face === undefined) onEnd();
    else face.ended();
  }

  function strike(kind: LinkEvent): void {
    host.onRefusal(kind);
    const now = clock.now();
    strikesAt.push(now);
    while ((strikesAt[0] ?? now) < now - limits.frameStrikeWindowMs) strikesAt.shift();
    if (strikesAt.length >= limits.frameStrikes) end('strikes');
  }

  /** @returns false where the outbox is full or the link has ended. */
  function send(frame: Frame): boolean {
    let isSent = false;
    contain(() => {
      isSent = outbox?.send(writeFrame(frame)) ?? false;
    });
    return isSent;
  }

  function sendNow(frame: Frame): void {
    contain(() => {
      for (const message of writeFrame(frame)) outbox?.sendNow(message);
    });
  }

  function ping(): void {
    pingedAt = clock.now();
    pings += 1;
    sendNow({ kind: 'ping', number: pings });
  }

  function watch(): void {
    if (isEnded) return;
    const now = clock.now();
    if (up === undefined && now - createdAt >= linkLimits.upWithinMs) return end('not-up-in-time');
    if (now - heardAt >= linkLimits.silentMs || now >= deadAt) return end('silent');
    const quietSince = Math.max(heardAt, pingedAt);
    if (isGreeted && now - quietSince >= linkLimits.pingAfterMs) ping();
    const nextAt = Math.min(
      up === undefined ? createdAt + linkLimits.upWithinMs : Infinity,
      isGreeted ? Math.max(heardAt, pingedAt) + linkLimits.pingAfterMs : Infinity,
      heardAt + linkLimits.silentMs,
      deadAt,
    );
    cancelTimer();
    cancelTimer = clock.after(Math.max(10, nextAt - now), watch);
  }

  function ends(): Ends | undefined {
    const local = fingerprintOf(connection.localDescription?.sdp ?? '');
    const theirs = fingerprintOf(connection.remoteDescription?.sdp ?? '');
    return local && theirs ? { local, remote: theirs } : undefined;
  }

  async function greet(): Promise<void> {
    await areDescribed;
    if (isEnded) return;
    const both = ends();
    if (both === undefined) return end('no-hello');
    const hello = await makeHello(gate, host.conversation, both);
    send({ kind: 'hello', ...hello });
    isGreeted = true;
    ping();
    openIfReady();
  }

  async function meet(frame: Extract<Frame, { kind: 'hello' }>): Promise<void> {
    await areDescribed;
    if (isEnded) return;
    const both = ends();
    if (both === undefined) return end('no-hello');
    const checked = await checkHello(gate, host.conversation, both, frame);
    if (isEnded) return;
    if (!checked.ok || !host.mayLink(checked.value)) {
      const kind = checked.ok ? 'banned' : checked.refusal;
      host.onRefusal(kind);
      return end(kind);
    }
    remote = checked.value;
    openIfReady();
  }

  /** Both hellos are done: from here on y-webrtc has a channel, and frames are worked off. */
  function openIfReady(): void {
    if (isEnded || remote === undefined || !isGreeted || exchange !== undefined) return;
    exchange = createLinkExchange({
      doc: host.doc,
      gate,
      clock,
      remote: remote.log,
      send,
      answer: (stateVector) => contain(() => face?.deliver(writeStockState(stateVector))),
      onStrike: strike,
      onFault: fail,
    });
    contain(() => face?.opened());
    for (const frame of early.splice(0)) contain(() => handle(frame));
  }

  async function goUp(certificate: Certificate): Promise<void> {
    const path = await pathOf(connection).catch(() => 'direct' as const);
    if (isEnded || up !== undefined) return;
    up = { log: certificate.log, certificate, path };
    host.onUp(self);
  }

  function receive(data: unknown): void {
    heardAt = clock.now();
    deadAt = Infinity;
    if (!budget.take(heardAt)) {
      host.onRefusal('flooding');
      return end('flooding');
    }
    const isFrame = data instanceof ArrayBuffer && data.byteLength <= limits.pieceBytes;
    const read = isFrame ? readFrame(new Uint8Array(data)) : undefined;
    if (!read?.ok) return strike('malformed');
    if (read.value.kind === 'hello') {
      if (isHelloSeen) return strike('malformed');
      isHelloSeen = true;
      meet(read.value).catch(fail);
    } else if (exchange !== undefined) {
      handle(read.value);
    } else if (isHelloSeen && early.length < linkLimits.earlyFrames) {
      early.push(read.value);
    } else {
      host.onRefusal('no-hello');
      end('no-hello');
    }
  }

  function handle(frame: Frame): void {
    switch (frame.kind) {
      case 'hello':
        return strike('malformed');
      case 'piece': {
        const whole = assembler.add(frame);
        if (!whole.ok) return strike('malformed');
        if (whole.value !== undefined) handle(whole.value);
        return;
      }
      case 'typing':
        if (typingBudget.take(clock.now())) host.onTyping(self, frame.typing);
        return;
      case 'ping':
        sendNow({ kind: 'pong', number: frame.number });
        isPinged = true;
        return proven();
      case 'pong':
        if (frame.number === 0 || frame.number > pings) return strike('malformed');
        isAnswered = true;
        return proven();
      default:
        exchange?.receive(frame);
    }
  }

  function proven(): void {
    if (isPinged && isAnswered && up === undefined && remote !== undefined) void goUp(remote);
  }

  /** What y-webrtc sends. */
  function stockSent(bytes: Uint8Array): void {
    const message = readStockMessage(bytes);
    switch (message.kind) {
      case 'state':
        return exchange?.sendState();
      case 'update':
        return exchange?.sendUpdate(message.update);
      case 'awareness': {
        const typing = host.typing();
        const now = clock.now();
        const isNews =
          typing !== said.typing || (typing && now - said.at > linkLimits.typingRenewMs);
        if (!isNews) return;
        said = { typing, at: now };
        return sendNow({ kind: 'typing', typing });
      }
      case 'none':
    }
  }

  const self: GuardedLink = {
    link: () => up,
    certificate: () => remote,
    attach(raw) {
      channel = raw;
      face = createChannelFace({
        send: (bytes) => contain(() => stockSent(bytes)),
        close: () => end('closed'),
        bufferedAmount: () => raw.bufferedAmount,
      });
      raw.binaryType = 'arraybuffer';
      outbox = createOutbox({
        channel: raw,
        clock,
        onDrained: () => exchange?.drained(),
        onFault: fail,
      });
      raw.onmessage = ({ data }) => contain(() => receive(data));
      raw.onclose = () => end('closed');
      raw.onerror = () => end('closed');
      const open = () => {
        // Some stacks say it again to whoever was handed an open channel.
        if (isOpen) return;
        isOpen = true;
        greet().catch(fail);
        watch();
      };
      raw.onopen = open;
      if (raw.readyState === 'open') open();
      return face;
    },
    described() {
      if (connection.localDescription && connection.remoteDescription) tellDescribed();
    },
    prove() {
      if (isEnded || !isGreeted) return;
      deadAt = Math.min(deadAt, clock.now() + linkLimits.proveWithinMs);
      ping();
      watch();
    },
    end,
  };
  return self;
}
