/** Visitors side by side, who come and go at random: each has their own words, and nobody another one's. */
import { expect, test } from 'vitest';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import type { Peer } from './client.fixture.ts';
import { createTestServer } from './session.fixture.ts';

/** A small generator (Park and Miller), so that a run can be had again. */
function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const textsOf = ({ client }: Peer): string[] =>
  client.pushed.flatMap(({ append }) =>
    append.entries.flatMap((bytes) => {
      const entry = decodeEntry(bytes);
      if (!entry.ok) throw new Error(entry.refusal);
      const payload = readPayload(entry.value);
      return payload.type === 'message' ? [payload.text] : [];
    }),
  );

test('[V-35] [W4] of forty visitors who reconnect at random, none is sent what is another one’s', async () => {
  const world = await createTestServer();
  const chance = chances(20_261_122);
  const arrive = async () => {
    const whom = await world.visitor();
    const peer = await (await world.connect(whom)).start();
    await peer.client.close();
    return { whom, peer };
  };
  const visit = async ({ whom, peer: first }: Awaited<ReturnType<typeof arrive>>, who: number) => {
    let peer = await (await world.connect(whom)).join(first.conversation, first);
    const said: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const text = `mark-${who}-${n}`;
      await peer.saved(await peer.say(text));
      said.push(text);
      if (chance() < 0.5) continue;
      await peer.client.close();
      peer = await (await world.connect(whom)).join(peer.conversation, peer);
    }
    await peer.client.close();
    // A new device: it is sent all of it, and from nobody else.
    const again = await (await world.connect(whom)).join(peer.conversation);
    for (const text of said) expect(await soon(again, text)).toContain(text);
    await again.client.settled();
    expect(textsOf(again)).toEqual(said);
    const heard = again.client.heard.flatMap((it) =>
      'conversation' in it ? [it.conversation] : [],
    );
    expect(new Set(heard)).toEqual(new Set([again.conversation]));
    await again.client.close();
  };
  const arrived = [];
  for (let group = 0; group < 2; group += 1) {
    arrived.push(...(await Promise.all(Array.from({ length: 20 }, arrive))));
    // One network raises only so many conversations a minute.
    world.clock.advance(60_000);
  }
  await Promise.all(arrived.map(visit));
  await world.close();
});

/** What it was sent by now, after as many answers as it takes. */
async function soon(peer: Peer, text: string): Promise<string[]> {
  for (let n = 0; n < 50 && !textsOf(peer).includes(text); n += 1) await peer.client.settled();
  return textsOf(peer);
}
