/** How many sockets are open, in all and from one network. */
export interface SocketCount {
  /** @returns what gives the place back, once, or undefined where there is none. */
  take(network: string): (() => void) | undefined;
}

export interface SocketLimits {
  readonly all: number;
  /** A large office may be behind one address. */
  readonly perNetwork: number;
}

export function createSocketCount(limits: SocketLimits): SocketCount {
  const byNetwork = new Map<string, number>();
  let all = 0;
  return {
    take(network) {
      const fromThere = byNetwork.get(network) ?? 0;
      if (all >= limits.all || fromThere >= limits.perNetwork) return undefined;
      all += 1;
      byNetwork.set(network, fromThere + 1);
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        all -= 1;
        const left = (byNetwork.get(network) ?? 1) - 1;
        if (left > 0) byNetwork.set(network, left);
        else byNetwork.delete(network);
      };
    },
  };
}
