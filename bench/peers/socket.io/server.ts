/** Chat on socket.io as its documentation writes it. Nothing is stored. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { cors: { origin: true } });
io.on('connection', (socket) => {
  const room = String(socket.handshake.query['room']);
  void socket.join(room);
  socket.on('say', (message) => socket.to(room).emit('said', message));
  socket.on('typing', (typing) => socket.to(room).emit('typing', typing));
  socket.on('read', (id) => socket.to(room).emit('read', id));
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  console.log(`listening on ${address.port}`);
});
