/** A conversation's place in the transport: joined when the server names a topic, kept while that stays the same. */
import type { Certificate } from '../log/certificate.ts';
import type { VerifySignature } from '../log/signatures.ts';
import type { ConnectionPolicy } from '../protocol/conversation.ts';
import type { LogId, ParticipantId, Topic } from '../protocol/ids.ts';
import type { IceServer } from '../protocol/session.ts';
import type { LinkState, SessionState } from './api.ts';
import type { Clock } from './clock.ts';
import type { OwnLog } from './own-log.ts';
import type { Replica } from './replica.ts';
import type { FileShelf, Taking, WantedFile } from './files/shared-file.ts';
import type { Gate, Link, RoomConnection, Transport } from './transport.ts';

export interface RoomOptions {
  readonly transport: Transport | undefined;
  readonly replica: Replica;
  readonly own: OwnLog;
  readonly verify: VerifySignature;
  readonly clock: Clock;
  readonly files: FileShelf;
  /** Tells the server of a link that was made or ended. */
  report(log: LogId, up: boolean): void;
  onTyping(log: LogId, participant: ParticipantId, typing: boolean): void;
  /** A link was made or ended, or the time for making one is over. */
  onChange(): void;
  /** A link ended: entries may have been lost with it. */
  onLost(): void;
}

export interface Place {
  readonly certificate: Certificate;
  readonly connection: ConnectionPolicy;
  readonly topic?: Topic | undefined;
  readonly iceServers: readonly IceServer[];
}

export interface Room {
  /** After each `joined`. */
  enter(place: Place): void;
  leave(): void;
  /** @returns true where there was a link to somebody else: then there is none any more, and we have to enter again. */
  keepOnly(participants: ReadonlySet<ParticipantId>): boolean;
  links(): readonly Link[];
  /** @returns undefined where there is no link. */
  takeFile(wanted: WantedFile): Taking | undefined;
  /** `here`: whether the server says that somebody else takes part now. */
  link(session: SessionState, here: boolean): LinkState;
  setTyping(typing: boolean): void;
  setIceServers(iceServers: readonly IceServer[]): void;
  /** Somebody came: a link to them is being made. */
  expectLink(): void;
  wake(): void;
  close(): void;
}

/** A link takes well below a second where it is possible; people see "connecting" for no longer than this. */
const connectingMs = 4_000;

export function createRoom(options: RoomOptions): Room {
  const { transport, replica } = options;
  let joined:
    | { readonly log: LogId; readonly topic: Topic; readonly room: RoomConnection }
    | undefined;
  let reported = new Map<LogId, Link>();
  let triedUntil = 0;
  let cancelTrial = () => {};
  /** Where to go once there is a document. */
  let awaited: Place | undefined;

  function leave(): void {
    const left = joined;
    joined = undefined;
    awaited = undefined;
    cancelTrial();
    left?.room.close();
    linksChanged();
  }

  function linksChanged(): void {
    const now = new Map((joined?.room.links() ?? []).map((link) => [link.log, link]));
    const before = reported;
    reported = now;
    let isLost = false;
    for (const [log, link] of now) if (!before.has(log)) options.report(link.log, true);
    for (const [log, { certificate }] of before) {
      if (now.has(log)) continue;
      isLost = true;
      // Nobody says so for a room that was left.
      options.onTyping(log, certificate.participant, false);
      options.report(log, false);
    }
    if (isLost) {
      expectLink();
      options.onLost();
    }
    options.onChange();
  }

  function expectLink(): void {
    if (joined === undefined || reported.size > 0) return;
    triedUntil = options.clock.now() + connectingMs;
    cancelTrial();
    cancelTrial = options.clock.after(connectingMs, () => options.onChange());
  }

  function enter(place: Place): void {
    const { certificate, connection, topic, iceServers } = place;
    const isSame = joined?.log === certificate.log && joined.topic === topic;
    if (joined !== undefined && isSame && connection !== 'server') {
      joined.room.setIceServers(iceServers);
      // The server has forgotten the links with the session that reported them.
      for (const log of reported.keys()) options.report(log, true);
      joined.room.wake();
      return;
    }
    leave();
    if (transport === undefined || topic === undefined || connection === 'server') return;
    if (!replica.isAttached()) {
      awaited = place;
      void replica.attached().then(() => {
        if (awaited === place) enter(place);
      });
      return;
    }
    const { log } = certificate;
    const room = transport.join({
      topic,
      // A getter: the document is filled when a transport that is there looks at it.
      get doc() {
        return replica.doc;
      },
      gate: createGate(options, log),
      iceServers,
      policy: connection,
      files: options.files,
    });
    joined = { log, topic, room };
    room.onLinks(() => {
      if (joined?.room === room) linksChanged();
    });
    room.onTyping((from, typing) => {
      const author = replica.certificates().get(from);
      if (joined?.room === room && author) options.onTyping(from, author.participant, typing);
    });
    expectLink();
    linksChanged();
  }

  return {
    enter,
    leave,
    keepOnly(participants) {
      const isFine = [...reported.values()].every(({ certificate }) =>
        participants.has(certificate.participant),
      );
      if (!isFine) leave();
      return !isFine;
    },
    links: () => [...reported.values()],
    takeFile: (wanted) => joined?.room.takeFile(wanted),
    link: (session, here) => {
      if (reported.size > 0) {
        return [...reported.values()].every(({ path }) => path === 'relay') ? 'relay' : 'direct';
      }
      if (session.state !== 'online') return 'offline';
      const isTrying = joined !== undefined && here && options.clock.now() < triedUntil;
      return isTrying ? 'connecting' : 'server';
    },
    setTyping: (typing) => joined?.room.setTyping(typing),
    setIceServers: (iceServers) => joined?.room.setIceServers(iceServers),
    expectLink,
    wake: () => joined?.room.wake(),
    close: leave,
  };
}

function createGate({ replica, own, verify }: RoomOptions, log: LogId): Gate {
  const certificateOf = (of: LogId) => replica.certificates().get(of)?.bytes;
  return {
    log,
    // A getter: a certificate is renewed while the room stays.
    get certificate() {
      const certificate = certificateOf(log);
      if (certificate === undefined) throw new Error(`Log ${log} has no certificate.`);
      return certificate;
    },
    sign: (bytes) => own.sign(bytes),
    verify: (certificate, signature, bytes) => verify(certificate.key, signature, bytes),
    admit: (update, source) => replica.admit(update, source),
    admitCertificate: (bytes) => replica.admitCertificate(bytes, true),
    certificateOf,
  };
}
