/** Parley under everyday load: idle sessions, and clients that write to a bot through the server. */
import { readUpdate, type Append } from '../../conversation/log/update.ts';
import { readEntriesFrame } from '../../conversation/protocol/frames.ts';
import type { LogId } from '../../conversation/protocol/ids.ts';
import { addressOf } from '../../prove/support/light-client.ts';
import { clientsAtOnce, loadTask, measureLoad, textOf, type Load } from './load-answer.ts';
import { botName, openBot } from './bench-bot.ts';
import { newVisitor, openSession, type Seat, type Session } from './parley-session.ts';
import { answerWith, each, readTask } from './task.ts';

const task = readTask(loadTask);
const { url } = task;

await each(task.idle, clientsAtOnce, async (n) => {
  const from = addressOf(n);
  await openSession({ url, from, token: await newVisitor(url, from) });
});

let arrived: Load['arrived'] = () => undefined;
const numbers = new Map<LogId, number>();
const bot = await openBot({
  url,
  from: addressOf(task.idle),
  dataDir: task.dataDir,
  onEntries(bytes) {
    const frame = readEntriesFrame(new Uint8Array(bytes));
    const update = frame.ok ? readUpdate(frame.value.update) : undefined;
    if (update?.ok !== true) throw new Error('The server sent what cannot be read.');
    for (const { log, from, entries } of update.value) {
      const conversation = numbers.get(log);
      if (conversation === undefined) continue;
      entries.forEach((_, i) => arrived(conversation, from + i));
    }
  },
});

interface Client {
  readonly session: Session;
  readonly seat: Seat;
  /** Signed before, so that signing is not part of what is measured. */
  readonly appends: readonly Append[];
  readonly saved: Map<number, () => void>;
}

const clients: Client[] = [];
await each(task.conversations, clientsAtOnce, async (conversation) => {
  const from = addressOf(task.idle + 1 + conversation);
  const saved: Client['saved'] = new Map();
  const session = await openSession({
    url,
    from,
    token: await newVisitor(url, from),
    onMessage(message) {
      if (message.type !== 'saved') return;
      for (const run of message.runs) {
        for (let n = run.from; n < run.from + run.count; n += 1) saved.get(n)?.();
      }
    },
  });
  const seat = await session.start(botName);
  await bot.joins(seat.conversation);
  numbers.set(seat.writer.log, conversation);
  const appends: Append[] = [];
  for (let n = 0; n < task.seconds; n += 1) {
    appends.push(await seat.writer.say(textOf(conversation, n)));
  }
  clients[conversation] = { session, seat, appends, saved };
});

const answer = await measureLoad(
  task,
  (conversation, n) =>
    new Promise((done) => {
      const client = clients[conversation];
      const append = client?.appends[n];
      if (client === undefined || append === undefined)
        throw new Error('There is no such message.');
      client.saved.set(n, done);
      client.session.upload(client.seat, append);
    }),
  (listener) => (arrived = listener),
);
answerWith(answer);
