import { expect, test } from 'vitest';
import type { ConnectionPolicy } from '../../protocol/conversation.ts';
import type { FileHash } from '../../protocol/file.ts';
import type { Topic } from '../../protocol/ids.ts';
import { createManualClock } from '../clock.fixture.ts';
import { createRoom } from '../room.ts';
import { createCast } from '../transport.fixture.ts';
import type { RoomOptions } from '../transport.ts';

const hash = `${'A'.repeat(42)}E` as FileHash;
const wanted = { hash, size: 10, from: 0, store: async () => {} };

async function enter(connection: ConnectionPolicy) {
  const clock = createManualClock(1_800_000_000_000);
  const cast = await createCast(() => clock.now());
  const peer = await cast.newPeer({ log: 1, role: 'client' });
  const joined: RoomOptions[] = [];
  const asked: string[] = [];
  const room = createRoom({
    transport: {
      join(options) {
        joined.push(options);
        return {
          links: () => [],
          onLinks: () => () => undefined,
          takeFile: (file) => {
            asked.push(file.hash);
            return { ended: Promise.resolve('done'), stop: () => undefined };
          },
          onTyping: () => () => undefined,
          setTyping: () => undefined,
          setIceServers: () => undefined,
          wake: () => undefined,
          close: () => undefined,
        };
      },
    },
    files: { find: () => undefined },
    replica: peer.replica,
    own: {} as Parameters<typeof createRoom>[0]['own'],
    verify: () => Promise.resolve(true),
    clock,
    report: () => undefined,
    onTyping: () => undefined,
    onChange: () => undefined,
    onLost: () => undefined,
  });
  const { certificate } = peer.author;
  room.enter({ certificate, connection, topic: 'A'.repeat(22) as Topic, iceServers: [] });
  const taking = room.takeFile(wanted);
  room.close();
  return { joined, asked, taking, after: room.takeFile(wanted) };
}

test('[W7] a masked conversation, and one whose policy is the server, never has a channel for files', async () => {
  const { joined, asked, taking } = await enter('server');
  expect([joined, asked, taking]).toEqual([[], [], undefined]);
});

test.each(['direct', 'relay'] as const)(
  'over %s links files are taken and given, until the room is left',
  async (connection) => {
    const { joined, asked, taking, after } = await enter(connection);
    expect(joined.map(({ files }) => files?.find(hash))).toEqual([undefined]);
    expect(joined[0]?.files).toBeDefined();
    expect(asked).toEqual([hash]);
    expect(await taking?.ended).toBe('done');
    expect(after).toBeUndefined();
  },
);
