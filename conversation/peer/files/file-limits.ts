/** Every bound of files that go straight from peer to peer, each with its reason. */
export const fileLimits = {
  /** One message. What is said meanwhile waits for no more than one of them, so they are large only on a fast path. */
  messageBytes: 64 * 1024,
  /** On a slow one, and until it is known: 130 ms at 1 Mbit/s. */
  slowMessageBytes: 16 * 1024,
  /** A range that took no longer, ms, went over a fast path: 64 KiB take 60 ms of it. */
  fastRangeMs: 1_000,
  /** What one question asks for. */
  rangeBytes: 1024 * 1024,
  /** The giver has the one in memory that it sends, and so many more: reading one takes a browser as long as sending it. */
  readAhead: 2,
  /** Questions of one link that wait for their answer; more are no accident. */
  wantsAtOnce: 12,
  /** Of one file, asked for and not stored yet: what is on its way, and enough for the giver to read ahead. */
  rangesAhead: 4,
  /** Files that are taken over one link at the same time; others wait. */
  filesAtOnce: 2,
  /** On a fast path a range takes 10 ms. */
  wantsPerSecond: 200,
  wantBurst: 400,
  /** Enough to keep a path busy while the page does something else; what is buffered goes on after a stop. */
  highWaterBytes: 1024 * 1024,
  slowHighWaterBytes: 256 * 1024,
  /** Of that, when there is room again. */
  lowWaterShare: 0.25,
  /** The `bufferedamountlow` event is lost on some stacks when it falls together with a state change. */
  fallbackMs: 250,
  /** Nothing came for so long: somebody else is asked. */
  stallMs: 8_000,
  /** Whoever takes one file more often than this over one link wants something else than the file. */
  timesGiven: 4,
  /** Answers to questions that were taken back may be on their way. */
  takenBack: 64,
} as const;
