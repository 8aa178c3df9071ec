/**
 * Keeps programs of one participant that share a browser in step, over a BroadcastChannel of ours. What comes
 * that way passes the gate like everything else: it is a stranger's word until its signature is checked.
 */
import * as v from 'valibot';
import { limits } from '../log/limits.ts';
import { splitAppends, writeUpdate, type Append } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';
import { stateVector } from '../protocol/session.ts';
import type { Clock } from './clock.ts';
import { createQueue } from './queue.ts';
import type { Replica } from './replica.ts';

/** What is used of a BroadcastChannel. */
export interface BroadcastChannelLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export interface Tabs {
  close(): void;
}

const bytes = (most: number) =>
  v.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= most);

const message = v.variant('kind', [
  v.object({ kind: v.literal('hello'), have: stateVector }),
  v.object({ kind: v.literal('certificate'), bytes: bytes(limits.certificateBytes) }),
  v.object({ kind: v.literal('update'), bytes: bytes(limits.updateBytes) }),
]);
type TabMessage = v.InferOutput<typeof message>;

/** What comes within this time goes to the other tabs at once: they are looked at later than this one. */
const gatherMs = 20;

/** Two tabs that lack the same entries must not ask each other for them without end. */
const askAgainMs = 1_000;

export function createTabs(replica: Replica, channel: BroadcastChannelLike, clock: Clock): Tabs {
  const queue = createQueue();
  const waiting = new Map<LogId, { readonly from: number; readonly entries: Uint8Array[] }>();
  let cancelAsk: (() => void) | undefined;
  let cancelPost: (() => void) | undefined;
  let closed = false;

  function post(each: TabMessage): void {
    if (!closed) channel.postMessage(each);
  }

  function sayHello(): void {
    post({ kind: 'hello', have: [...replica.held()] });
  }

  function answer(have: ReadonlyMap<number, number>): void {
    const missing = replica.missing(have as ReadonlyMap<never, number>);
    for (const { log } of missing) {
      const certificate = replica.certificates().get(log);
      if (certificate !== undefined) post({ kind: 'certificate', bytes: certificate.bytes });
    }
    postUpdates(missing);
  }

  function postUpdates(appends: readonly Append[]): void {
    for (const group of splitAppends(appends)) post({ kind: 'update', bytes: writeUpdate(group) });
  }

  function postWaiting(): void {
    cancelPost?.();
    cancelPost = undefined;
    const appends = [...waiting].map(([log, run]) => ({ log, ...run }));
    waiting.clear();
    postUpdates(appends);
  }

  async function receive(each: TabMessage): Promise<void> {
    if (closed) return;
    if (each.kind === 'hello') return answer(new Map(each.have));
    if (each.kind === 'certificate') {
      await replica.admitCertificate(each.bytes, false);
      return;
    }
    const admitted = await replica.admit(each.bytes, 'tab');
    if (admitted.ok) return;
    const { reason } = admitted.refusal;
    if (reason !== 'gap' && reason !== 'unknown-log') return;
    cancelAsk ??= clock.after(askAgainMs, () => {
      cancelAsk = undefined;
      sayHello();
    });
  }

  channel.addEventListener('message', ({ data }) => {
    const parsed = v.safeParse(message, data);
    // Anything else on this channel is not ours to judge.
    if (parsed.success) void queue.run(() => receive(parsed.output));
  });
  const undoEntries = replica.onEntries((entries, origin) => {
    const [first] = entries;
    if (first === undefined || origin === 'tab' || origin === 'storage') return;
    const before = waiting.get(first.log);
    // What lies between came from another tab.
    if (before !== undefined && before.from + before.entries.length !== first.seq) postWaiting();
    const run = waiting.get(first.log) ?? { from: first.seq, entries: [] };
    run.entries.push(...entries.map(({ bytes }) => bytes));
    waiting.set(first.log, run);
    cancelPost ??= clock.after(gatherMs, postWaiting);
  });
  const undoCertificate = replica.onCertificate(({ bytes }) =>
    post({ kind: 'certificate', bytes }),
  );
  for (const { bytes } of replica.certificates().values()) post({ kind: 'certificate', bytes });
  sayHello();

  return {
    close: () => {
      postWaiting();
      closed = true;
      undoEntries();
      undoCertificate();
      cancelAsk?.();
      channel.close();
    },
  };
}
