/** A port on this machine's loopback that leads to one in a namespace of the laboratory. */
import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import type { Lab } from './lab.ts';

export interface Bridge {
  readonly port: number;
  close(): Promise<void>;
}

/** Runs there; what it reads goes to the port, and back. */
const carrier = `
const socket = require('node:net').connect(Number(process.argv[2]), process.argv[1]);
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(0));
process.stdin.pipe(socket).pipe(process.stdout);
`;

export async function openBridge(
  lab: Pick<Lab, 'spawn'>,
  place: string,
  /** Port 0: the one that this end got. */
  to: { readonly host: string; readonly port: number },
): Promise<Bridge> {
  const carriers = new Set<ChildProcess>();
  const server = createServer((socket) => {
    const line = [process.execPath, '-e', carrier, to.host, String(to.port || port)];
    const child = lab.spawn(place, line, { stdio: ['pipe', 'pipe', 'inherit'] });
    carriers.add(child);
    const end = () => {
      carriers.delete(child);
      child.kill('SIGKILL');
      socket.destroy();
    };
    socket.once('close', end).once('error', end);
    child.once('exit', end);
    if (child.stdin === null || child.stdout === null) return end();
    child.stdin.on('error', end);
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      for (const child of carriers) child.kill('SIGKILL');
      await new Promise((done) => server.close(done));
    },
  };
}
