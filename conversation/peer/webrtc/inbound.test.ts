import { expect, test } from 'vitest';
import { limits } from '../../log/limits.ts';
import { createManualClock } from '../clock.fixture.ts';
import { writeFrame, type Frame } from './frames.ts';
import { createInbound } from './inbound.ts';
import { linkLimits } from './link-limits.ts';

const hello: Frame = {
  kind: 'hello',
  certificate: new Uint8Array(20),
  signature: new Uint8Array(64),
};
const ask: Frame = { kind: 'ask' };

/** The parts of a link that say only what reached them. */
function inbound() {
  const told: string[] = [];
  let isHelloSeen = false;
  const made = createInbound({
    clock: createManualClock(1_800_000_000_000),
    handshake: {
      isHelloSeen: () => isHelloSeen,
      meet: () => {
        const isFirst = !isHelloSeen;
        isHelloSeen = true;
        if (isFirst) told.push('met');
        return isFirst;
      },
    },
    liveness: {
      heard: () => undefined,
      receive: ({ kind, number }) => {
        told.push(`${kind} ${number}`);
        return number !== 0;
      },
    },
    onTyping: (typing) => told.push(`typing ${typing}`),
    onStrike: (kind) => told.push(kind),
    onRefused: (kind) => {
      told.push(`refused: ${kind}`);
      made.close();
    },
  });
  const exchange = {
    receive: (frame: Frame) => {
      told.push(frame.kind);
      if (frame.kind === 'state') made.close();
    },
  };
  return {
    told,
    open: () => made.open(exchange),
    receive: (frame: Frame) => {
      for (const bytes of writeFrame(frame)) made.receive(bytes.buffer);
    },
    receiveRaw: (data: unknown) => made.receive(data),
  };
}

test('frames that come while the hello is checked are worked off in their order once it is', () => {
  const { told, receive, open } = inbound();
  receive(hello);
  receive({ kind: 'ping', number: 3 });
  receive(ask);
  expect(told).toEqual(['met']);
  open();
  receive({ kind: 'typing', typing: true });
  expect(told).toEqual(['met', 'ping 3', 'ask', 'typing true']);
});

test('a link that ends while early frames are worked off drops the rest', () => {
  const { told, receive, open } = inbound();
  receive(hello);
  receive({ kind: 'state', stateVector: new Uint8Array([0]) });
  receive(ask);
  open();
  expect(told).toEqual(['met', 'state']);
});

test('a frame before any hello, and more early frames than an honest peer sends, end the link', () => {
  const silent = inbound();
  silent.receive(ask);
  expect(silent.told).toEqual(['refused: no-hello']);

  const hasty = inbound();
  hasty.receive(hello);
  for (let i = 0; i < linkLimits.earlyFrames; i += 1) hasty.receive(ask);
  expect(hasty.told).toEqual(['met']);
  hasty.receive(ask);
  expect(hasty.told).toEqual(['met', 'refused: no-hello']);
});

test('what is no frame, a second hello and a false pong are each a strike', () => {
  const { told, receive, receiveRaw, open } = inbound();
  receive(hello);
  open();
  told.length = 0;
  receiveRaw('text');
  receiveRaw(new Uint8Array([200]).buffer);
  receiveRaw(new ArrayBuffer(limits.pieceBytes + 1));
  receive(hello);
  expect(told).toEqual(['malformed', 'malformed', 'malformed', 'malformed']);
  receive({ kind: 'pong', number: 0 });
  expect(told.slice(4)).toEqual(['pong 0', 'malformed']);
});

test('a frame in pieces is handed on whole', () => {
  const { told, receive, open } = inbound();
  receive(hello);
  open();
  receive({ kind: 'update', update: new Uint8Array(limits.pieceBytes * 3) });
  expect(told).toEqual(['met', 'update']);
});

test('typing is heard as often as limits say, and what is beyond is dropped without a strike', () => {
  const { told, receive, open } = inbound();
  receive(hello);
  open();
  for (let i = 0; i < 100; i += 1) receive({ kind: 'typing', typing: i % 2 === 0 });
  expect(told.filter((each) => each.startsWith('typing'))).toHaveLength(
    limits.awarenessPerSecond * 2,
  );
  expect(told).not.toContain('malformed');
});

test('a flood ends the link', () => {
  const { told, receive, open } = inbound();
  receive(hello);
  open();
  for (let i = 1; i < linkLimits.frameBurst; i += 1) receive(ask);
  expect(told).not.toContain('refused: flooding');
  receive(ask);
  expect(told.at(-1)).toBe('refused: flooding');
});

test('[W8] a large frame counts as several: what looks at it has more to do', () => {
  const { told, receiveRaw, receive, open } = inbound();
  receive(hello);
  open();
  const frame = new ArrayBuffer(limits.pieceBytes);
  new Uint8Array(frame)[0] = 4;
  const cost = 1 + limits.pieceBytes / linkLimits.costlyBytes;
  for (let i = 0; i < Math.floor((linkLimits.frameBurst - 1) / cost); i += 1) receiveRaw(frame);
  expect(told).not.toContain('refused: flooding');
  receiveRaw(frame);
  expect(told.at(-1)).toBe('refused: flooding');
});
