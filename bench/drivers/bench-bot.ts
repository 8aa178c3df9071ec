/** A bot's session that takes part in the conversations of a measurement and says nothing in them. */
import { readFileSync } from 'node:fs';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { newBot, openSession, type Seat, type Session } from './parley-session.ts';

export interface BenchBot {
  /** Joins a conversation as soon as it is given to the bot, which may be before anybody waits for that. */
  joins(conversation: ConversationId): Promise<Seat>;
  /** Whether it takes more. */
  setAvailable(available: boolean): void;
}

/** The word by which clients ask for it. */
export const botName = 'bench';

export async function openBot(options: {
  readonly url: string;
  readonly from: string;
  readonly dataDir: string;
  onEntries?(frame: Buffer): void;
}): Promise<BenchBot> {
  const { url, from, dataDir } = options;
  const given = new Set<ConversationId>();
  const waiting = new Map<ConversationId, () => void>();
  const key = readFileSync(`${dataDir}/bots.key`, 'utf8').trim();
  const session: Session = await openSession({
    url,
    from,
    token: await newBot(url, from, key),
    onMessage(message) {
      if (message.type !== 'listed') return;
      given.add(message.summary.conversation);
      waiting.get(message.summary.conversation)?.();
    },
    onEntries: (frame) => options.onEntries?.(frame),
  });
  const setAvailable = (available: boolean) => session.send({ type: 'available', available });
  setAvailable(true);
  return {
    setAvailable,
    async joins(conversation) {
      if (!given.has(conversation)) {
        await new Promise<void>((done) => waiting.set(conversation, done));
      }
      return session.join(conversation);
    },
  };
}
