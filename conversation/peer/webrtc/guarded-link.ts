/**
 * One direct link from its first byte to its end: hello, proof that it carries both ways, frames, silence.
 *
 * simple-peer sees a channel that opens when the hello of the other side was checked. Nothing that came from the
 * other side goes through it but what `link-exchange.ts` wrote anew, and nothing that is thrown here leaves it:
 * a fault ends the link, and the conductor arranges another one.
 */
import type { Certificate } from '../../log/certificate.ts';
import { createLinkFiles } from '../files/link-files.ts';
import type { Link } from '../transport.ts';
import { createChannelFace, type ChannelFace } from './channel-face.ts';
import type { Frame } from './frames.ts';
import { createHandshake } from './handshake.ts';
import { createInbound } from './inbound.ts';
import { createLinkExchange, type LinkExchange } from './link-exchange.ts';
import type { GuardedLink, LinkEvent, LinkHost } from './link-host.ts';
import { pathOf } from './link-path.ts';
import { createLiveness } from './liveness.ts';
import { createOutbound } from './outbound.ts';
import { ChannelClosed } from './outbox.ts';
import { writeStockState } from './stock-messages.ts';
import { createStrikes } from './strikes.ts';
import { createWire, type Wire } from './wire.ts';
import type { RawConnection } from './wrtc.ts';

/** @param onEnd tells simple-peer where there is no channel yet that could close. */
export function createGuardedLink(
  connection: RawConnection,
  host: LinkHost,
  onEnd: () => void,
): GuardedLink {
  const { clock, gate } = host;
  const strikes = createStrikes();
  let face: ChannelFace | undefined;
  let wire: Wire | undefined;
  let exchange: LinkExchange | undefined;
  let up: Link | undefined;
  let isLooking = false;
  let isEnded = false;

  const liveness = createLiveness({
    clock,
    send: sendNow,
    onProven: () => void lookAtPath().catch(fail),
    onDead: end,
  });
  const handshake = createHandshake({
    connection,
    gate,
    conversation: host.conversation,
    mayLink: (certificate) => host.mayLink(certificate),
    send: (hello) => send({ kind: 'hello', ...hello }),
    onGreeted: () => liveness.greeted(),
    onDone: openExchange,
    onRefused: refuse,
    onNoFingerprint: () => end('no-hello'),
    onFault: fail,
  });
  const inbound = createInbound({
    clock,
    handshake,
    liveness,
    onTyping: (typing) => host.onTyping(self, typing),
    onStrike: strike,
    onRefused: refuse,
  });
  const files = createLinkFiles({
    connection,
    clock,
    shelf: host.files,
    isGreeted: () => handshake.remote() !== undefined,
    onHeard: () => liveness.heard(),
    onStrike: () => contain(() => strike('malformed')),
    onFlood: () => contain(() => refuse('flooding')),
    onFault: fail,
  });
  const takeStock = createOutbound({
    clock,
    exchange: () => exchange,
    typing: () => host.typing(),
    send: sendNow,
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

  function refuse(kind: LinkEvent): void {
    host.onRefusal(kind);
    end(kind);
  }

  function strike(kind: LinkEvent): void {
    host.onRefusal(kind);
    if (strikes.add(clock.now())) end('strikes');
  }

  function end(reason: LinkEvent): void {
    if (isEnded) return;
    isEnded = true;
    liveness.close();
    handshake.close();
    inbound.close();
    exchange?.close();
    files.close();
    wire?.close();
    connection.close();
    up = undefined;
    host.onEnd(self, reason);
    if (face === undefined) onEnd();
    else face.ended();
  }

  /** @returns false where the outbox is full or the link has ended. */
  function send(frame: Frame): boolean {
    let isSent = false;
    contain(() => {
      isSent = wire?.send(frame) ?? false;
    });
    return isSent;
  }

  function sendNow(frame: Frame): void {
    contain(() => wire?.sendNow(frame));
  }

  /** Both hellos are done: from here on y-webrtc has a channel, and frames are worked off. */
  function openExchange(remote: Certificate): void {
    const opened = createLinkExchange({
      doc: host.doc,
      gate,
      clock,
      remote: remote.log,
      send,
      answer: (stateVector) => contain(() => face?.deliver(writeStockState(stateVector))),
      spend: (entries) => host.spend(remote.participant, entries),
      onFlood: () => refuse('flooding'),
      onStrike: strike,
      onFault: fail,
    });
    exchange = opened;
    contain(() => face?.opened());
    contain(() => inbound.open(opened));
  }

  /** The link is up once this is known. ICE may find a better way later, so it is asked again. */
  async function lookAtPath(): Promise<void> {
    const certificate = handshake.remote();
    if (certificate === undefined || isLooking) return;
    isLooking = true;
    const path = await pathOf(connection).catch(() => up?.path ?? 'direct');
    isLooking = false;
    if (isEnded || up?.path === path) return;
    const isNew = up === undefined;
    up = { log: certificate.log, certificate, path };
    if (!isNew) return host.onPath(self);
    liveness.up();
    host.onUp(self);
  }

  const self: GuardedLink = {
    link: () => up,
    certificate: () => handshake.remote(),
    attach(raw) {
      face = createChannelFace({
        send: (bytes) => contain(() => takeStock(bytes)),
        close: () => end('closed'),
        bufferedAmount: () => raw.bufferedAmount,
      });
      wire = createWire({
        channel: raw,
        clock,
        onOpen: () => {
          handshake.greet();
          liveness.check();
        },
        onMessage: (data) => contain(() => inbound.receive(data)),
        onClosed: () => end('closed'),
        onDrained: () => exchange?.drained(),
        onFault: fail,
      });
      wire.listen();
      return face;
    },
    acceptFiles: (channel) => contain(() => files.accept(channel)),
    takeFile: (wanted) => files.take(wanted),
    described: () => handshake.described(),
    prove: () => liveness.prove(),
    end,
  };
  return self;
}
