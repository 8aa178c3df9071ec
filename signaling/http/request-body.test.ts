import { once } from 'node:events';
import { createServer, request, type RequestOptions, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJson } from './request-body.ts';

let server: Server;
let sawEnd: () => void = () => undefined;
let last: unknown;

beforeAll(async () => {
  server = createServer((asked, response) => {
    void readJson(asked, 100).then((read) => {
      last = read;
      sawEnd();
      response.end(JSON.stringify(read.ok ? read.value : read.refusal.status));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function ask(headers: RequestOptions['headers']) {
  const { port } = server.address() as AddressInfo;
  return request({ host: '127.0.0.1', port, method: 'POST', headers });
}

const json = { 'content-type': 'application/json' };

async function said(headers: RequestOptions['headers'], ...parts: (string | Uint8Array)[]) {
  const asked = ask(headers);
  for (const part of parts) asked.write(part);
  asked.end();
  const [response] = (await once(asked, 'response')) as [AsyncIterable<Buffer>];
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}

test('a body comes in pieces, with its length or without, also through the middle of a letter', async () => {
  const bytes = Buffer.from('{"a":"é"}');
  expect(await said(json, bytes.subarray(0, 7), bytes.subarray(7))).toEqual({ a: 'é' });
  expect(await said({ ...json, 'content-length': bytes.length }, bytes)).toEqual({ a: 'é' });
});

test('nothing at all is an empty object, whatever its type', async () => {
  expect(await said({ 'content-length': 0 })).toEqual({});
  expect(await said({ ...json, 'content-length': 0 })).toEqual({});
});

test.each(['application/json;charset=utf-8', 'Application/JSON; charset="UTF-8"; v=1'])(
  '%s is JSON',
  async (type) => {
    expect(await said({ 'content-type': type }, '{"a":1}')).toEqual({ a: 1 });
  },
);

test.each(['text/plain', 'application/jsonp', 'application/json; charset=utf-16', ''])(
  '[W9] "%s" is not',
  async (type) => {
    expect(await said({ 'content-type': type }, '{"a":1}')).toBe(415);
  },
);

test('[W8] what is packed is not unpacked', async () => {
  expect(await said({ ...json, 'content-encoding': 'gzip' }, gzipSync('{"a":1}'))).toBe(415);
});

test('[W8] too much is refused before it comes where it says so, and else as soon as it is too much', async () => {
  const unsent = ask({ ...json, 'content-length': 101 });
  unsent.flushHeaders();
  const [response] = (await once(unsent, 'response')) as [{ resume(): void }];
  response.resume();
  unsent.destroy();
  expect(last).toMatchObject({ refusal: { status: 413 } });
  expect(await said(json, `"${'x'.repeat(98)}"`)).toBe('x'.repeat(98));
  expect(await said(json, '"', 'x'.repeat(60), 'x'.repeat(60))).toBe(413);
});

test('[W9] bytes that are no UTF-8, and text that is no JSON, are malformed', async () => {
  expect(await said(json, Uint8Array.of(0x22, 0xff, 0x22))).toBe(400);
  expect(await said(json, '{')).toBe(400);
});

test('[W9] whoever goes away in the middle is not waited for', async () => {
  const seen = new Promise<void>((resolve) => {
    sawEnd = resolve;
  });
  const asked = ask({ ...json, 'content-length': 50 });
  asked.on('error', () => undefined);
  asked.write('{');
  await once(server, 'request');
  asked.destroy();
  await seen;
  expect(last).toMatchObject({ refusal: { status: 400 } });
});
