/** A bot at work on one session: takes every conversation that the server gives it. */
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { Bot } from './bot.ts';
import { createTalk, type Talk } from './talk.ts';

export interface AttendOptions {
  readonly clock: Clock;
  readonly report: (sentence: string, error?: unknown) => void;
  /** Called with every conversation that was left, so that its memory can be freed. */
  readonly forget: (conversation: ConversationId) => Promise<void>;
}

export interface Attendance {
  /** How many conversations are held. */
  held(): number;
  /** Lets go of every conversation; the peer stays open and belongs to whoever made it. */
  close(): void;
}

export function attend(bot: Bot, peer: Peer, { clock, report, forget }: AttendOptions): Attendance {
  const talks = new Map<ConversationId, Talk>();
  let wasOnline = false;

  function look(): void {
    const isOnline = peer.session().state === 'online';
    if (isOnline && !wasOnline) peer.setAvailable(true);
    wasOnline = isOnline;

    const listed = new Set<ConversationId>();
    for (const { conversation, status } of peer.listed()) {
      if (status.state === 'closed') continue;
      listed.add(conversation);
      if (!talks.has(conversation)) take(conversation);
    }
    for (const [conversation, talk] of talks) {
      if (listed.has(conversation)) continue;
      talks.delete(conversation);
      talk.close();
      forget(conversation).catch((error: unknown) => report(`${bot.name}: failed.`, error));
    }
  }

  /** One conversation that cannot be opened must not cost the others their bot. */
  function take(conversation: ConversationId): void {
    try {
      const open = peer.open(conversation);
      talks.set(conversation, createTalk({ bot, conversation: open, clock, report }));
    } catch (error) {
      report(`${bot.name}: could not open conversation ${conversation}.`, error);
    }
  }

  const stopListening = peer.onChange(look);
  look();

  return {
    held: () => talks.size,
    close() {
      stopListening();
      for (const talk of talks.values()) talk.close();
      talks.clear();
    },
  };
}
