import { expect, test } from 'vitest';
import type { RoomConnection, RoomOptions, Transport } from '../../conversation/peer/transport.ts';
import { createLateTransport } from './late-transport.ts';

const room = { iceServers: [] } as unknown as RoomOptions;

function recorder() {
  const calls: string[] = [];
  let announce = () => undefined as void;
  const connection: RoomConnection = {
    links: () => [],
    onLinks(listener) {
      announce = listener;
      return () => undefined;
    },
    takeFile: () => undefined,
    onTyping: () => () => undefined,
    setTyping: (typing) => void calls.push(`typing ${typing}`),
    setIceServers: (servers) => void calls.push(`ice ${servers.length}`),
    wake: () => void calls.push('wake'),
    close: () => void calls.push('close'),
  };
  const transport: Transport = {
    join({ iceServers }) {
      calls.push(`join with ${iceServers.length}`);
      return connection;
    },
  };
  return { calls, transport, linksChange: () => announce() };
}

const settled = () => new Promise<void>((done) => setTimeout(done));

test('what was asked for before the code arrived is done when it arrives', async () => {
  const { calls, transport, linksChange } = recorder();
  const late = createLateTransport(() => Promise.resolve(transport));
  const connection = late.join(room);
  let changes = 0;
  connection.onLinks(() => (changes += 1));
  connection.setTyping(true);
  connection.setIceServers([{ urls: ['turn:127.0.0.1'] }]);
  expect(calls).toEqual([]);

  await settled();
  linksChange();

  expect(calls).toEqual(['join with 1', 'typing true']);
  expect(changes).toBe(1);
});

test('a room that was left before the code arrived is not joined', async () => {
  const { calls, transport } = recorder();
  const connection = createLateTransport(() => Promise.resolve(transport)).join(room);
  connection.close();
  await settled();
  expect(calls).toEqual([]);
});

test('code that could not be loaded is asked for again when the network is back', async () => {
  const { calls, transport } = recorder();
  let attempts = 0;
  const late = createLateTransport(() => {
    attempts += 1;
    return attempts === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(transport);
  });
  const connection = late.join(room);
  await settled();
  connection.wake();
  await settled();
  connection.wake();
  expect(calls).toEqual(['join with 0', 'wake']);
});

test('a room is left while the tab rests, and joined again when it is woken', async () => {
  const { calls, transport } = recorder();
  const late = createLateTransport(() => Promise.resolve(transport));
  const connection = late.join(room);
  let changes = 0;
  connection.onLinks(() => (changes += 1));
  await settled();
  late.rest(true);
  connection.wake();
  await settled();
  expect(calls).toEqual(['join with 0', 'close']);
  expect(changes).toBe(1);
  late.rest(false);
  connection.wake();
  await settled();
  expect(calls).toEqual(['join with 0', 'close', 'join with 0']);
});
