/** What is used of packages that bring no types. */
declare module 'simple-peer' {
  namespace SimplePeer {
    type Instance = SimplePeer;
    type SignalData = object;
  }
  class SimplePeer {
    constructor(options: {
      readonly initiator?: boolean;
      readonly wrtc?: object;
      readonly config?: { readonly iceServers: readonly object[] };
    });
    readonly connected: boolean;
    signal(signal: object): void;
    send(data: string): void;
    destroy(): void;
    on(event: 'signal', listener: (signal: object) => void): void;
    on(event: 'data', listener: (data: Uint8Array) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'connect', listener: () => void): void;
  }
  export default SimplePeer;
}

declare module 'level' {
  interface Database {
    put(key: unknown, value: unknown, options?: { readonly sync: boolean }): Promise<void>;
  }
  export default function level(location: string, options?: object): Database;
}

declare module 'y-leveldb' {
  import type level from 'level';

  export class LeveldbPersistence {
    constructor(folder: string, options?: { readonly level?: typeof level });
    storeUpdate(name: string, update: Uint8Array): Promise<number>;
    destroy(): Promise<void>;
  }
}

declare module 'simple-peer/simplepeer.min.js' {
  export { default } from 'simple-peer';
}
