/**
 * One socket of `/signal`: reads what y-webrtc says, holds it to its limits, and asks the rooms.
 * Never throws for what was sent; an answer never quotes it.
 */
import * as v from 'valibot';
import type { Topic } from '../../conversation/protocol/ids.ts';
import { closeCodes, type CloseName } from '../../conversation/protocol/close-codes.ts';
import { unreachable } from '../../conversation/protocol/result.ts';
import {
  signalToServer,
  type SignalFromServer,
  type SignalToServer,
} from '../../conversation/protocol/signal.ts';
import type { Clock } from '../clock.ts';
import type { RoomRefusal, Rooms, Subscriber } from './rooms.ts';

export interface SignalLimits {
  /** Malformed messages until the socket is closed. */
  readonly strikes: number;
  /** Messages that may come at once, and per second, whatever the number of topics. */
  readonly burst: number;
  readonly perSecond: number;
  /**
   * The same for each topic that the socket holds: one console or bot holds hundreds of rooms on one socket, and
   * after a server restart all of them make a connection at once. A connection takes an announce, a description
   * and, on a host with many interfaces, some thirty candidates.
   */
  readonly burstPerTopic: number;
  readonly perSecondPerTopic: number;
  readonly topics: number;
  /** What may wait for a reader that is too slow. */
  readonly bufferedBytes: number;
}

export const signalLimits: SignalLimits = {
  strikes: 5,
  burst: 300,
  perSecond: 6,
  burstPerTopic: 40,
  perSecondPerTopic: 2,
  topics: 1024,
  bufferedBytes: 1024 * 1024,
};

export type SignalRefusalName = RoomRefusal | 'malformed' | 'flooding' | 'too-many-topics';

const sentences: Readonly<Record<SignalRefusalName, string>> = {
  malformed: 'A message was malformed.',
  flooding: 'Too many messages. Some were not handled.',
  'too-many-topics': 'One connection cannot hold so many topics.',
  'unknown-topic': 'A topic is unknown or no longer valid. Join the conversation first.',
  'not-subscribed': 'Subscribe to the topic before publishing to it.',
  'unknown-peer': 'There is no peer of this name now.',
  'out-of-turn': 'This signal does not fit the state of the connection.',
  'too-many-candidates': 'Too many candidates for one connection.',
};

/** The members of a ws WebSocket that are used. */
export interface SignalSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

export interface SignalConnection {
  /** @param text a text message. */
  receive(text: string): void;
  /** A message that is no text. */
  receiveBinary(): void;
  /** Whether it takes part anywhere. */
  holdsTopics(): boolean;
  /** Closes it for saying nothing that counts. */
  endAsSilent(): void;
  /** The socket is gone. */
  closed(): void;
}

export interface SignalConnectionOptions {
  readonly rooms: Rooms;
  readonly socket: SignalSocket;
  readonly clock: Clock;
  readonly limits: SignalLimits;
  readonly onRefused: (name: SignalRefusalName | CloseName) => void;
}

export function createSignalConnection(options: SignalConnectionOptions): SignalConnection {
  const { rooms, socket, clock, limits, onRefused } = options;
  const held = new Set<Topic>();
  let strikes = 0;
  let tokens = limits.burst;
  let refilledAt = clock.now();
  let hasBeenWarned = false;
  let isClosed = false;

  const subscriber: Subscriber = {
    deliver: (topic, data) => send({ type: 'publish', topic, data }),
  };

  function send(message: SignalFromServer): void {
    if (isClosed) return;
    if (socket.bufferedAmount > limits.bufferedBytes) return hangUp('slowReader');
    socket.send(JSON.stringify(message));
  }

  function hangUp(name: CloseName): void {
    if (isClosed) return;
    closed();
    onRefused(name);
    const { code, reason } = closeCodes[name];
    socket.close(code, reason);
    // A reader that is too slow does not read the close either.
    if (name === 'slowReader') socket.terminate();
  }

  function refused(name: SignalRefusalName): void {
    onRefused(name);
    send({ type: 'error', code: name, message: sentences[name] });
  }

  function strike(): void {
    refused('malformed');
    strikes += 1;
    if (strikes >= limits.strikes) hangUp('badMessage');
  }

  /** @returns whether one more message may be handled; closes the socket of whoever does not slow down. */
  function mayGoOn(): boolean {
    const now = clock.now();
    const perSecond = limits.perSecond + held.size * limits.perSecondPerTopic;
    const burst = limits.burst + held.size * limits.burstPerTopic;
    tokens = Math.min(burst, tokens + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    refilledAt = now;
    tokens -= 1;
    if (tokens >= 0) {
      hasBeenWarned = false;
      return true;
    }
    if (!hasBeenWarned) refused('flooding');
    hasBeenWarned = true;
    if (tokens < -burst) hangUp('flooding');
    return false;
  }

  function subscribe(topics: readonly Topic[]): void {
    let refusal: SignalRefusalName | undefined;
    for (const topic of topics) {
      if (!held.has(topic) && held.size >= limits.topics) {
        refusal = 'too-many-topics';
        break;
      }
      const subscribed = rooms.subscribe(topic, subscriber);
      if (!subscribed.ok) refusal = subscribed.refusal;
      else if (!held.has(topic)) {
        held.add(topic);
        tokens += limits.burstPerTopic;
      }
    }
    if (refusal !== undefined) refused(refusal);
  }

  function handle(message: SignalToServer): void {
    switch (message.type) {
      case 'ping':
        return send({ type: 'pong' });
      case 'subscribe':
        return subscribe(message.topics);
      case 'unsubscribe':
        for (const topic of message.topics) {
          rooms.unsubscribe(topic, subscriber);
          held.delete(topic);
        }
        return;
      case 'publish': {
        const published = rooms.publish(message.topic, subscriber, message.data);
        if (!published.ok) refused(published.refusal);
        return;
      }
      default:
        return unreachable(message);
    }
  }

  function closed(): void {
    if (isClosed) return;
    isClosed = true;
    for (const topic of held) rooms.unsubscribe(topic, subscriber);
    held.clear();
  }

  return {
    receive(text) {
      if (isClosed || !mayGoOn()) return;
      const parsed = v.safeParse(signalToServer, parseJson(text));
      if (parsed.success) handle(parsed.output);
      else strike();
    },
    receiveBinary() {
      if (!isClosed && mayGoOn()) strike();
    },
    holdsTopics: () => held.size > 0,
    endAsSilent: () => hangUp('silent'),
    closed,
  };
}

/** @returns undefined, which is no message, for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Told to the sender as malformed.
    return undefined;
  }
}
