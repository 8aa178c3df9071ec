/** Rooms on socket.io as its documentation writes them, and an answer to the sender. Nothing is stored or checked. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http);
io.on('connection', (socket) => {
  socket.on('join', (room: string, done: () => void) => {
    void socket.join(room);
    done();
  });
  socket.on('say', (room: string, message: object, done: () => void) => {
    socket.to(room).emit('said', message);
    done();
  });
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  console.log(`listening on ${address.port}`);
});
