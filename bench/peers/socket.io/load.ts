/** The same load for a chat on socket.io: idle clients, and clients that write to one that is in all rooms. */
import { io, type Socket } from 'socket.io-client';
import {
  clientsAtOnce,
  loadTask,
  measureLoad,
  textOf,
  type Load,
} from '../../drivers/load-answer.ts';
import { answerWith, each, readTask } from '../../drivers/task.ts';

const task = readTask(loadTask);

async function connect(): Promise<Socket> {
  const socket = io(task.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  await new Promise<void>((done, fail) => {
    socket.on('connect', done);
    socket.on('connect_error', fail);
  });
  return socket;
}

await each(task.idle, clientsAtOnce, async () => {
  await connect();
});
let arrived: Load['arrived'] = () => undefined;
const listener = await connect();
listener.on('said', (message: { readonly conversation: number; readonly n: number }) =>
  arrived(message.conversation, message.n),
);
const clients: Socket[] = [];
await each(task.conversations, clientsAtOnce, async (conversation) => {
  const client = await connect();
  await client.emitWithAck('join', `conversation-${conversation}`);
  await listener.emitWithAck('join', `conversation-${conversation}`);
  clients[conversation] = client;
});
const answer = await measureLoad(
  task,
  async (conversation, n) => {
    await clients[conversation]?.emitWithAck('say', `conversation-${conversation}`, {
      conversation,
      n,
      at: Date.now(),
      text: textOf(conversation, n),
    });
  },
  (call) => (arrived = call),
);
answerWith(answer);
