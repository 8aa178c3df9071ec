/**
 * What is said on a link after the hello: who holds what, what is missing, and nothing twice.
 *
 * y-webrtc decides when to send; what it wants to send is cut down here to what the other side lacks. What comes in
 * goes to the gate in order, and nothing of it reaches y-webrtc but a state vector that was read and written anew.
 */
import type * as Y from 'yjs';
import { readStateVector, writeStateVector } from '../../log/state-vector.ts';
import { readUpdate, splitAppends, writeUpdate, type Append } from '../../log/update.ts';
import type { LogId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Gate, GateRefusal } from '../transport.ts';
import type { Frame } from './frames.ts';
import { linkLimits } from './link-limits.ts';
import { missingEntries, positionsOf, type Positions } from './missing-entries.ts';

/** Frames about the conversation itself; the rest is the link's own business. */
export type ExchangeFrame = Extract<Frame, { kind: 'certificates' | 'state' | 'update' | 'ask' }>;

export interface ExchangeOptions {
  readonly doc: Y.Doc;
  readonly gate: Gate;
  readonly clock: Clock;
  /** The log at the other end: its certificate and ours were exchanged by the hellos. */
  readonly remote: LogId;
  /** @returns false where nothing more fits; then nothing was sent. */
  readonly send: (frame: ExchangeFrame) => boolean;
  /** Gives a state vector to y-webrtc, which answers through `sendUpdate`. */
  readonly answer: (stateVector: Uint8Array) => void;
  /** One strike. */
  readonly onStrike: (kind: 'malformed' | 'forged' | 'conflict') => void;
  /** How long to wait before more is looked at, ms, now that so many entries were new. */
  readonly spend: (entries: number) => number;
  /** Ends the link: it sends more than is worked off. */
  readonly onFlood: () => void;
  /** Ends the link: something of ours failed. */
  readonly onFault: (error: unknown) => void;
}

export interface LinkExchange {
  receive(frame: ExchangeFrame): void;
  /** Says what we hold. */
  sendState(): void;
  /** Sends of an update what the other side lacks. */
  sendUpdate(update: Uint8Array): void;
  /** The outbox has room again. */
  drained(): void;
  close(): void;
}

export function createLinkExchange(options: ExchangeOptions): LinkExchange {
  const { doc, gate, clock } = options;
  /** Undefined until the other side said what it holds, and again after an overflow: then nothing is sent. */
  let theirs: Map<LogId, number> | undefined;
  let isOverflown = false;
  const shared = new Set<LogId>([gate.log, options.remote]);
  const queue: (() => Promise<void>)[] = [];
  let queuedBytes = 0;
  let isWorking = false;
  let isClosed = false;
  let stopWaiting = () => {};
  const answers = spaced(clock, () => linkLimits.stateEveryMs);
  let askEveryMs: number = linkLimits.stateEveryMs;
  const questions = spaced(clock, () => askEveryMs * 1.05);

  function note(log: LogId, next: number): void {
    theirs?.set(log, Math.max(next, theirs.get(log) ?? 0));
  }

  function sendAppends(appends: readonly Append[]): void {
    for (const group of splitAppends(appends)) {
      const certificates: Uint8Array[] = [];
      for (const { log } of group) {
        const bytes = shared.has(log) ? undefined : gate.certificateOf(log);
        if (bytes !== undefined) certificates.push(bytes);
      }
      const isSent =
        (certificates.length === 0 || options.send({ kind: 'certificates', certificates })) &&
        options.send({ kind: 'update', update: writeUpdate(group) });
      if (!isSent) {
        theirs = undefined;
        isOverflown = true;
        return;
      }
      for (const { log, from, entries } of group) {
        shared.add(log);
        note(log, from + entries.length);
      }
    }
  }

  function pause(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(forMs, resolve);
      stopWaiting = () => {
        cancel();
        resolve();
      };
    });
  }

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    try {
      for (let task = queue.shift(); task !== undefined && !isClosed; task = queue.shift()) {
        await task();
      }
    } catch (error) {
      options.onFault(error);
    } finally {
      isWorking = false;
    }
  }

  function enqueue(bytes: number, task: () => Promise<void>): void {
    queuedBytes += bytes;
    if (queuedBytes > linkLimits.admissionBytes) {
      options.onFlood();
      return;
    }
    queue.push(async () => {
      queuedBytes -= bytes;
      await task();
    });
    void work();
  }

  function sayState(): void {
    options.send({ kind: 'state', stateVector: writeStateVector(positionsOf(doc)) });
  }

  function onRefused(refusal: GateRefusal): void {
    if (refusal.reason === 'gap' || refusal.reason === 'unknown-log') {
      questions.run(sayState);
      askEveryMs = Math.min(askEveryMs * 2, linkLimits.slowestStateMs);
    } else {
      options.onStrike(refusal.reason);
    }
  }

  function receiveUpdate(update: Uint8Array): void {
    const read = readUpdate(update);
    if (!read.ok) {
      options.onStrike('malformed');
      return;
    }
    enqueue(update.length, async () => {
      // Noted before it is admitted: the replica's own event for these entries must not send them back.
      for (const { log, from, entries } of read.value) note(log, from + entries.length);
      const began = clock.now();
      const admitted = await gate.admit(update, 'link');
      if (!admitted.ok) {
        onRefused(admitted.refusal);
        return;
      }
      for (const [log, next] of admitted.value.holds) note(log, next);
      if (admitted.value.fresh === 0) return;
      askEveryMs = linkLimits.stateEveryMs;
      const { fresh } = admitted.value;
      // Half of the time is for what others say.
      const restMs = fresh > linkLimits.bulkEntries ? clock.now() - began : 0;
      const waitMs = Math.max(options.spend(fresh), restMs);
      if (waitMs > 0) await pause(waitMs);
    });
  }

  function receiveCertificates(certificates: readonly Uint8Array[]): void {
    const bytes = certificates.reduce((sum, certificate) => sum + certificate.length, 0);
    enqueue(bytes, async () => {
      for (const certificate of certificates) {
        const admitted = await gate.admitCertificate(certificate);
        if (admitted.ok) shared.add(admitted.value.log);
        else onRefused(admitted.refusal);
      }
    });
  }

  return {
    receive(frame) {
      switch (frame.kind) {
        case 'state': {
          const read = readStateVector(frame.stateVector);
          if (!read.ok) {
            options.onStrike('malformed');
            return;
          }
          answers.run(() => {
            theirs = new Map(read.value);
            isOverflown = false;
            options.answer(writeStateVector(read.value));
          });
          return;
        }
        case 'update':
          return receiveUpdate(frame.update);
        case 'certificates':
          return receiveCertificates(frame.certificates);
        case 'ask':
          // Behind the updates that came before it: only then is what we hold the truth.
          enqueue(1, () => {
            questions.run(sayState);
            return Promise.resolve();
          });
      }
    },
    sendState: () => questions.run(sayState),
    sendUpdate(update) {
      if (theirs === undefined) return;
      const held = theirs;
      const read = readUpdate(update);
      // Too large for one frame (a whole history), or ahead of what they hold: then the replica says what is missing.
      const isNext = read.ok && read.value.every(({ log, from }) => from <= (held.get(log) ?? 0));
      const missing = isNext ? withoutHeld(read.value, held) : missingEntries(doc, held);
      // Without its certificate a log could not be admitted there.
      sendAppends(
        missing.filter(({ log }) => shared.has(log) || gate.certificateOf(log) !== undefined),
      );
    },
    drained() {
      if (isOverflown) isOverflown = !options.send({ kind: 'ask' });
    },
    close() {
      isClosed = true;
      queue.length = 0;
      stopWaiting();
      answers.close();
      questions.close();
    },
  };
}

function withoutHeld(appends: readonly Append[], held: Positions): Append[] {
  return appends.flatMap((append) => {
    const skip = Math.max(0, (held.get(append.log) ?? 0) - append.from);
    if (skip >= append.entries.length) return [];
    return [{ ...append, from: append.from + skip, entries: append.entries.slice(skip) }];
  });
}

/** Runs at once, but not sooner than `everyMs()` after the last time; of what waits, the latest runs. */
function spaced(
  clock: Clock,
  everyMs: () => number,
): { run(task: () => void): void; close(): void } {
  let notBefore = 0;
  let waiting: (() => void) | undefined;
  let cancel: (() => void) | undefined;
  let dueAt = 0;

  function fire(): void {
    const task = waiting;
    waiting = undefined;
    cancel = undefined;
    notBefore = clock.now() + everyMs();
    task?.();
  }

  return {
    run(task) {
      waiting = task;
      const delayMs = Math.min(notBefore - clock.now(), everyMs());
      // A wait that was set when questions were rarer is not sat out.
      if (cancel !== undefined && dueAt <= clock.now() + delayMs) return;
      cancel?.();
      if (delayMs <= 0) return fire();
      dueAt = clock.now() + delayMs;
      cancel = clock.after(delayMs, fire);
    },
    close() {
      cancel?.();
      cancel = undefined;
      waiting = undefined;
    },
  };
}
