/** A history: who takes part with what, and what is done to them. Plain JSON, so that a failed one can be kept. */
import type { ConnectionPolicy } from '../../conversation/protocol/conversation.ts';

export const users = ['client', 'ada', 'ben', 'cleo', 'robot'] as const;
export type User = (typeof users)[number];

/** A tab, or a bot's process. */
export interface ProgramSpec {
  readonly user: User;
  /** Programs of one device share a store. */
  readonly device: number;
}

export interface Setup {
  readonly seed: number;
  readonly connection: Extract<ConnectionPolicy, 'direct' | 'server'>;
  /** Who is asked first by the department. */
  readonly first: 'people' | 'bots';
  /** The first one raises the conversation. */
  readonly programs: readonly ProgramSpec[];
  /** Who takes part from the beginning besides those whom the server assigns. */
  readonly guests: readonly User[];
  /** How far the clock of each device is wrong, ms. */
  readonly skewMs: readonly number[];
  /** The longest that a frame takes, ms. */
  readonly delayMs: number;
  /** Of frames on direct links, from 0 to 1. A lost one ends the link, as a reliable channel's silence does. */
  readonly loss: number;
  readonly duplication: number;
  readonly reordering: number;
}

/** `program`, `device`: places in the setup's lists. Times are milliseconds. */
export type Deed =
  | { readonly do: 'say'; readonly program: number; readonly text: string }
  | { readonly do: 'read'; readonly program: number }
  | { readonly do: 'type'; readonly program: number; readonly typing: boolean }
  | { readonly do: 'hand over'; readonly program: number }
  | { readonly do: 'end'; readonly program: number }
  | { readonly do: 'available'; readonly program: number; readonly available: boolean }
  | { readonly do: 'wake'; readonly program: number }
  /** Its connection to the server breaks, and both ends hear of it. */
  | { readonly do: 'cut'; readonly program: number }
  /** Nothing gets through between the two, and nobody is told. */
  | {
      readonly do: 'part';
      readonly a: number;
      readonly b: number | 'server';
      readonly forMs: number;
    }
  /** A direct link ends; it is made again soon. */
  | { readonly do: 'unlink'; readonly a: number; readonly b: number }
  | { readonly do: 'close tab'; readonly program: number; readonly forMs: number }
  | { readonly do: 'crash tab'; readonly program: number; readonly forMs: number }
  | { readonly do: 'crash device'; readonly device: number; readonly forMs: number }
  | { readonly do: 'wipe device'; readonly device: number; readonly forMs: number }
  /** It is never seen again, and nobody knows its keys: its programs stay closed. */
  | { readonly do: 'lose device'; readonly device: number }
  | { readonly do: 'fill device'; readonly device: number; readonly forMs: number }
  | { readonly do: 'crash server'; readonly forMs: number }
  /** It says that it restarts, finishes what was begun, and comes back. */
  | { readonly do: 'restart server'; readonly forMs: number }
  | { readonly do: 'fill disk'; readonly forMs: number }
  | { readonly do: 'slow disk'; readonly forMs: number }
  /** Somebody makes up the next entry of the author's log and shows it to the victim and to the archive. */
  | { readonly do: 'forge'; readonly victim: number; readonly author: number };

export type Action = Deed & {
  /** How long after the action before it. */
  readonly after: number;
};

export interface History {
  readonly setup: Setup;
  readonly actions: readonly Action[];
}
