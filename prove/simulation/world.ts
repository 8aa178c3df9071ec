/** Everything that takes part in a history, put together: programs on devices, a network, the server and its disk. */
import { createLogDocument } from '../../conversation/peer/log-document.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { fromServer } from '../../conversation/protocol/session.ts';
import * as v from 'valibot';
import { createBrowserDisk } from './browser-disk.ts';
import { createChance } from './chance.ts';
import { createDevice } from './device.ts';
import type { Setup, User } from './history.ts';
import { InjectedFault } from './injected-fault.ts';
import { createLife } from './life.ts';
import { createLinks, type Links } from './links.ts';
import type { Mutation } from './mutants.ts';
import { createNetwork, type Network } from './network.ts';
import { Broken, createObserver, type Observer } from './observer.ts';
import { startProgram, type Program } from './program.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import { createServerDisk, type ServerDisk } from './server-disk.ts';
import { createSimulatedServer, type SimulatedServer } from './simulated-server.ts';
import { createSimulatedSubtle, makeSimulatedInstallation } from './simulated-keys.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { startsAt, type Template } from './template.ts';

export interface World {
  readonly setup: Setup;
  readonly schedule: Schedule;
  readonly network: Network;
  readonly links: Links;
  readonly sockets: Sockets;
  readonly server: SimulatedServer;
  readonly disk: ServerDisk;
  readonly observer: Observer;
  /** Undefined while it is closed. */
  program(place: number): Program | undefined;
  openProgram(place: number): void;
  /** From now on the user's programs take part. */
  invite(user: User): void;
  /** Ends as a page does that is left. */
  closeProgram(place: number): Promise<void>;
  isClosing(place: number): boolean;
  /** From one moment to the next it is gone. */
  killProgram(place: number): void;
  device(place: number): ReturnType<typeof createDevice>;
  /** Its programs are not opened any more. */
  loseDevice(place: number): void;
  isLost(program: number): boolean;
  conversation(): ConversationId | undefined;
  /** Lets time pass; throws Broken as soon as something is seen that must not be. */
  run(ms: number): Promise<void>;
  close(): void;
}

/** On a slow network. */
const mostLoadingMs = 400;

export async function createWorld(
  setup: Setup,
  mutation: Mutation,
  template: Template,
): Promise<World> {
  const chanceOf = (purpose: string) => createChance(setup.seed, purpose);
  const schedule = createSchedule(startsAt + 1_000);
  const observer = createObserver();
  const network = createNetwork(setup, schedule, chanceOf('network'));
  const links = createLinks({ setup, schedule, network, chance: chanceOf('links') });
  const subtle = createSimulatedSubtle(chanceOf('keys'));
  const installation = await makeSimulatedInstallation(chanceOf('installation'));
  let broken: Error | undefined;
  let isAfterCrash = false;

  /** Whoever calls may not be able to stand a throw. */
  function watch(look: () => void): void {
    try {
      look();
    } catch (error) {
      broken ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  function onFault(whose: string, error: unknown): void {
    if (error instanceof InjectedFault) return;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    broken ??= new Broken(`a fault of ${whose}: ${words}`);
  }

  const disk = createServerDisk({
    template: template.file,
    schedule,
    chance: chanceOf('disk'),
    syncsLate: mutation.syncsLate,
    onDurable: (connection) => watch(() => observer.durable(connection, isAfterCrash)),
  });
  const server = createSimulatedServer({
    schedule,
    chance: chanceOf('server'),
    disk,
    installation,
    subtle: mutation.believesAll ? { ...subtle, verify: () => Promise.resolve(true) } : subtle,
    mutateArchive: (archive) => mutation.archive(archive),
    onFault: (fault) => onFault('the server', fault),
  });
  const sockets = createSockets({
    schedule,
    network,
    takesConnections: () => server.takesConnections(),
    accept: (socket, address) => server.accept(socket, address),
    onHeard(_program, text) {
      if (!text.startsWith('{"type":"saved"')) return;
      const message = v.parse(fromServer, JSON.parse(text));
      if (message.type === 'saved') watch(() => observer.heard(message.runs));
    },
  });
  const devices = setup.skewMs.map((skewMs, i) =>
    createDevice({
      schedule,
      skewMs,
      sharesLocks: mutation.sharesSlots,
      disk: createBrowserDisk({
        schedule,
        chance: chanceOf(`device ${i}`),
        mutant: mutation.storage,
      }),
    }),
  );
  const programs: (Program | undefined)[] = setup.programs.map(() => undefined);
  const closing = new Set<number>();
  const tookPart = new Set<number>();
  const lostDevices = new Set<number>();
  let conversation: ConversationId | undefined;

  function deviceAt(place: number) {
    const device = devices[place];
    if (device === undefined) throw new Error(`There is no device ${place}.`);
    return device;
  }

  function ticketFor(place: number, user: User) {
    const later = { ok: false, refusal: { ended: false, message: 'Not now.' } } as const;
    return new Promise<{ ok: true; value: string } | typeof later>((resolve) => {
      schedule.after(2 * network.delayMs(), () => {
        const ticket = network.isParted(place, 'server')
          ? undefined
          : server.ticket(template.who[user]);
        resolve(ticket === undefined ? later : { ok: true, value: ticket });
      });
    });
  }

  function isLost(place: number): boolean {
    const device = setup.programs[place]?.device;
    return device !== undefined && lostDevices.has(device);
  }

  function openProgram(place: number): void {
    const spec = setup.programs[place];
    if (spec === undefined || programs[place] !== undefined || closing.has(place)) return;
    if (isLost(place)) return;
    const { user } = spec;
    const life = createLife();
    const device = deviceAt(spec.device);
    const chance = createChance(setup.seed, `program ${place} from ${schedule.now()}`);
    const program = startProgram({
      spec,
      life,
      conversation,
      // A console that had it open has its address, and opens it again.
      takesPart: user === 'client' || tookPart.has(place),
      mutateItems: (opened) => mutation.items(opened),
      peer: {
        serverUrl: 'wss://simulation/session',
        ticket: () => ticketFor(place, user),
        storage: device.disk.storageFor(life),
        locks: device.locksFor(life),
        channel: device.channelFor(life),
        transport: mutation.transport(links.transportFor(place, life)),
        // Yjs comes late, as it does to a page.
        makeDocument: () =>
          new Promise((resolve) => {
            const afterMs = Math.floor(chance.fraction() * mostLoadingMs);
            device.clockFor(life).after(afterMs, () => resolve(createLogDocument));
          }),
        openSocket: () => sockets.open(place),
        subtle,
        randomBytes: (length) => chance.bytes(length),
        random: () => chance.fraction(),
        clock: device.clockFor(life),
        log({ event, error }) {
          if (event === 'fault' && life.isAlive()) onFault(`program ${place}`, error);
        },
      },
    });
    conversation ??= program.conversation()?.id;
    programs[place] = program;
  }

  function killProgram(place: number): void {
    const program = programs[place];
    if (program === undefined) return;
    programs[place] = undefined;
    closing.delete(place);
    program.life.end();
    sockets.programGone(place);
  }

  const between = () => {
    for (const program of programs) {
      if (program?.takeChanged() !== true) continue;
      tookPart.add(programs.indexOf(program));
      watch(() => observer.seen(program, program.spec.user, program.items()));
    }
    if (broken !== undefined) throw broken;
  };

  await Promise.all([server.start(), schedule.run(50, between)]);
  return {
    setup,
    schedule,
    network,
    links,
    sockets,
    server: {
      ...server,
      crash() {
        isAfterCrash = true;
        server.crash();
        isAfterCrash = false;
        sockets.serverGone();
      },
    },
    disk,
    observer,
    program: (place) => programs[place],
    openProgram,
    invite(user) {
      setup.programs.forEach((spec, place) => {
        if (spec.user !== user || conversation === undefined) return;
        tookPart.add(place);
        programs[place]?.takePart(conversation);
      });
    },
    async closeProgram(place) {
      const program = programs[place];
      if (program === undefined || closing.has(place)) return;
      closing.add(place);
      await program.peer.close();
      if (programs[place] === program) killProgram(place);
    },
    isClosing: (place) => closing.has(place),
    killProgram,
    device: deviceAt,
    loseDevice: (place) => void lostDevices.add(place),
    isLost,
    conversation: () => conversation,
    run: (ms) => schedule.run(ms, between),
    close() {
      for (const program of programs) program?.life.end();
      if (server.isUp()) server.crash();
      disk.close();
    },
  };
}
