/**
 * Proves, while nobody waits, what was shown at once because it came from our own store (SPEC.md, STO3), and then
 * brings it into the document.
 */
import { verifyCertificate, type Certificate } from '../log/certificate.ts';
import type { Entry } from '../log/entry.ts';
import type { VerifySignature } from '../log/signatures.ts';
import { proveLog } from '../log/stored.ts';
import type { ConversationId, LogId } from '../protocol/ids.ts';
import type { Clock } from './clock.ts';
import type { Replica } from './replica.ts';

export interface StoredProofOptions {
  readonly conversation: ConversationId;
  readonly replica: Pick<Replica, 'certificates' | 'entries' | 'held' | 'attached' | 'fillSome'>;
  readonly verify: VerifySignature;
  readonly clock: Pick<Clock, 'after'>;
  installationKey(): Uint8Array | undefined;
  /** Nobody signed these: the store was written to by somebody else. */
  onForged(logs: readonly LogId[]): void;
  onFault(error: unknown): void;
}

/** By then the page is drawn. */
const firstPauseMs = 500;
/** Nothing can be proven before a server was met. */
const noKeyPauseMs = 1_000;

/** Call when everything is loaded. @returns the undo */
export function proveStored(options: StoredProofOptions): () => void {
  const { conversation, replica, verify, clock } = options;
  const loaded: (readonly [LogId, Certificate | undefined, readonly Entry[]])[] = [];
  for (const [log, count] of replica.held()) {
    loaded.push([log, replica.certificates().get(log), replica.entries(log).slice(0, count)]);
  }
  let cancel = () => {};
  let closed = false;
  const pause = (delayMs: number) =>
    new Promise<void>((resolve) => {
      if (!closed) cancel = clock.after(delayMs, resolve);
    });

  async function isGenuine(
    certificate: Certificate | undefined,
    entries: readonly Entry[],
    installationKey: Uint8Array,
  ): Promise<boolean> {
    if (certificate === undefined) return false;
    const by = { conversation, installationKey, verify };
    if (!(await verifyCertificate(certificate, by)).ok) return false;
    return proveLog(entries, certificate, verify, () => pause(0));
  }

  async function prove(): Promise<void> {
    await pause(firstPauseMs);
    const forged: LogId[] = [];
    for (const [log, certificate, entries] of loaded) {
      let key = options.installationKey();
      for (; key === undefined; key = options.installationKey()) await pause(noKeyPauseMs);
      if (!(await isGenuine(certificate, entries, key))) forged.push(log);
    }
    if (forged.length > 0) return options.onForged(forged);
    await replica.attached();
    while (replica.fillSome()) await pause(0);
  }

  if (loaded.length > 0) prove().catch((error: unknown) => options.onFault(error));
  return () => {
    closed = true;
    cancel();
  };
}
