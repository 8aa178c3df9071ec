/** One conversation's direct links: which are up, what they say, and who may make one. */
import { decodeCertificate } from '../../log/certificate.ts';
import type { LogId, ParticipantId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { takeFromLinks, type Giver } from '../files/take-from-links.ts';
import type { RoomConnection, RoomOptions } from '../transport.ts';
import { createEntryBudget, type EntryBudget } from './entry-budget.ts';
import { guardWrtc } from './guarded-connection.ts';
import { createGuardedLink } from './guarded-link.ts';
import type { GuardedLink, LinkEvent, LinkHost } from './link-host.ts';
import { linkLimits } from './link-limits.ts';
import { createLinkTyping } from './link-typing.ts';
import { openStockProvider } from './stock-provider.ts';
import type { Wrtc } from './wrtc.ts';

export interface WebRtcRoomOptions {
  readonly room: RoomOptions;
  readonly signalUrl: string;
  readonly wrtc: Wrtc;
  readonly clock: Clock;
  readonly onRefusal: (kind: LinkEvent) => void;
  readonly onFault: (error: unknown) => void;
}

export function openWebRtcRoom(options: WebRtcRoomOptions): RoomConnection {
  const { room, clock, onRefusal, onFault } = options;
  const own = decodeCertificate(room.gate.certificate);
  if (!own.ok) throw new Error(`The own certificate is unreadable: ${own.refusal}.`);
  /** Every connection there is, in the order of their making: the conductor makes a pair's one after the other. */
  const connections = new Set<GuardedLink>();
  const up = new Map<LogId, GuardedLink>();
  /** Of those with a certificate, whom the server lets in. By participant: a log is got again as often as one likes. */
  const bannedUntil = new Map<ParticipantId, number>();
  const budgets = new Map<ParticipantId, EntryBudget>();
  const onLinks = new Set<() => void>();
  const typing = createLinkTyping(room.gate.log);
  let { iceServers } = room;
  let isClosed = false;

  function linksChanged(): void {
    for (const listener of onLinks) listener();
  }

  const host: LinkHost = {
    doc: room.doc,
    gate: room.gate,
    conversation: own.value.conversation,
    clock,
    files: room.files,
    typing: () => typing.typing(),
    onTyping(link, isTyping) {
      const log = link.certificate()?.log;
      if (log !== undefined) typing.heard(log, isTyping);
    },
    spend(participant, entries) {
      // Of a participant, not of a link: another log would be another burst.
      const budget = budgets.get(participant) ?? createEntryBudget(clock);
      budgets.set(participant, budget);
      return budget.spend(entries);
    },
    mayLink({ participant }) {
      return !isClosed && clock.now() >= (bannedUntil.get(participant) ?? 0);
    },
    onUp(link) {
      const log = link.link()?.log;
      if (log === undefined) return;
      const former = up.get(log);
      // Both ends keep the later one of two connections, so they keep the same.
      const isLater = former === undefined || isBefore(connections, former, link);
      if (isLater) up.set(log, link);
      (isLater ? former : link)?.end('replaced');
      if (isLater) linksChanged();
    },
    onPath(link) {
      const log = link.link()?.log;
      if (log !== undefined && up.get(log) === link) linksChanged();
    },
    onEnd(link, reason) {
      connections.delete(link);
      const certificate = link.certificate();
      if (certificate === undefined) return;
      const { log, participant } = certificate;
      if (reason === 'strikes' || reason === 'flooding') ban(participant, reason);
      if (up.get(log) !== link) return;
      up.delete(log);
      typing.forget(log);
      linksChanged();
    },
    onRefusal,
    onFault,
  };

  function ban(participant: ParticipantId, reason: LinkEvent): void {
    const now = clock.now();
    for (const [other, until] of bannedUntil) if (until <= now) bannedUntil.delete(other);
    bannedUntil.set(participant, now + linkLimits.banMs);
    if (reason === 'strikes') onRefusal(reason);
  }

  const provider = openStockProvider({
    topic: room.topic,
    doc: room.doc,
    awareness: typing.awareness,
    signalUrl: options.signalUrl,
    clock,
    wrtc: guardWrtc(options.wrtc, {
      config: () => ({
        iceServers,
        iceTransportPolicy: room.policy === 'relay' ? 'relay' : 'all',
      }),
      createLink(connection, onEnd) {
        const link = createGuardedLink(connection, host, onEnd);
        connections.add(link);
        return link;
      },
    }),
    onFault,
  });

  return {
    links: () =>
      [...up.values()].flatMap((guarded) => {
        const link = guarded.link();
        return link === undefined ? [] : [link];
      }),
    onLinks(listener) {
      onLinks.add(listener);
      return () => onLinks.delete(listener);
    },
    takeFile(wanted) {
      const givers = [...up.values()].map(
        (link): Giver =>
          (each) =>
            link.takeFile(each),
      );
      return givers.length === 0 ? undefined : takeFromLinks(givers, wanted);
    },
    onTyping: (listener) => typing.onTyping(listener),
    setTyping: (isTyping) => typing.setTyping(isTyping),
    setIceServers(next) {
      iceServers = next;
    },
    wake() {
      if (isClosed) return;
      for (const link of connections) link.prove();
      provider.wake();
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      onLinks.clear();
      provider.close();
      for (const link of connections) link.end('closed');
      typing.close();
    },
  };
}

function isBefore(order: ReadonlySet<GuardedLink>, a: GuardedLink, b: GuardedLink): boolean {
  for (const link of order) {
    if (link === a) return true;
    if (link === b) return false;
  }
  return false;
}
