/** What the drivers of a server under everyday load are asked for and what they tell. */
import * as v from 'valibot';
import { median, percentile } from '../statistics.ts';
import { residentBytesOf } from '../../prove/support/process-figures.ts';
import { costOf } from './server-figures.ts';
import { pause } from './task.ts';

export const loadTask = v.object({
  url: v.string(),
  pid: v.number(),
  /** Ours only. */
  dataDir: v.optional(v.string(), ''),
  idle: v.number(),
  conversations: v.number(),
  seconds: v.number(),
});
export type LoadTask = v.InferOutput<typeof loadTask>;

export const loadAnswer = v.object({
  messages: v.number(),
  cpuSeconds: v.number(),
  /** Of the process, with everybody in it. */
  bytes: v.number(),
  p50Ms: v.number(),
  p99Ms: v.number(),
});
export type LoadAnswer = v.InferOutput<typeof loadAnswer>;

/** Clients that come in at a time. */
export const clientsAtOnce = 64;

/** A message of this length, whoever carries it. */
export const textOf = (conversation: number, n: number): string =>
  `My meter says ${conversation}-${n} and I am not sure whether that is right.`;

const stepMs = 5;
const limitMs = 60_000;

export interface Load {
  /** Of one conversation; resolves when the sender knows that the server has it. */
  send(conversation: number, n: number): Promise<void>;
  /** Called by whoever receives it. */
  arrived(conversation: number, n: number): void;
}

/** One message a second in each conversation, evenly spread over the second. */
export async function measureLoad(
  { pid, conversations, seconds }: LoadTask,
  send: Load['send'],
  onArrival: (arrived: Load['arrived']) => void,
): Promise<LoadAnswer> {
  const messages = conversations * seconds;
  const sentAt = new Map<string, number>();
  const tookMs: number[] = [];
  const keyOf = (conversation: number, n: number) => `${conversation} ${n}`;
  let finish: () => void = () => undefined;
  const allArrived = new Promise<void>((done) => (finish = done));
  onArrival((conversation, n) => {
    const at = sentAt.get(keyOf(conversation, n));
    if (at === undefined) return;
    sentAt.delete(keyOf(conversation, n));
    tookMs.push(performance.now() - at);
    if (tookMs.length === messages) finish();
  });

  const { cpuSeconds } = await costOf(
    pid,
    async () => {
      const known: Promise<void>[] = [];
      const began = performance.now();
      while (known.length < messages) {
        const due = ((performance.now() - began) / 1000) * conversations;
        while (known.length < Math.min(messages, due)) {
          const conversation = known.length % conversations;
          const n = Math.floor(known.length / conversations);
          sentAt.set(keyOf(conversation, n), performance.now());
          known.push(send(conversation, n));
        }
        await pause(stepMs);
      }
      let isLate = false;
      await Promise.race([
        Promise.all([allArrived, ...known]),
        pause(limitMs).then(() => (isLate = true)),
      ]);
      if (isLate) throw new Error(`${messages - tookMs.length} messages did not arrive.`);
    },
    () => Promise.resolve(),
  );
  return {
    messages,
    cpuSeconds,
    bytes: residentBytesOf(pid),
    p50Ms: median(tookMs),
    p99Ms: percentile(tookMs, 0.99),
  };
}
