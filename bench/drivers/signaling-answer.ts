/** What the drivers of signaling servers are asked for and what they tell. */
import * as v from 'valibot';
import type { Cost } from './server-figures.ts';

export const signalingTask = v.object({
  url: v.string(),
  pid: v.number(),
  /** Ours only. */
  dataDir: v.optional(v.string(), ''),
  sockets: v.number(),
  pairs: v.number(),
  /** How long a server has to come to rest before its memory is read. */
  settleMs: v.number(),
});

const cost = v.object({ seconds: v.number(), cpuSeconds: v.number(), bytes: v.number() });

export const signalingAnswer = v.object({
  /** A socket that can be signalled to. */
  sockets: cost,
  /** Signals passed on. */
  signals: cost,
  /** Ours only: from the ticket to the welcome. */
  sessions: v.optional(cost),
  /**
   * Ours only: what sessions, their conversations and their sockets take together. A socket that is opened late takes
   * room that was free already, so its own part cannot be told.
   */
  clientsBytes: v.optional(v.number()),
});
export type SignalingAnswer = v.InferOutput<typeof signalingAnswer>;

/** Sockets that are opened at a time. */
export const socketsAtOnce = 64;

export type { Cost };
