import { expect, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { createCast } from '../transport.fixture.ts';
import { createGuardedLink } from './guarded-link.ts';
import type { LinkEvent, LinkHost } from './link-host.ts';
import { linkLimits } from './link-limits.ts';
import type { RawChannel, RawConnection, SessionDescription } from './wrtc.ts';

const hello = 1;
const ping = 8;

function describedBy(type: string, fill: string): SessionDescription {
  return { type, sdp: `v=0\r\na=fingerprint:sha-256 ${fill}:${fill}\r\n` };
}

/** A link over a connection and a channel that do only what the test says. */
async function newLink() {
  const clock = createManualClock(1_800_000_000_000);
  const cast = await createCast(() => clock.now());
  const peer = await cast.newPeer({ log: 1, role: 'client' });
  const sent: number[] = [];
  const ended: LinkEvent[] = [];
  const channel = {
    readyState: 'connecting',
    bufferedAmount: 0,
    send: (data: Uint8Array) => sent.push(data[0] ?? 0),
    close: () => undefined,
  } as unknown as RawChannel;
  const connection = {
    localDescription: describedBy('offer', 'AA') as SessionDescription | null,
    remoteDescription: null as SessionDescription | null,
    close: () => undefined,
  };
  const host: LinkHost = {
    doc: peer.replica.doc,
    gate: peer.gate,
    conversation: peer.conversation,
    clock,
    typing: () => false,
    onTyping: () => undefined,
    spend: () => 0,
    mayLink: () => true,
    onUp: () => undefined,
    onPath: () => undefined,
    onEnd: (_link, reason) => ended.push(reason),
    onRefusal: () => undefined,
    onFault: (error) => {
      throw error;
    },
  };
  const link = createGuardedLink(connection as unknown as RawConnection, host, () => undefined);
  link.attach(channel);
  /** Signing is done by then: nothing else is waited for in these tests. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, channel, connection, link, sent, ended, settle };
}

test('a channel that opens before the answer is said to be applied waits for it, and then says hello', async () => {
  const { channel, connection, link, sent, ended, settle } = await newLink();
  channel.onopen?.(undefined as never);
  await settle();
  expect({ sent, ended }).toEqual({ sent: [], ended: [] });

  connection.remoteDescription = describedBy('answer', 'BB');
  link.described();
  while (sent.length < 2) await settle();
  expect(sent).toEqual([hello, ping]);
  link.end('closed');
});

test('[W2] a channel whose descriptions are never applied is given up when its time is over', async () => {
  const { clock, channel, sent, ended, settle } = await newLink();
  channel.onopen?.(undefined as never);
  await clock.advance(linkLimits.upWithinMs, settle);
  expect({ sent, ended }).toEqual({ sent: [], ended: ['not-up-in-time'] });
  expect(clock.waiting()).toBe(0);
});

test('[W18] a description without a fingerprint ends the link', async () => {
  const { channel, connection, link, ended, settle } = await newLink();
  channel.onopen?.(undefined as never);
  connection.remoteDescription = { type: 'answer', sdp: 'v=0\r\n' };
  link.described();
  await settle();
  expect(ended).toEqual(['no-hello']);
});
