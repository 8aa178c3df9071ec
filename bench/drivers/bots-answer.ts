/** What the drivers of bots are asked for and what they tell. */
import * as v from 'valibot';
import { residentBytesOf } from '../../prove/support/process-figures.ts';
import { median, percentile } from '../statistics.ts';
import { each, pause } from './task.ts';

export const botsTask = v.object({
  url: v.string(),
  /** Of the bot's process. */
  pid: v.number(),
  conversations: v.number(),
});

export const botsAnswer = v.object({
  direct: v.number(),
  p50Ms: v.number(),
  p99Ms: v.number(),
  /** Of the bot's process, with all conversations in it, and before. */
  bytes: v.number(),
  bytesBefore: v.number(),
});
export type BotsAnswer = v.InferOutput<typeof botsAnswer>;

export interface Talk {
  /** Resolves when the bot has answered with the words in turned order. */
  ask(text: string, answer: string): Promise<void>;
  isDirect(): boolean;
}

/** Handshakes at a time. */
const atOnce = 10;
/** In which each asks once, as people write. */
const spreadMs = 5_000;

export async function measureBot(
  { pid, conversations }: v.InferOutput<typeof botsTask>,
  open: (n: number) => Promise<Talk>,
): Promise<BotsAnswer> {
  const bytesBefore = residentBytesOf(pid);
  const talks: Talk[] = [];
  await each(conversations, atOnce, async (n) => {
    talks[n] = await open(n);
  });
  const took = await Promise.all(
    talks.map(async (talk, n) => {
      await pause((n * spreadMs) / conversations);
      const began = performance.now();
      await talk.ask(`alpha ${n}`, `${n} alpha`);
      return performance.now() - began;
    }),
  );
  return {
    direct: talks.filter((talk) => talk.isDirect()).length,
    p50Ms: median(took),
    p99Ms: percentile(took, 0.99),
    bytes: residentBytesOf(pid),
    bytesBefore,
  };
}
