/** Does to a world what an action says. What cannot be done at that moment is passed over. */
import type { Deed } from './history.ts';
import { forge } from './forgery.ts';
import type { World } from './world.ts';

/** @param onLater called with what goes on after the deed was done; it must be waited for in the end. */
export function perform(world: World, deed: Deed): void {
  const { network, schedule, server, setup } = world;
  switch (deed.do) {
    case 'say':
      return say(world, deed.program, deed.text);
    case 'read': {
      const conversation = world.program(deed.program)?.conversation();
      const last = conversation?.items().findLast(({ id }) => !id.startsWith('0-'));
      if (last !== undefined) conversation?.markRead(last.id);
      return;
    }
    case 'type':
      return world.program(deed.program)?.conversation()?.setTyping(deed.typing);
    case 'hand over':
      return world.program(deed.program)?.conversation()?.handOver();
    case 'end':
      return world.program(deed.program)?.conversation()?.end();
    case 'available':
      return world.program(deed.program)?.peer.setAvailable(deed.available);
    case 'wake':
      return world.program(deed.program)?.peer.wake();
    case 'cut':
      return world.sockets.cut(deed.program);
    case 'part':
      return network.part(deed.a, deed.b, deed.forMs);
    case 'unlink':
      return world.links.unlink(deed.a, deed.b);
    case 'close tab': {
      const program = world.program(deed.program);
      const isTold = program?.conversation()?.trouble() !== undefined;
      void world.closeProgram(deed.program).then(() => {
        // Who closes a page that says that it keeps nothing was warned.
        if (isTold && program !== undefined) {
          forgive(world, program.spec.device, false, deed.program);
        }
        schedule.after(deed.forMs, () => world.openProgram(deed.program));
      });
      return;
    }
    case 'crash tab':
      return crash(world, [deed.program], deed.forMs);
    case 'crash device':
      return crash(world, programsOf(world, deed.device), deed.forMs);
    case 'wipe device': {
      const lost = programsOf(world, deed.device);
      for (const place of lost) world.killProgram(place);
      world.device(deed.device).disk.wipe();
      forgive(world, deed.device, true);
      return reopenLater(world, lost, deed.forMs);
    }
    case 'lose device': {
      const lost = programsOf(world, deed.device);
      world.loseDevice(deed.device);
      for (const place of lost) world.killProgram(place);
      return forgive(world, deed.device, true);
    }
    case 'fill device': {
      const { disk } = world.device(deed.device);
      disk.setFull(true);
      schedule.after(deed.forMs, () => disk.setFull(false));
      return;
    }
    case 'crash server':
      if (!server.isUp()) return;
      server.crash();
      schedule.after(deed.forMs, () => void server.start());
      return;
    case 'restart server':
      void server.stop().then(() => schedule.after(deed.forMs, () => void server.start()));
      return;
    case 'fill disk':
      world.disk.setFull(true);
      schedule.after(deed.forMs, () => world.disk.setFull(false));
      return;
    case 'slow disk':
      world.disk.setSlow(true);
      schedule.after(deed.forMs, () => world.disk.setSlow(false));
      return;
    case 'forge':
      if (setup.programs[deed.author] !== undefined) void forge(world, deed.victim, deed.author);
  }
}

function say(world: World, place: number, text: string): void {
  const program = world.program(place);
  const conversation = program?.conversation();
  if (program === undefined || conversation === undefined || world.isClosing(place)) return;
  const { user, device } = program.spec;
  world.observer.said({ text, user, device, program: place, mayBeLost: false });
  conversation.say(text);
}

function programsOf({ setup }: World, device: number): number[] {
  return setup.programs.flatMap((spec, place) => (spec.device === device ? [place] : []));
}

function crash(world: World, places: readonly number[], forMs: number): void {
  for (const place of places) {
    const program = world.program(place);
    // A page that says that it keeps nothing keeps nothing.
    const isTold = program?.conversation()?.trouble() !== undefined;
    world.killProgram(place);
    if (program !== undefined) forgive(world, program.spec.device, isTold, place);
  }
  reopenLater(world, places, forMs);
}

/** What is neither on the device nor in the archive was never promised to be kept. */
function forgive(world: World, place: number, isTold: boolean, program?: number): void {
  for (const said of world.observer.texts().values()) {
    const isConcerned = said.device === place && (program ?? said.program) === said.program;
    if (!isConcerned || said.mayBeLost) continue;
    said.mayBeLost =
      isTold || !world.device(place).disk.holds(new TextEncoder().encode(`"${said.text}"`));
  }
}

function reopenLater(world: World, places: readonly number[], forMs: number): void {
  for (const place of places) world.schedule.after(forMs, () => world.openProgram(place));
}
