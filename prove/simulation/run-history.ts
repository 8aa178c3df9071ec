/** One history from its first message to the end, when everything works again and everybody must agree. */
import { randomIdFrom } from '../../conversation/protocol/ids.ts';
import type { SqliteConnection } from '../../signaling/database/sqlite.ts';
import { createChance } from './chance.ts';
import { perform } from './deeds.ts';
import { disagreement } from './agreement.ts';
import type { History, User } from './history.ts';
import { mutationOf, type Mutant } from './mutants.ts';
import { Broken } from './observer.ts';
import { templateFor, type Template } from './template.ts';
import { createWorld, type World } from './world.ts';

export type Verdict =
  | { readonly held: true; readonly events: number; readonly trace: string }
  | { readonly held: false; readonly because: string; readonly events: number };

/** How long everybody has to agree once nothing is in the way. */
const agreeWithinMs = 180_000;
const lookEveryMs = 2_000;
/** What is true once must stay true. */
const staysForMs = 5_000;

export async function runHistory(history: History, mutant?: Mutant): Promise<Verdict> {
  const template = await templateFor(history.setup);
  const world = await createWorld(history.setup, mutationOf(mutant), template);
  try {
    await live(world, history, template);
    await heal(world);
    await agree(world);
    return { held: true, events: world.schedule.events(), trace: world.schedule.trace() };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { held: false, because: error.message, events: world.schedule.events() };
  } finally {
    world.close();
  }
}

async function live(world: World, { setup, actions }: History, template: Template): Promise<void> {
  setup.programs.forEach((_, place) => world.openProgram(place));
  setup.programs.forEach(({ user }, place) => {
    if (user !== 'client') world.program(place)?.peer.setAvailable(true);
  });
  perform(world, { do: 'say', program: 0, text: 'the first' });
  let guests: readonly User[] = setup.guests;
  const chance = createChance(setup.seed, 'guests');
  for (const action of actions) {
    await world.run(action.after);
    guests = invite(world, guests, template, (length) => chance.bytes(length));
    perform(world, action);
  }
}

/** Guests take part as soon as the conversation is raised. @returns who still waits. */
function invite(
  world: World,
  guests: readonly User[],
  { who }: Template,
  randomBytes: (length: number) => Uint8Array,
): readonly User[] {
  const conversation = world.conversation();
  if (guests.length === 0 || conversation === undefined) return guests;
  const isDone = world.disk.look((connection) => {
    const raised = connection.prepare('select 1 from conversations where id = ?').get(conversation);
    if (raised === undefined) return false;
    for (const user of guests) add(connection, user);
    return true;
  });
  if (isDone !== true) return guests;
  for (const user of guests) world.invite(user);
  return [];

  function add(connection: SqliteConnection, user: User): void {
    connection
      .prepare(
        `insert into participants (id, conversation, account, visitor, role, name, joined_at, left_at)
         select ?, ?, ?, null, ?, ?, ?, null where not exists
           (select 1 from participants where conversation = ? and account = ?)`,
      )
      .run(
        randomIdFrom(randomBytes(16)),
        conversation,
        who[user].account,
        user === 'robot' ? 'bot' : 'agent',
        user,
        world.schedule.now(),
        conversation,
        who[user].account,
      );
  }
}

/** Everything works again: the server, the disks, the network; every program runs. */
async function heal(world: World): Promise<void> {
  const { setup } = world;
  world.network.heal();
  world.disk.setFull(false);
  world.disk.setSlow(false);
  setup.skewMs.forEach((_, place) => world.device(place).disk.setFull(false));
  // What was going to come back by itself does so.
  await world.run(10_000);
  void world.server.start();
  setup.programs.forEach((_, place) => world.openProgram(place));
  await world.run(1_000);
  setup.programs.forEach((_, place) => world.program(place)?.peer.wake());
}

async function agree(world: World): Promise<void> {
  let because: string | undefined = 'nobody looked';
  for (let waited = 0; waited < agreeWithinMs; waited += lookEveryMs) {
    await world.run(lookEveryMs);
    because = await disagreement(world);
    if (because === undefined) break;
  }
  if (because === undefined) {
    await world.run(staysForMs);
    because = await disagreement(world);
  }
  if (because !== undefined) throw new Broken(because);
}
