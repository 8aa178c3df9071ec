/** A signaling server that puts itself in the middle: a connection of its own to each side, and bytes passed between. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { endNodeWebRtc, nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';
import { randomIdFrom, type ConversationId } from '../../protocol/ids.ts';
import type { PeerSignal } from '../../protocol/signal.ts';
import { createWebRtcWorld, type Middle, type WebRtcWorld } from './webrtc-world.contract.ts';
import type { RawChannel, RawConnection } from './wrtc.ts';

let world: WebRtcWorld;
beforeEach(async () => {
  world = await createWebRtcWorld();
});
afterEach(() => world.close());
afterAll(endNodeWebRtc);

const Connection = nodeWrtc.RTCPeerConnection as unknown as new (config: object) => RawConnection;

interface Leg {
  readonly connection: RawConnection;
  readonly channel: Promise<RawChannel>;
}

/** Two legs for one attempt, and what came over either. */
function standInTheMiddle(): { middle: Middle; passed: { bytes: number }; close(): void } {
  const passed = { bytes: 0 };
  const opened: RawConnection[] = [];
  let toAnswerer: Leg | undefined;
  let answerForOfferer: PeerSignal | undefined;

  function newLeg(channelOf: (connection: RawConnection) => Promise<RawChannel>): Leg {
    const connection = new Connection({ iceServers: [] });
    opened.push(connection);
    return { connection, channel: channelOf(connection) };
  }

  function pipe(from: RawChannel, to: RawChannel): void {
    from.binaryType = 'arraybuffer';
    from.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer) || to.readyState !== 'open') return;
      passed.bytes += data.byteLength;
      to.send(new Uint8Array(data));
    };
  }

  async function described(leg: Leg, made: Promise<unknown>): Promise<PeerSignal> {
    await leg.connection.setLocalDescription((await made) as never);
    while (leg.connection.iceGatheringState !== 'complete') {
      await new Promise((later) => setTimeout(later, 5));
    }
    const { type, sdp } = leg.connection.localDescription ?? { type: '', sdp: '' };
    return { type: type === 'offer' ? 'offer' : 'answer', sdp };
  }

  async function meetOfferer(offer: PeerSignal): Promise<PeerSignal> {
    const first = newLeg(
      (connection) =>
        new Promise((found) => {
          connection.ondatachannel = ({ channel }) => found(channel);
        }),
    );
    const second = newLeg((connection) => Promise.resolve(connection.createDataChannel('middle')));
    toAnswerer = second;
    await first.connection.setRemoteDescription(offer as never);
    answerForOfferer = await described(first, first.connection.createAnswer());
    void Promise.all([first.channel, second.channel]).then(([a, b]) => {
      pipe(a, b);
      pipe(b, a);
    });
    return described(second, second.connection.createOffer());
  }

  const middle: Middle = (_topic, data, pass) => {
    if (data.type !== 'signal') return pass(data);
    const { signal } = data;
    switch (signal.type) {
      case 'offer':
        void meetOfferer(signal).then((offer) => pass({ ...data, signal: offer }));
        return;
      case 'answer':
        void toAnswerer?.connection.setRemoteDescription(signal as never).then(() => {
          if (answerForOfferer !== undefined) pass({ ...data, signal: answerForOfferer });
        });
        return;
      case 'candidate':
        // Those that are needed are in the descriptions of the legs.
        return;
    }
  };
  return {
    middle,
    passed,
    close() {
      for (const connection of opened) connection.close();
    },
  };
}

test('[V-65] [W18] [W4] whoever swaps the DTLS fingerprints, and passes on every byte, gets no link and reads nothing', async () => {
  const inBetween = standInTheMiddle();
  world.setMiddle(inBetween.middle);
  const conversation = randomIdFrom(randomBytes(16)) as ConversationId;
  const client = await world.place({ log: 1, role: 'client', conversation });
  const agent = await world.place({ log: 2, role: 'agent', conversation });
  await client.say('for the agent alone');
  const isRefused = (peer: typeof client) =>
    world.refusals.get(peer)?.includes('bad-signature') === true;
  await world.until('somebody notices', () => isRefused(client) || isRefused(agent));
  expect(inBetween.passed.bytes).toBeGreaterThan(0);
  expect(client.links()).toEqual([]);
  expect(agent.links()).toEqual([]);
  expect(agent.heard()).toEqual([]);
  inBetween.close();
});
