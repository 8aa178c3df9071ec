import { expect, test } from 'vitest';
import { sameBytes, sha256 } from '../../conversation/log/hash.ts';
import { createManualClock } from '../../conversation/peer/clock.fixture.ts';
import type { FileRef } from '../../conversation/protocol/file.ts';
import { pieceBytes } from '../../conversation/protocol/http/files.ts';
import { toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import type { AskInit } from '../browser/tickets.ts';
import type { KeptFile, KeptFiles } from './kept-files.ts';
import { createRecentFiles } from './recent-files.ts';
import { createTransfers } from './transfers.ts';

const conversation = 'A'.repeat(22) as ConversationId;
const elsewhere = 'E'.repeat(22) as ConversationId;
const hashOf = (bytes: Uint8Array) => toBase64Url(sha256(bytes));
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Alike for alike seeds. */
function bytesOf(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => (i * 7 + seed * 31) % 251);
}

function fileOf(size: number): KeptFile & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const bytes = bytesOf(size);
  const hash = hashOf(bytes) as FileRef['hash'];
  const file: FileRef = { hash, name: 'a.png', type: 'image/png', size };
  return { conversation, file, bytes, content: new Blob([bytes], { type: 'image/png' }) };
}

/** A server with room for one file, which the test may take away or make refuse. */
function world(left: readonly KeptFile[] = []) {
  const clock = createManualClock(0);
  const kept = new Map(left.map((one) => [one.file.hash, one]));
  const got: Uint8Array<ArrayBuffer>[] = [];
  const server = { isAway: false, refusal: undefined as string | undefined, requests: 0 };
  const bytesGot = () => got.reduce((sum, { length }) => sum + length, 0);
  const json = (status: number, body: object) =>
    Response.json(body, { status, headers: { 'content-type': 'application/json' } });

  async function ask(_path: string, init: AskInit = {}): Promise<Response> {
    server.requests += 1;
    init.signal?.throwIfAborted();
    if (server.isAway) throw new TypeError('Failed to fetch');
    if (server.refusal !== undefined) {
      return json(413, { error: { code: 'too-large', message: server.refusal } });
    }
    if (init.method === 'PUT') got.push(new Uint8Array(await (init.body as Blob).arrayBuffer()));
    return json(200, { upload: 'u', offset: bytesGot() });
  }
  const store: KeptFiles = {
    put: async (one) => void kept.set(one.file.hash, one),
    delete: async ({ file }) => void kept.delete(file.hash),
    all: async () => [...kept.values()],
  };
  const faults: unknown[] = [];
  const transfers = createTransfers({
    ask,
    kept: store,
    recent: createRecentFiles(),
    clock,
    makeReceiving: () => Promise.reject(new Error('Nothing comes here.')),
    onFault: (error) => faults.push(error),
  });
  return { clock, kept, got, server, transfers, faults, bytesGot };
}

test('[L3] a file goes to the server in pieces, and is forgotten here when it is there', async () => {
  const { transfers, kept, got } = world();
  const one = fileOf(pieceBytes * 2 + 5);
  const seen: number[] = [];
  transfers.onChange(() => {
    const now = transfers.sending(one.file.hash);
    if (now?.state === 'sending') seen.push(now.sent);
  });
  transfers.send(one);
  await expect.poll(() => transfers.sending(one.file.hash)).toBeUndefined();
  expect(got.map(({ length }) => length)).toEqual([pieceBytes, pieceBytes, 5]);
  const all = new Uint8Array(await new Blob(got).arrayBuffer());
  expect(sameBytes(all, one.bytes)).toBe(true);
  expect(seen.at(-1)).toBeGreaterThan(0.9);
  expect(kept.size).toBe(0);
});

test('[W3] what was not brought there before a reload goes on afterwards', async () => {
  const one = fileOf(100);
  const { transfers, bytesGot } = world([one]);
  await expect.poll(bytesGot).toBe(100);
  await expect.poll(() => transfers.sending(one.file.hash)).toBeUndefined();
});

test('[W3] while the server is away it waits longer and longer, and goes at once when it is back', async () => {
  const { transfers, server, clock, bytesGot } = world();
  const one = fileOf(100);
  server.isAway = true;
  transfers.send(one);
  const waits = () => transfers.sending(one.file.hash)?.state;
  await expect.poll(waits).toBe('waiting');
  for (const pause of [1000, 2000, 5000]) {
    const before = server.requests;
    await clock.advance(pause - 1, turn);
    expect(server.requests).toBe(before);
    await clock.advance(1, turn);
    await expect.poll(waits).toBe('waiting');
    expect(server.requests).toBe(before + 1);
  }
  server.isAway = false;
  transfers.wake();
  await expect.poll(bytesGot).toBe(100);
});

test('[W9] what the server does not take says why, and is not tried again', async () => {
  const { transfers, server, clock, kept } = world();
  const one = fileOf(100);
  server.refusal = 'A file has at most 1 MB.';
  transfers.send(one);
  await expect
    .poll(() => transfers.sending(one.file.hash))
    .toEqual({ state: 'refused', why: 'A file has at most 1 MB.' });
  const before = server.requests;
  await clock.advance(1_000_000, turn);
  expect([server.requests, kept.size]).toEqual([before, 0]);
});

test('what is given up is not brought there', async () => {
  const { transfers, server, clock, kept } = world();
  const one = fileOf(100);
  server.isAway = true;
  transfers.send(one);
  await expect.poll(() => transfers.sending(one.file.hash)?.state).toBe('waiting');
  transfers.cancel(one.file.hash);
  const before = server.requests;
  await clock.advance(1_000_000, turn);
  expect([server.requests, transfers.sending(one.file.hash)]).toEqual([before, undefined]);
  expect(kept.size).toBe(0);
});

test('[L3] what is paused goes nowhere, and goes on from where the server has it', async () => {
  const { transfers, got, kept } = world();
  const one = fileOf(pieceBytes * 3);
  const undo = transfers.onChange(() => {
    const now = transfers.sending(one.file.hash);
    if (now?.state === 'sending' && now.sent > 0.3) {
      undo();
      transfers.pause(one.file.hash);
    }
  });
  transfers.send(one);
  await expect.poll(() => transfers.sending(one.file.hash)?.state).toBe('paused');
  await turn();
  await turn();
  const before = got.length;
  expect(before).toBeLessThan(3);
  expect(transfers.shared.find(conversation, one.file.hash)).toBeUndefined();
  expect(kept.size).toBe(1);

  transfers.resume(one.file.hash);
  await expect.poll(() => transfers.sending(one.file.hash)).toBeUndefined();
  const all = new Uint8Array(await new Blob(got).arrayBuffer());
  expect(sameBytes(all, one.bytes)).toBe(true);
});

test('one’s own is there before it is at the server, for the other peers of its conversation alone', async () => {
  const { transfers, server } = world();
  const one = fileOf(100);
  server.isAway = true;
  transfers.send(one);
  const given = transfers.shared.find(conversation, one.file.hash);
  expect(given?.size).toBe(100);
  expect(await given?.read(10, 20)).toEqual(one.bytes.slice(10, 30));
  expect(transfers.shared.find(elsewhere, one.file.hash)).toBeUndefined();
  await expect.poll(() => transfers.sending(one.file.hash)?.state).toBe('waiting');
  given?.given?.(50);
  expect(transfers.sending(one.file.hash)).toEqual({ state: 'waiting', sent: 0.5 });
  transfers.cancel(one.file.hash);
  expect(transfers.shared.find(conversation, one.file.hash)).toBeUndefined();
});

test('what waits for its conversation to be raised is in this page, and nobody is asked for it', () => {
  const { transfers, server } = world();
  const one = fileOf(5);
  transfers.keep(one);
  expect(transfers.shared.find(conversation, one.file.hash)?.size).toBe(5);
  expect(server.requests).toBe(0);
  transfers.close();
});
