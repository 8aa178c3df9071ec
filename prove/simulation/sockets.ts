/**
 * WebSockets between programs and the server: each direction keeps its order and takes its time. Where nothing gets
 * through, what was sent waits, as TCP sends it again; where the socket breaks, it is lost.
 */
import type { SocketLike } from '../../conversation/peer/session-link.ts';
import type { ConnectionSocket } from '../../signaling/session/connection.ts';
import type { Network } from './network.ts';
import type { Schedule } from './schedule.ts';

export interface Sockets {
  open(program: number): SocketLike;
  /** Breaks what the program has open; both ends hear of it. */
  cut(program: number): void;
  /** The server is gone. */
  serverGone(): void;
  /** The program is gone: the server hears of it as of a page that was left. */
  programGone(program: number): void;
}

export interface SocketsOptions {
  readonly schedule: Schedule;
  readonly network: Network;
  /** Whether the server takes connections. */
  takesConnections(): boolean;
  accept(socket: ConnectionSocket, address: string): void;
  /** Every text that reaches a program. */
  onHeard(program: number, text: string): void;
}

interface Wire {
  readonly program: number;
  /** Both ends hear that it broke. */
  breakOff(): void;
  /** The server's end is silent from here on. */
  serverGone(): void;
}

type Listeners = Record<string, ((...given: never[]) => void)[]>;

const abnormal = 1006;

export function createSockets(options: SocketsOptions): Sockets {
  const { schedule, network } = options;
  const wires = new Set<Wire>();

  /** One direction: in order, each after its delay. */
  function createLane(program: number): (task: () => void) => void {
    let freeAt = 0;
    const waiting: (() => void)[] = [];
    let isStuck = false;
    const work = (): void => {
      isStuck = false;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
    };
    return (task) => {
      freeAt = Math.max(freeAt, schedule.now() + network.delayMs());
      schedule.after(freeAt - schedule.now(), () => {
        waiting.push(task);
        if (isStuck) return;
        isStuck = true;
        network.whenTogether(program, 'server', work);
      });
    };
  }

  function open(program: number): SocketLike {
    const up = createLane(program);
    const down = createLane(program);
    const atClient: Listeners = {};
    const atServer: Listeners = {};
    const emit = (listeners: Listeners, type: string, ...given: unknown[]) => {
      for (const listener of listeners[type] ?? []) listener(...(given as never[]));
    };
    let isClientOpen = true;
    let serverState: 'none' | 'open' | 'closing' | 'closed' = 'none';

    function clientClosed(code: number): void {
      if (!isClientOpen) return;
      isClientOpen = false;
      emit(atClient, 'close', { code });
    }

    function serverClosed(): void {
      wires.delete(wire);
      if (serverState === 'closed' || serverState === 'none') return;
      serverState = 'closed';
      emit(atServer, 'close');
    }

    const wire: Wire = {
      program,
      breakOff() {
        serverClosed();
        schedule.after(network.delayMs(), () => clientClosed(abnormal));
      },
      serverGone() {
        wires.delete(wire);
        serverState = 'closed';
        down(() => clientClosed(abnormal));
      },
    };
    wires.add(wire);

    const server: ConnectionSocket = {
      OPEN: 1,
      get readyState() {
        return serverState === 'open' ? 1 : 3;
      },
      bufferedAmount: 0,
      send(data, sent) {
        if (serverState === 'open') {
          const copy = typeof data === 'string' ? data : new Uint8Array(data).buffer;
          schedule.note('down', program, data);
          down(() => {
            if (!isClientOpen) return;
            if (typeof copy === 'string') options.onHeard(program, copy);
            emit(atClient, 'message', { data: copy });
          });
        }
        // As ws does it: not before whoever sends has gone on.
        schedule.after(0, sent);
      },
      ping: () => down(() => isClientOpen && up(() => emit(atServer, 'pong'))),
      close(code) {
        if (serverState !== 'open') return;
        serverState = 'closing';
        down(() => {
          clientClosed(code);
          up(serverClosed);
        });
      },
      terminate: serverClosed,
      on: (event: string, listener: (...given: never[]) => void) => {
        (atServer[event] ??= []).push(listener);
      },
      once: (event: string, listener: (...given: never[]) => void) => {
        (atServer[event] ??= []).push(listener);
      },
    };

    up(() => {
      // It was given up, or the server went away, before it got there.
      if (!isClientOpen || serverState !== 'none') return;
      if (!options.takesConnections()) {
        wires.delete(wire);
        return clientClosed(abnormal);
      }
      serverState = 'open';
      options.accept(server, `10.0.0.${program}`);
      down(() => isClientOpen && emit(atClient, 'open'));
    });

    return {
      bufferedAmount: 0,
      send(data) {
        if (!isClientOpen) return;
        schedule.note('up', program, data);
        const isBinary = typeof data !== 'string';
        const copy = Buffer.from(data);
        up(() => {
          if (serverState === 'open') emit(atServer, 'message', copy, isBinary);
        });
      },
      close() {
        if (!isClientOpen) return;
        isClientOpen = false;
        if (serverState === 'none') wires.delete(wire);
        up(serverClosed);
      },
      addEventListener: (type: string, listener: (...given: never[]) => void) => {
        (atClient[type] ??= []).push(listener);
      },
    };
  }

  const ofProgram = (program: number) => [...wires].filter((wire) => wire.program === program);
  return {
    open,
    cut: (program) => ofProgram(program).forEach((wire) => wire.breakOff()),
    serverGone: () => [...wires].forEach((wire) => wire.serverGone()),
    programGone: (program) => ofProgram(program).forEach((wire) => wire.breakOff()),
  };
}
