/**
 * What is known of one conversation: certificates, ends of logs, entries, and its document once that is there. The only
 * door through which anything reaches Yjs: every update is read, authenticated and written anew before it is applied.
 *
 * An update may carry runs of several logs. Each run is taken whole or not at all, and a run that fails does
 * not take the others with it: whoever passes on a stranger's bad run would otherwise lose their own good one.
 * The refusal is reported all the same.
 */
import type * as Y from 'yjs';
import type { Certificate } from '../log/certificate.ts';
import { decodeEntry, type Entry } from '../log/entry.ts';
import { authenticate, extend, type LogHead } from '../log/guard.ts';
import { sameBytes } from '../log/hash.ts';
import { readStored } from '../log/stored.ts';
import { readUpdate, splitAppends, type Append } from '../log/update.ts';
import type { LogId } from '../protocol/ids.ts';
import { accept, refuse, type Result } from '../protocol/result.ts';
import { createCertificateStore, type CertificateStoreOptions } from './certificate-store.ts';
import type { LogDocument, MakeDocument } from './log-document.ts';
import { createQueue } from './queue.ts';
import type { Admission, GateRefusal, Source } from './transport.ts';

/** `own`: written here. */
export type Origin = Source | 'own';

export interface ReplicaOptions extends CertificateStoreOptions {
  /** Everything that was loaded is in the document; what changes in it from now on is new. */
  onFilled?(document: LogDocument): void;
}

export interface Replica {
  /** Gives it its document, which takes in what is known. Once. Until then everything works but `doc`. */
  attach(make: MakeDocument): void;
  isAttached(): boolean;
  /** Resolves when there is a document. */
  attached(): Promise<void>;
  /** Holds what was loaded from the first look on: to show a conversation nobody needs it. @throws before `attach` */
  readonly doc: Y.Doc;
  /**
   * Takes over what a store brings back; signatures were checked before it was stored (`stored-proof.ts`).
   * @param except logs of which nothing in the store is believed any more
   */
  load(
    certificates: readonly unknown[],
    updates: readonly unknown[],
    except?: ReadonlySet<LogId>,
  ): void;
  /** Brings a part of what was loaded into `doc`, before the first look; after `attach`. @returns whether there is more */
  fillSome(): boolean;
  admit(update: Uint8Array, source: Source): Promise<Result<Admission, GateRefusal>>;
  /** @param live the certificate must be valid now; without it, that it was once is enough. */
  admitCertificate(bytes: Uint8Array, live: boolean): Promise<Result<Certificate, GateRefusal>>;
  certificates(): ReadonlyMap<LogId, Certificate>;
  head(log: LogId): LogHead | undefined;
  /** Number of entries by log. */
  held(): ReadonlyMap<LogId, number>;
  entries(log: LogId): readonly Entry[];
  /** The greatest depth of any entry. */
  maxDepth(): number;
  /** What somebody who holds `have` lacks. */
  missing(have: ReadonlyMap<LogId, number>): Append[];
  /** Only this log is ever written from here; undefined: none. */
  pin(log: LogId | undefined): void;
  /** Appends our next entry to the pinned log. @throws where it is not the next one: a fault of ours. */
  write(entry: Uint8Array): Entry;
  /** Called with every entry that is new, in order of its log; also while loading. */
  onEntries(listener: (entries: readonly Entry[], origin: Origin) => void): () => void;
  onCertificate(listener: (certificate: Certificate) => void): () => void;
  /** Resolves when every admission asked for so far is done. */
  settled(): Promise<void>;
  close(): void;
}

const none = new Uint8Array(0);

/** Groups of an update's size that are filled in at once: a few milliseconds of work. */
const groupsAtOnce = 4;

export function createReplica(options: ReplicaOptions): Replica {
  const { conversation } = options;
  let document: LogDocument | undefined;
  let tellAttached: () => void;
  const whenAttached = new Promise<void>((resolve) => (tellAttached = resolve));
  const certificates = createCertificateStore(options);
  const heads = new Map<LogId, LogHead>();
  const entries = new Map<LogId, Entry[]>();
  const entryListeners = new Set<(entries: readonly Entry[], origin: Origin) => void>();
  const queue = createQueue();
  let pinned: LogId | undefined;
  let greatestDepth = 0;
  /** What was loaded and is not in the document yet; undefined: all of it is. */
  let unfilled: Append[][] | undefined;
  /** What is new since then, and came while there was no document that could be filled. */
  let late: Append[] = [];

  const knownIn = (log: LogId) => (seq: number) => entries.get(log)?.[seq]?.hash;

  function keep(fresh: readonly Entry[], head: LogHead, origin: Origin): void {
    const [first] = fresh;
    if (first === undefined) return;
    const held = entries.get(first.log);
    if (held === undefined) entries.set(first.log, [...fresh]);
    else for (const entry of fresh) held.push(entry);
    heads.set(first.log, head);
    greatestDepth = Math.max(greatestDepth, head.depth);
    for (const listener of entryListeners) listener(fresh, origin);
  }

  function load(
    stored: readonly unknown[],
    updates: readonly unknown[],
    except: ReadonlySet<LogId> = new Set(),
  ): void {
    certificates.load(stored, except);
    for (const [log, found] of readStored(updates, conversation)) {
      const last = found.at(-1);
      if (last === undefined || !certificates.all().has(log)) continue;
      keep(found, { next: last.seq + 1, hash: last.hash, depth: last.depth }, 'storage');
    }
    unfilled = splitAppends([...entries.values()].flatMap(appendOf));
    if (document !== undefined && unfilled.length === 0) fill();
  }

  function attach(make: MakeDocument): void {
    document = make();
    document.pin(pinned);
    if (unfilled?.length === 0 || late.length > 0) fill();
    tellAttached();
  }

  function attachedDocument(): LogDocument {
    if (document === undefined) throw new Error('There is no document yet.');
    return document;
  }

  function fillSome(): boolean {
    if (unfilled === undefined) return false;
    const target = attachedDocument();
    for (const group of unfilled.splice(0, groupsAtOnce)) target.apply(group);
    if (unfilled.length > 0) return true;
    unfilled = undefined;
    // A store may bring in what another tab has stored. It passed that tab's gate, but our heads do not know it.
    target.onForeign((update) => void queue.run(() => admitNow(update, 'storage')));
    options.onFilled?.(target);
    // One by one: an update holds one run of a log.
    for (const append of late) target.apply([append]);
    late = [];
    return false;
  }

  function fill(): void {
    while (fillSome());
  }

  async function admitNow(
    update: Uint8Array,
    source: Source,
  ): Promise<Result<Admission, GateRefusal>> {
    const read = readUpdate(update);
    if (!read.ok) return refuse({ reason: 'malformed', detail: read.refusal });
    const authentic: (readonly Entry[])[] = [];
    const refusals: GateRefusal[] = [];
    for (const append of read.value) {
      const checked = await check(append, source);
      if (checked.ok) authentic.push(checked.value);
      else refusals.push(checked.refusal);
    }

    // From here on nothing is awaited: what was compared is what is changed.
    const holds = new Map<LogId, number>();
    const fresh: { readonly entries: readonly Entry[]; readonly head: LogHead }[] = [];
    for (const run of authentic) {
      const [first] = run;
      if (first === undefined) continue;
      const extended = extend(heads.get(first.log), run, knownIn(first.log));
      if (extended.ok) {
        holds.set(first.log, first.seq + run.length);
        if (extended.value.fresh.length > 0) {
          fresh.push({ entries: extended.value.fresh, head: extended.value.head });
        }
      } else {
        const { refusal } = extended;
        const detail = `${refusal}: log ${first.log}, from entry ${first.seq}`;
        if (refusal === 'gap') refusals.push({ reason: 'gap' });
        else refusals.push({ reason: refusal === 'conflict' ? 'conflict' : 'forged', detail });
      }
    }
    if (fresh.length > 0) apply(fresh.map((run) => run.entries));
    for (const run of fresh) keep(run.entries, run.head, source);
    const refusal = gravest(refusals);
    if (refusal !== undefined) return refuse(refusal);
    return accept({ fresh: fresh.reduce((sum, run) => sum + run.entries.length, 0), holds });
  }

  async function check(
    append: Append,
    source: Source,
  ): Promise<Result<readonly Entry[], GateRefusal>> {
    const certificate = certificates.all().get(append.log);
    if (certificate === undefined) return refuse({ reason: 'unknown-log' });
    // Before the signatures, which are what costs.
    if (append.from > (heads.get(append.log)?.next ?? 0)) return refuse({ reason: 'gap' });
    const held = heldAs(append);
    if (held !== undefined) return accept(held);
    const checked = await authenticate(append, {
      conversation,
      certificate,
      verify: source === 'storage' ? () => Promise.resolve(true) : options.verify,
      erasedAllowed: source === 'archive' || source === 'storage',
      known: knownIn(append.log),
    });
    if (checked.ok) return checked;
    const reason = checked.refusal.code === 'not-an-entry' ? 'malformed' : 'forged';
    return refuse({ reason, detail: checked.refusal.detail });
  }

  /** What is held to the last byte was proven when it came; whoever repeats it makes nobody hash it again. */
  function heldAs({ log, from, entries: repeated }: Append): readonly Entry[] | undefined {
    const held = entries.get(log)?.slice(from, from + repeated.length) ?? [];
    const isSame = held.length === repeated.length;
    return isSame && held.every((entry, i) => sameBytes(entry.bytes, repeated[i] ?? none))
      ? held
      : undefined;
  }

  function apply(runs: readonly (readonly Entry[])[]): void {
    const appends = runs.flatMap(appendOf);
    if (document === undefined) return void late.push(...appends);
    fill();
    document.apply(appends);
  }

  return {
    attach,
    isAttached: () => document !== undefined,
    attached: () => whenAttached,
    get doc() {
      const { doc } = attachedDocument();
      fill();
      return doc;
    },
    load,
    fillSome,
    admit: (update, source) => queue.run(() => admitNow(update, source)),
    admitCertificate: (bytes, live) => certificates.admit(bytes, live),
    certificates: () => certificates.all(),
    head: (log) => heads.get(log),
    held: () => new Map([...heads].map(([log, head]) => [log, head.next])),
    entries: (log) => entries.get(log) ?? [],
    maxDepth: () => greatestDepth,
    missing: (have) =>
      [...entries].flatMap(([log, held]) => {
        const from = have.get(log) ?? 0;
        if (from >= held.length) return [];
        return appendOf(held.slice(from));
      }),
    pin: (log) => {
      pinned = log;
      document?.pin(log);
    },
    write: (bytes) => {
      const decoded = decodeEntry(bytes);
      if (!decoded.ok || pinned === undefined || decoded.value.log !== pinned) {
        throw new Error('Only entries of our own log are written.');
      }
      const extended = extend(heads.get(pinned), [decoded.value], knownIn(pinned));
      if (!extended.ok || extended.value.fresh.length === 0) {
        throw new Error(`Entry ${decoded.value.id} does not continue our log.`);
      }
      if (document === undefined) late.push(...appendOf([decoded.value]));
      else {
        fill();
        document.push(pinned, decoded.value.seq, bytes);
      }
      keep(extended.value.fresh, extended.value.head, 'own');
      return decoded.value;
    },
    onEntries: (listener) => {
      entryListeners.add(listener);
      return () => entryListeners.delete(listener);
    },
    onCertificate: (listener) => certificates.onCertificate(listener),
    settled: () => queue.run(() => Promise.resolve()),
    close: () => document?.close(),
  };
}

function appendOf(run: readonly Entry[]): Append[] {
  const [first] = run;
  if (first === undefined) return [];
  return [{ log: first.log, from: first.seq, entries: run.map((entry) => entry.bytes) }];
}

const gravity: readonly GateRefusal['reason'][] = [
  'conflict',
  'forged',
  'malformed',
  'unknown-log',
  'gap',
];

function gravest(refusals: readonly GateRefusal[]): GateRefusal | undefined {
  return refusals.toSorted((a, b) => gravity.indexOf(a.reason) - gravity.indexOf(b.reason))[0];
}
