/** Hocuspocus with its SQLite extension. `DATABASE` is its file, `DEBOUNCE` milliseconds until it is written (as it comes: 2000). */
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const { DATABASE, DEBOUNCE } = process.env;
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  ...(DEBOUNCE === undefined ? {} : { debounce: Number(DEBOUNCE), maxDebounce: Number(DEBOUNCE) }),
  extensions: DATABASE === undefined ? [] : [new SQLite({ database: DATABASE })],
});
await server.listen();
console.log(`listening on ${server.address.port}`);
