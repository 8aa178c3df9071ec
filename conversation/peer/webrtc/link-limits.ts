/** Every bound of one direct link, each with its reason. What concerns the log stands in `log/limits.ts`. */
export const linkLimits = {
  /** From the making of a connection to the proof of the link. Slow mobile networks need two seconds. */
  upWithinMs: 4_000,
  /** Nothing heard for so long: a ping. Every frame counts as heard, so a busy link is not pinged. */
  pingAfterMs: 1_700,
  /** Nothing heard for so long: the link is dead. Two pings got no answer. */
  silentMs: 5_000,
  /** After a sleep or a change of network the answer must come sooner. */
  proveWithinMs: 2_000,
  /** Frames that may come while the signature of a hello is checked. */
  earlyFrames: 64,
  /** An honest sender never has more than one outbox (4 MiB) on its way before it asks what arrived. */
  admissionBytes: 8 * 1024 * 1024,
  /** New entries that one participant may bring: a history where the server is away, then what a bot may write. */
  entryBurst: 4_000,
  entriesPerSecond: 20,
  /** After more than these at once a link rests for as long as they took, so that no history holds up what others say. */
  bulkEntries: 16,
  /** 1 MB of history is 64 frames, which count 192; a chat at its liveliest is ten a second. */
  framesPerSecond: 500,
  frameBurst: 1_000,
  /** A frame counts once more for each of these. */
  costlyBytes: 8 * 1024,
  /** Computing a difference costs more than saying a state vector. */
  stateEveryMs: 2_000,
  /** A peer whose entries cannot be admitted is asked for them ever more rarely. */
  slowestStateMs: 60_000,
  /** After three strikes or a flood: an honest peer of a newer version comes back this much later, a hostile one is slowed. */
  banMs: 60_000,
  /** Presence says every 3 s that typing goes on, and forgets after 6 s what it does not hear again. */
  typingRenewMs: 2_500,
  /** Connections of one room, half-made ones included. Chromium gives a page 500. */
  connectionsPerRoom: 64,
} as const;
