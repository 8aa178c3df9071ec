/** The rooms of all conversations: who may be introduced to whom, and what is sent when. */
import type { Role } from '../../conversation/protocol/conversation.ts';
import type {
  ConversationId,
  LogId,
  ParticipantId,
  Topic,
} from '../../conversation/protocol/ids.ts';
import type { Published } from '../../conversation/protocol/signal.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createConductor, type Conductor, type PublishRefusal } from './conductor.ts';
import type { Delivery } from './pair.ts';

export interface RoomMember {
  readonly topic: Topic;
  readonly conversation: ConversationId;
  readonly participant: ParticipantId;
  readonly log: LogId;
  readonly role: Role;
  readonly policy: 'direct' | 'relay';
}

/** Where the deliveries for a topic go: one socket of `/signal`. */
export interface Subscriber {
  deliver(topic: Topic, data: Published): void;
}

export type RoomRefusal = PublishRefusal | 'unknown-topic' | 'not-subscribed';

export interface Rooms {
  /** From now on the topic may be subscribed to. The same member may enter again; its links are kept. */
  enter(member: RoomMember): void;
  /** Forgets the topic: the member left, lost access, or its session ended. */
  leave(topic: Topic): void;
  /** The peer that writes `from` says that its link to the peer that writes `to` is proven, or is gone. */
  linkReported(conversation: ConversationId, from: LogId, to: LogId, up: boolean): void;
  /** Whether `reader` reported a link to `writer`: then the writer's entries need not be pushed to it. */
  hasLink(conversation: ConversationId, reader: LogId, writer: LogId): boolean;
  /** Whether both reported the link between them. */
  isLinked(conversation: ConversationId, a: LogId, b: LogId): boolean;

  /** One topic has one subscriber; the newest wins. */
  subscribe(topic: Topic, subscriber: Subscriber): Result<undefined, 'unknown-topic'>;
  unsubscribe(topic: Topic, subscriber: Subscriber): void;
  publish(topic: Topic, by: Subscriber, data: Published): Result<undefined, RoomRefusal>;
  close(): void;
}

export interface RoomsOptions {
  readonly clock: Clock;
  /** From 0 (inclusive) to 1. */
  readonly random: () => number;
  /** Counts attempts, and announces and signals that were passed on, for the operator. */
  readonly onCount?: (what: 'announce' | 'offer' | 'answer' | 'candidate') => void;
}

interface Room {
  readonly conductor: Conductor;
  cancelTimer: () => void;
}

export function createRooms(options: RoomsOptions): Rooms {
  const { clock, random } = options;
  const rooms = new Map<ConversationId, Room>();
  const conversations = new Map<Topic, ConversationId>();
  const subscribers = new Map<Topic, Subscriber>();
  let aliases = 0;

  /** Counted, so that no name comes twice; with a random part, so that none is known before it is told. */
  function newAlias(): string {
    aliases += 1;
    return `peer-${aliases.toString(36)}-${Math.floor(random() * 2 ** 48).toString(36)}`;
  }

  function roomOf(conversation: ConversationId): Room {
    let room = rooms.get(conversation);
    if (room === undefined) {
      room = { conductor: createConductor(random, newAlias), cancelTimer: () => undefined };
      rooms.set(conversation, room);
    }
    return room;
  }

  function roomAt(topic: Topic): Room | undefined {
    const conversation = conversations.get(topic);
    return conversation === undefined ? undefined : rooms.get(conversation);
  }

  function send({ topic, data }: Delivery): void {
    options.onCount?.(data.type === 'signal' ? data.signal.type : 'announce');
    subscribers.get(topic)?.deliver(topic, data);
  }

  /** Sends what is due and waits for what is due next. */
  function goOn(room: Room): void {
    room.cancelTimer();
    for (const delivery of room.conductor.tick(clock.now())) send(delivery);
    const at = room.conductor.nextAt();
    room.cancelTimer =
      at === undefined
        ? () => undefined
        : clock.after(Math.max(1, at - clock.now()), () => goOn(room));
  }

  return {
    enter({ conversation, ...member }) {
      conversations.set(member.topic, conversation);
      roomOf(conversation).conductor.enter(member);
    },
    leave(topic) {
      const room = roomAt(topic);
      const conversation = conversations.get(topic);
      conversations.delete(topic);
      subscribers.delete(topic);
      if (room === undefined || conversation === undefined) return;
      room.conductor.leave(topic, clock.now());
      goOn(room);
      if (!room.conductor.isEmpty()) return;
      room.cancelTimer();
      rooms.delete(conversation);
    },
    linkReported(conversation, from, to, up) {
      const room = rooms.get(conversation);
      // A link to one's own log is none; it must not touch the pairs one is part of.
      if (room === undefined || from === to) return;
      room.conductor.report(from, to, up, clock.now());
      goOn(room);
    },
    hasLink(conversation, reader, writer) {
      return rooms.get(conversation)?.conductor.hasLink(reader, writer) ?? false;
    },
    isLinked(conversation, a, b) {
      const conductor = rooms.get(conversation)?.conductor;
      return conductor !== undefined && conductor.hasLink(a, b) && conductor.hasLink(b, a);
    },
    subscribe(topic, subscriber) {
      const room = roomAt(topic);
      if (room === undefined) return refuse('unknown-topic');
      if (subscribers.get(topic) !== subscriber) room.conductor.silence(topic);
      subscribers.set(topic, subscriber);
      return accept(undefined);
    },
    unsubscribe(topic, subscriber) {
      if (subscribers.get(topic) !== subscriber) return;
      subscribers.delete(topic);
      const room = roomAt(topic);
      room?.conductor.silence(topic);
      if (room !== undefined) goOn(room);
    },
    publish(topic, by, data) {
      const room = roomAt(topic);
      if (room === undefined) return refuse('unknown-topic');
      if (subscribers.get(topic) !== by) return refuse('not-subscribed');
      if (data.type === 'announce') room.conductor.announce(topic, data.from, clock.now());
      else {
        const passed = room.conductor.signal(topic, data, clock.now());
        if (!passed.ok) return passed;
        for (const delivery of passed.value) send(delivery);
      }
      goOn(room);
      return accept(undefined);
    },
    close() {
      for (const room of rooms.values()) room.cancelTimer();
      rooms.clear();
      conversations.clear();
      subscribers.clear();
    },
  };
}
