import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpServer, type HttpServer } from './http-server.ts';

let server: HttpServer;
afterEach(() => server.close());

async function pipelined(count: number): Promise<{ answers: number; served: number }> {
  let served = 0;
  server = createHttpServer();
  const port = await server.listen(
    { host: '127.0.0.1', port: 0 },
    (_request, response) => {
      served += 1;
      setImmediate(() => response.end('x'));
    },
    () => undefined,
  );
  const socket = connect({ port, host: '127.0.0.1' });
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count - 1) + last);
  await once(socket, 'close');
  return { answers: heard.split('HTTP/1.1 200').length - 1, served };
}

test('a few requests in a row on one connection are answered, each', async () => {
  expect(await pipelined(16)).toEqual({ answers: 16, served: 16 });
});

test('[W8] whoever sends hundreds at once is hung up on, before their answers are made', async () => {
  const { answers, served } = await pipelined(200);
  expect(answers).toBe(0);
  expect(served).toBeLessThanOrEqual(16);
});
