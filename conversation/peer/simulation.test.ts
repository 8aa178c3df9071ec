/**
 * Random histories of a client with two tabs, an agent and a second agent: everything that may happen, in an
 * order that comes from a seed. Whatever happened, in the end nothing is lost, nothing is there twice and
 * everybody shows the same order as the archive (W2, W3).
 */
import { expect, test } from 'vitest';
import type { Conversation, Peer } from './api.ts';
import { seededRandom } from './memory-mesh.ts';
import { createWorld, type Device, type World } from './world.fixture.ts';

const histories = 60;
const stepsEach = 40;

interface Program {
  readonly user: string;
  readonly device: Device;
  peer: Peer;
  conversation: Conversation;
}

const texts = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));

async function run(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const connection = random() < 0.7 ? 'direct' : 'server';
  const world = await createWorld({
    seed,
    connection,
    users: { client: 'client', agent: 'agent', second: 'agent' },
  });
  const clientDevice = world.newDevice();
  const first = world.newPeer('client', clientDevice);
  const raised = first.start();
  raised.say('0');
  await world.settle();
  const open = (user: string, device: Device): Program => {
    const peer = world.newPeer(user, device);
    return { user, device, peer, conversation: peer.open(raised.id) };
  };
  const programs: Program[] = [
    { user: 'client', device: clientDevice, peer: first, conversation: raised },
    open('client', clientDevice),
    open('agent', world.newDevice()),
    open('second', world.newDevice()),
  ];
  await world.settle();
  const said = ['0'];

  for (let step = 0; step < stepsEach; step += 1) {
    const program = programs[below(programs.length)]!;
    await act(world, program, programs, below(100), random, said);
  }

  world.server.startAgain();
  world.mesh.setFaults({});
  for (const { peer } of programs) peer.wake();
  await world.advance(60_000);
  for (const { peer } of programs) peer.wake();
  await world.advance(60_000);

  const archive = world.server.transcript(raised.id);
  const archived = new Set(archive.map(({ id }) => id));
  expect(archived.size).toBe(archive.length);
  const shown = texts(programs[0]!.conversation);
  expect(shown.toSorted()).toEqual(said.toSorted());
  for (const { conversation } of programs) {
    expect(texts(conversation)).toEqual(shown);
    for (const item of conversation.items()) expect(archived.has(item.id)).toBe(true);
  }
  const order = archive.filter(({ type }) => type === 'message').map(({ id }) => id);
  expect(programs[0]!.conversation.items().map(({ id }) => id)).toEqual(order);
  expect(world.events.filter(({ event }) => event === 'fault')).toEqual([]);
  await world.close();
}

async function act(
  world: World,
  program: Program,
  programs: readonly Program[],
  chance: number,
  random: () => number,
  said: string[],
): Promise<void> {
  const { conversation } = program;
  if (chance < 35) {
    const text = String(said.length);
    conversation.say(text);
    said.push(text);
  } else if (chance < 45) {
    const last = conversation.items().at(-1);
    if (last !== undefined) conversation.markRead(last.id);
  } else if (chance < 65) {
    for (let i = 0; i < 5; i += 1) await world.step(random);
  } else if (chance < 75) {
    await world.advance(Math.floor(random() * 1_500));
  } else if (chance < 80) {
    world.server.stop();
  } else if (chance < 86) {
    world.server.startAgain();
    for (const { peer } of programs) peer.wake();
  } else if (chance < 90) {
    world.server.cut(program.user);
  } else if (chance < 94) {
    world.mesh.setFaults(
      random() < 0.5 ? {} : { drop: 0.2 * random(), duplicate: 0.3 * random(), reorder: 0.3 },
    );
  } else if (chance < 97) {
    await world.settle();
    await program.peer.close();
    reopen(world, program);
  } else {
    // What was said is only then sure to be kept when it was stored, which takes a turn or two.
    await world.settle();
    const others = programs.filter(({ device }) => device === program.device);
    world.server.cut(program.user);
    program.device.crash();
    for (const each of others) {
      world.kill(each.peer);
      reopen(world, each);
    }
  }
}

function reopen(world: World, program: Program): void {
  const { id } = program.conversation;
  program.peer = world.newPeer(program.user, program.device);
  program.conversation = program.peer.open(id);
}

const seeds = Array.from({ length: histories }, (_, i) => i + 1);

test(`[W2] [W3] ${histories} random histories end with the same messages in the same order everywhere`, async () => {
  for (const seed of seeds) {
    try {
      await run(seed);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}, 600_000);
