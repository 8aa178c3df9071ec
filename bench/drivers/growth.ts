/** So many sessions, then a conversation in each: what they cost the server. */
import { addressOf } from '../../prove/support/light-client.ts';
import { growthTask } from './growth-answer.ts';
import { newVisitor, openSession, type Session } from './parley-session.ts';
import { costOf } from './server-figures.ts';
import { answerWith, each, readTask } from './task.ts';

const { url, pid, count } = readTask(growthTask);
const settle = () => Promise.resolve();
const atOnce = 32;
/** A server that has just begun is slow at everything: these do not count. */
const before = Math.min(60, count);

const tokens: string[] = [];
await each(before + count, atOnce, async (n) => {
  tokens[n] = await newVisitor(url, addressOf(n));
});
const sessions: Session[] = [];
async function connect(n: number): Promise<void> {
  sessions[n] = await openSession({ url, from: addressOf(n), token: tokens[n] ?? '' });
}
const start = async (n: number) => void (await sessions[n]?.start());

await each(before, atOnce, connect);
await each(before, atOnce, start);
const connections = await costOf(
  pid,
  () => each(count, atOnce, (n) => connect(before + n)),
  settle,
);
const conversations = await costOf(
  pid,
  () => each(count, atOnce, (n) => start(before + n)),
  settle,
);
answerWith({ connections, conversations });
