/** Runs several bots of one process. */
import type { Bot } from './bot.ts';
import { runBot, type RunBotOptions, type RunningBot } from './run-bot.ts';

export interface RunningBots {
  /** Each lets go of its conversations; never rejects. */
  close(): Promise<void>;
}

/**
 * Bots enrol one after the other, in the order given: whoever is enrolled first in a department is the one that
 * answers there. One that is refused does not keep the others waiting; a server that is away does.
 */
export function runBots(bots: readonly Bot[], options: RunBotOptions): RunningBots {
  const running: RunningBot[] = [];
  let closed = false;

  async function enrol(): Promise<void> {
    for (const bot of bots) {
      if (closed) return;
      const next = runBot(bot, options);
      running.push(next);
      await next.answered;
    }
  }

  const enrolled = enrol();

  return {
    async close() {
      closed = true;
      // Closing the last one lets go of its turn as well.
      await Promise.allSettled(running.map((bot) => bot.close()));
      await enrolled;
    },
  };
}
