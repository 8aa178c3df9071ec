/** Chat on socket.io: every message goes through the server to those in its room. */
import { io } from 'socket.io-client';
import { asked, drawChat, watchReady } from '../chat-page.ts';

const { server, room } = asked();
const socket = io(server, { transports: ['websocket'], query: { room } });
const page = drawChat({
  say(text) {
    const id = crypto.randomUUID();
    socket.emit('say', { id, text });
    page.show(text);
  },
  typing: (typing) => socket.emit('typing', typing),
});
socket.on('said', ({ id, text }: { readonly id: string; readonly text: string }) => {
  page.show(text);
  socket.emit('read', id);
});
watchReady(() => socket.connected);
