import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../clock.fixture.ts';
import { createCast, type TestPeer } from '../transport.fixture.ts';
import type { Link } from '../transport.ts';
import { createGuardedLink } from './guarded-link.ts';
import type { GuardedLink, LinkEvent, LinkHost } from './link-host.ts';
import { linkLimits } from './link-limits.ts';
import type { RawChannel, RawConnection } from './wrtc.ts';

type Way = 'host' | 'relay';

function describedBy(fill: string) {
  return { type: 'offer', sdp: `v=0\r\na=fingerprint:sha-256 ${fill}:${fill}\r\n` };
}

/** Two links whose channels carry to each other at once; the statistics say what the test wants. */
async function newPair(onUp: (link: GuardedLink) => void = () => undefined) {
  const clock = createManualClock(1_800_000_000_000);
  const cast = await createCast(() => clock.now());
  const ways: { way: Way } = { way: 'relay' };
  const seen: (Link['path'] | undefined)[] = [];
  const ended: LinkEvent[] = [];
  const faults: unknown[] = [];

  function newChannel() {
    const channel = {
      readyState: 'open',
      bufferedAmount: 0,
      onmessage: null as RawChannel['onmessage'],
      onopen: null as RawChannel['onopen'],
      other: undefined as { onmessage: RawChannel['onmessage'] } | undefined,
      send(data: Uint8Array) {
        const copy = data.slice().buffer;
        queueMicrotask(() => channel.other?.onmessage?.({ data: copy }));
      },
      close: () => undefined,
    };
    return channel;
  }

  function open(
    peer: TestPeer,
    raw: RawChannel,
    fills: readonly [string, string],
    isWatched: boolean,
  ) {
    const connection = {
      localDescription: describedBy(fills[0]),
      remoteDescription: describedBy(fills[1]),
      close: () => undefined,
      getStats: () =>
        Promise.resolve([
          { id: 'p', type: 'candidate-pair', selected: true, localCandidateId: 'l' },
          { id: 'l', candidateType: ways.way },
        ]),
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
      onUp: (link) => {
        if (!isWatched) return;
        seen.push(link.link()?.path);
        onUp(link);
      },
      onPath: (link) => {
        if (isWatched) seen.push(link.link()?.path);
      },
      onEnd: (_link, reason) => {
        if (isWatched) ended.push(reason);
      },
      onRefusal: () => undefined,
      onFault: (error) => faults.push(error),
    };
    const link = createGuardedLink(connection as unknown as RawConnection, host, () => undefined);
    link.attach(raw);
    link.described();
    raw.onopen?.(undefined as never);
    return link;
  }

  const [a, b] = [newChannel(), newChannel()];
  a.other = b;
  b.other = a;
  const client = await cast.newPeer({ log: 1, role: 'client' });
  const agent = await cast.newPeer({ log: 2, role: 'agent' });
  const links = [
    open(client, a as unknown as RawChannel, ['AA', 'BB'], true),
    open(agent, b as unknown as RawChannel, ['BB', 'AA'], false),
  ];
  onTestFinished(() => {
    for (const link of links) link.end('closed');
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { clock, ways, seen, ended, faults, settle };
}

test('[W6] a link that ICE moves from a relay to a direct way, and back, says so', async () => {
  const { clock, ways, seen, settle } = await newPair();
  while (seen.length === 0) await settle();
  expect(seen).toEqual(['relay']);

  ways.way = 'host';
  await clock.advance(linkLimits.upWithinMs, settle);
  expect(seen).toEqual(['relay', 'direct']);

  await clock.advance(linkLimits.pingAfterMs * 4, settle);
  expect(seen).toEqual(['relay', 'direct']);

  ways.way = 'relay';
  await clock.advance(linkLimits.pingAfterMs * 2, settle);
  expect(seen).toEqual(['relay', 'direct', 'relay']);
});

test('[W8] what fails when a link comes up ends that link, and is no unhandled rejection', async () => {
  const fault = new Error('a listener that throws');
  const { ended, faults, settle } = await newPair(() => {
    throw fault;
  });
  while (ended.length === 0) await settle();
  expect({ ended, faults }).toEqual({ ended: ['fault'], faults: [fault] });
});
