import { expect, test } from 'vitest';
import { conversation } from '../../log/log.fixture.ts';
import { createCast, type TestPeer } from '../transport.fixture.ts';
import { createHandshake, type Handshake } from './handshake.ts';
import type { Hello } from './hello.ts';
import type { SessionDescription } from './wrtc.ts';

function describedBy(fill: string): SessionDescription {
  return { type: 'offer', sdp: `v=0\r\na=fingerprint:sha-256 ${fill}:${fill}\r\n` };
}

interface Side {
  readonly handshake: Handshake;
  readonly hellos: Hello[];
  readonly told: string[];
  /** Resolves when one more thing was told. */
  next(): Promise<void>;
}

function sideOf(
  { gate }: Pick<TestPeer, 'gate'>,
  connection: { localDescription: SessionDescription; remoteDescription: SessionDescription },
  mayLink = true,
): Side {
  const hellos: Hello[] = [];
  const told: string[] = [];
  let wake: () => void = () => undefined;
  const tell = (what: string) => {
    told.push(what);
    wake();
  };
  const handshake = createHandshake({
    connection,
    gate,
    conversation,
    mayLink: () => mayLink,
    send: (hello) => hellos.push(hello),
    onGreeted: () => tell('greeted'),
    onDone: ({ log }) => tell(`done with ${log}`),
    onRefused: (kind) => tell(`refused: ${kind}`),
    onNoFingerprint: () => tell('no fingerprint'),
    onFault: (error) => tell(`fault: ${String(error)}`),
  });
  const next = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  return { handshake, hellos, told, next };
}

async function twoSides(options: { mayLink?: boolean } = {}) {
  const cast = await createCast(() => Date.now());
  const client = await cast.newPeer({ log: 1, role: 'client' });
  const agent = await cast.newPeer({ log: 2, role: 'agent' });
  const [one, two] = [describedBy('AA'), describedBy('BB')];
  return {
    ours: sideOf(client, { localDescription: one, remoteDescription: two }, options.mayLink),
    theirs: sideOf(agent, { localDescription: two, remoteDescription: one }),
  };
}

/** The hello of that side. */
async function helloOf(side: Side): Promise<Hello> {
  const greeted = side.next();
  side.handshake.described();
  side.handshake.greet();
  await greeted;
  const [hello] = side.hellos;
  if (hello === undefined) throw new Error('No hello was sent.');
  return hello;
}

test('it is done once, when ours is said and theirs is checked, whichever is first', async () => {
  for (const isGreetingFirst of [true, false]) {
    const { ours, theirs } = await twoSides();
    const hello = await helloOf(theirs);
    ours.handshake.described();
    if (isGreetingFirst) {
      const greeted = ours.next();
      ours.handshake.greet();
      await greeted;
      const done = ours.next();
      expect(ours.handshake.meet(hello)).toBe(true);
      await done;
    } else {
      ours.handshake.meet(hello);
      while (ours.handshake.remote() === undefined) {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      expect(ours.told).toEqual([]);
      const greeted = ours.next();
      ours.handshake.greet();
      await greeted;
    }
    expect(ours.told).toEqual(['greeted', 'done with 2']);
    expect(ours.handshake.remote()?.log).toBe(2);
  }
});

test('a second hello is refused without being looked at', async () => {
  const { ours, theirs } = await twoSides();
  const hello = await helloOf(theirs);
  expect(ours.handshake.isHelloSeen()).toBe(false);
  expect(ours.handshake.meet(hello)).toBe(true);
  expect(ours.handshake.isHelloSeen()).toBe(true);
  expect(ours.handshake.meet(hello)).toBe(false);
});

test('[W4] a hello that is not genuine is refused, and so is one of a peer that may not link', async () => {
  const { ours, theirs } = await twoSides();
  const hello = await helloOf(theirs);
  const refused = ours.next();
  ours.handshake.described();
  ours.handshake.meet({ ...hello, signature: new Uint8Array(64) });
  await refused;
  expect(ours.told).toEqual(['refused: bad-signature']);
  expect(ours.handshake.remote()).toBeUndefined();

  const banning = await twoSides({ mayLink: false });
  const banned = banning.ours.next();
  banning.ours.handshake.described();
  banning.ours.handshake.meet(await helloOf(banning.theirs));
  await banned;
  expect(banning.ours.told).toEqual(['refused: banned']);
});

test('one that was closed while it signed sends nothing and calls nobody', async () => {
  const cast = await createCast(() => Date.now());
  const { gate } = await cast.newPeer({ log: 1, role: 'client' });
  let signed = 0;
  const sign = () => {
    signed += 1;
    side.handshake.close();
    return Promise.resolve(new Uint8Array(64));
  };
  const connection = { localDescription: describedBy('AA'), remoteDescription: describedBy('BB') };
  const side = sideOf({ gate: { ...gate, sign } }, connection);
  side.handshake.described();
  side.handshake.greet();
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect({ signed, hellos: side.hellos, told: side.told }).toEqual({
    signed: 1,
    hellos: [],
    told: [],
  });
});

test('[W18] where a description has no fingerprint there is nothing to sign', async () => {
  const cast = await createCast(() => Date.now());
  const client = await cast.newPeer({ log: 1, role: 'client' });
  const bare = { type: 'answer', sdp: 'v=0\r\n' };
  const side = sideOf(client, { localDescription: describedBy('AA'), remoteDescription: bare });
  const told = side.next();
  side.handshake.described();
  side.handshake.greet();
  await told;
  expect({ hellos: side.hellos, told: side.told }).toEqual({
    hellos: [],
    told: ['no fingerprint'],
  });
});
