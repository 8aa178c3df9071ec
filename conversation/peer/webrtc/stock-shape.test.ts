import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import { installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';

/** What `stock-provider.ts` and `signal-upkeep.ts` take hold of beyond y-webrtc's types. */
const roomMembers = {
  peerId: 'string',
  webrtcConns: 'object',
  bcconnected: 'boolean',
  _bcSubscriber: 'function',
  _beforeUnloadHandler: 'function',
};
const signalingMembers = {
  ws: 'object',
  connected: 'boolean',
  connecting: 'boolean',
  lastMessageReceived: 'number',
  _observers: 'object',
  on: 'function',
  off: 'function',
  send: 'function',
  connect: 'function',
};

const kinds = (thing: object, names: object) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, typeof Reflect.get(thing, name)]));

test('y-webrtc is the version around which the upkeep was built, and has its shape', async () => {
  const manifest = resolve(import.meta.dirname, '../../../node_modules/y-webrtc/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  expect(version).toMatch(/^10\.3\./);

  const globals = installNodeGlobals({ onFault: () => undefined });
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const doc = new Y.Doc();
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new WebrtcProvider('shape', doc, { signaling: [url] });
  try {
    await provider.key;
    await Promise.resolve();
    const [signaling] = provider.signalingConns as unknown as {
      _observers: Map<string, Set<unknown>>;
    }[];
    expect(kinds(provider.room ?? {}, roomMembers)).toEqual(roomMembers);
    expect(kinds(signaling ?? {}, signalingMembers)).toEqual(signalingMembers);
    expect(signaling?._observers.get('message')?.size).toBe(1);
  } finally {
    provider.disconnect();
    provider.destroy();
    doc.destroy();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    globals.restore();
  }
});
