/** A transport whose code arrives after the page can be used: until then everything goes over the server. */
import type { LogId } from '../../conversation/protocol/ids.ts';
import type { RoomConnection, RoomOptions, Transport } from '../../conversation/peer/transport.ts';

export interface LateTransport extends Transport {
  /** Leaves every room, or comes back to each when it is woken: whoever is in it knows nothing of that. */
  rest(isResting: boolean): void;
}

interface LateRoom extends RoomConnection {
  leave(): void;
}

/** @param load asked for at once, and again at `wake()` where it failed: the network may be away */
export function createLateTransport(load: () => Promise<Transport>): LateTransport {
  let asked: Promise<Transport> | undefined;
  let isResting = false;
  const rooms = new Set<LateRoom>();

  function loaded(): Promise<Transport> {
    asked ??= load().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  }

  // Nobody waits for this one; a failure is met again by whoever joins.
  loaded().catch(() => undefined);
  return {
    join(options) {
      const room = joinLate(options, loaded, {
        isResting: () => isResting,
        closed: () => rooms.delete(room),
      });
      rooms.add(room);
      return room;
    },
    rest(resting) {
      isResting = resting;
      if (resting) for (const room of rooms) room.leave();
    },
  };
}

function joinLate(
  room: RoomOptions,
  loaded: () => Promise<Transport>,
  { isResting, closed }: { readonly isResting: () => boolean; readonly closed: () => void },
): LateRoom {
  const linkListeners = new Set<() => void>();
  const typingListeners = new Set<(log: LogId, typing: boolean) => void>();
  let connection: RoomConnection | undefined;
  let { iceServers } = room;
  let isTyping = false;
  let isClosed = false;

  function join(transport: Transport): void {
    if (connection !== undefined || isClosed || isResting()) return;
    connection = transport.join({ ...room, iceServers });
    connection.onLinks(() => linkListeners.forEach((listener) => listener()));
    connection.onTyping((log, typing) =>
      typingListeners.forEach((listener) => listener(log, typing)),
    );
    if (isTyping) connection.setTyping(true);
  }

  // A chunk that cannot be loaded is asked for again at the next `wake`.
  const tryToJoin = () => void loaded().then(join, () => undefined);
  tryToJoin();
  return {
    links: () => connection?.links() ?? [],
    onLinks(listener) {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    takeFile: (wanted) => connection?.takeFile(wanted),
    onTyping(listener) {
      typingListeners.add(listener);
      return () => typingListeners.delete(listener);
    },
    setTyping(typing) {
      isTyping = typing;
      connection?.setTyping(typing);
    },
    setIceServers(servers) {
      iceServers = servers;
      connection?.setIceServers(servers);
    },
    wake() {
      if (connection === undefined) tryToJoin();
      else connection.wake();
    },
    close() {
      isClosed = true;
      connection?.close();
      closed();
    },
    leave() {
      connection?.close();
      connection = undefined;
      linkListeners.forEach((listener) => listener());
    },
  };
}
