/** The parts of a conversation that is open here, connected with one another. */
import type { VerifySignature } from '../log/signatures.ts';
import type { ConversationId, ParticipantId } from '../protocol/ids.ts';
import type { ToServer } from '../protocol/session.ts';
import type { SessionState } from './api.ts';
import type { SharedFiles } from './files/shared-file.ts';
import type { LocalCopy } from './local-copy.ts';
import { createMarkWriter, type MarkWriter } from './marks.ts';
import { createMembership, type Membership } from './membership.ts';
import type { PeerOptions } from './peer-options.ts';
import type { Presence } from './presence.ts';
import { createReading, type Reading } from './reading.ts';
import { createRoom, type Room } from './room.ts';
import { createTabs } from './tabs.ts';

export interface TakingPartOptions {
  readonly conversation: ConversationId;
  readonly local: LocalCopy;
  readonly peer: PeerOptions;
  readonly verify: VerifySignature;
  readonly presence: Presence;
  /** What of this peer's files may be given; undefined: nothing. */
  files(): SharedFiles | undefined;
  session(): SessionState;
  /** The server's time, ms. */
  now(): number;
  send(message: ToServer): boolean;
  sendEntries(update: Uint8Array): boolean;
  /** Whether to look on instead of taking part. */
  watches(): boolean;
  hasToSay(): boolean;
  onErased(sentence: string): void;
  /** Whether the server says that this participant has no session now. */
  isAway(participant: ParticipantId): boolean;
  onJoined(): void;
  onLeft(reason: string): void;
  onTrouble(message: string): void;
  onChange(): void;
  onFault(error: unknown): void;
}

export interface TakingPart {
  readonly local: LocalCopy;
  readonly membership: Membership;
  readonly room: Room;
  readonly marks: MarkWriter;
  readonly reading: Reading;
  /** Resolves when everything is stored and let go of. */
  close(): Promise<void>;
}

export function takePart(options: TakingPartOptions): TakingPart {
  const { conversation, local, peer, presence } = options;
  const { clock } = peer;

  const changed = () => {
    marks.pump();
    options.onChange();
  };

  const membership = createMembership({
    conversation,
    local,
    clock,
    isOnline: () => options.session().state === 'online',
    now: () => options.now(),
    send: (message) => options.send(message),
    sendEntries: (update) => options.sendEntries(update),
    isLinked: () => room.links().length > 0,
    isAway: (participant) => options.isAway(participant),
    watches: () => options.watches(),
    hasToSay: () => options.hasToSay(),
    onReading: () => {
      room.leave();
      if (!options.watches()) local.remember({ readsAlong: true });
    },
    onErased: (sentence) => options.onErased(sentence),
    onJoined: (place) => {
      room.enter(place);
      options.onJoined();
      if (local.timeline.deliveredMarks() !== undefined) marks.arrived();
    },
    onIceServers: (iceServers) => room.setIceServers(iceServers),
    onLeft: (reason) => {
      room.leave();
      options.onLeft(reason);
      options.onChange();
    },
    onTrouble: (message) => options.onTrouble(message),
    onChange: changed,
    onFault: (error) => options.onFault(error),
    onEvent: (event) => peer.log?.({ event, conversation }),
  });

  const room = createRoom({
    transport: peer.transport,
    replica: local.replica,
    own: local.own,
    verify: options.verify,
    clock,
    files: { find: (hash) => options.files()?.find(conversation, hash) },
    report: (log, up) => {
      if (membership.isJoined()) options.send({ type: 'link', conversation, log, up });
    },
    onTyping: (log, participant, typing) => presence.heardFromLink(log, participant, typing),
    onChange: () => {
      options.files()?.linked(conversation);
      changed();
    },
    onLost: () => membership.sync(),
  });

  const marks = createMarkWriter({
    timeline: local.timeline,
    clock,
    append: async (payload) => {
      // What is over needs no marks, and the archive would not count them.
      if (local.facts().status?.state === 'closed') return undefined;
      // "Delivered" means that it is stored here.
      await local.written();
      return local.own.append('read', payload);
    },
    isSaved: (log, seq) => local.receipts.isSaved(log, seq),
    isLinked: () => room.links().length > 0,
    onFault: (error) => options.onFault(error),
  });

  const channel = peer.channel?.(`parley-${conversation}`);
  const tabs = channel && createTabs(local.replica, channel, clock);

  return {
    local,
    membership,
    room,
    marks,
    reading: createReading(local.timeline, marks, {
      isOn: () => local.facts().readsAlong === true && local.facts().you === undefined,
      upTo: () => local.facts().readUpTo,
      keep: (readUpTo) => {
        local.remember({ readUpTo });
        options.onChange();
      },
    }),
    close: async () => {
      tabs?.close();
      room.close();
      membership.close();
      marks.close();
      await local.close();
    },
  };
}
