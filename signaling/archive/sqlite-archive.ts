/**
 * The archive over SQLite. An upload passes two stages: signatures are checked beside each other and without
 * any state; then it waits a few milliseconds for company and is committed with others in one fsync.
 */
import { authenticate } from '../../conversation/log/guard.ts';
import type { VerifySignature } from '../../conversation/log/signatures.ts';
import type { Append } from '../../conversation/log/update.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { refuse } from '../../conversation/protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Installation } from '../database/installation.ts';
import type { Archive, RunRefusal } from './archive.ts';
import type { AuthenticatedUpload } from './batch.ts';
import { commitUploads, type CommitAnswer } from './commit.ts';
import { createGroupCommit } from './group-commit.ts';
import { createHistory } from './history.ts';
import { createKnownCertificates } from './known-certificates.ts';
import { createServerEntry } from './server-log.ts';
import { createTurns } from './turns.ts';
import { createTranscripts } from './transcripts.ts';

export interface ArchiveOptions {
  readonly database: Database;
  readonly installation: Installation;
  readonly verify: VerifySignature;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Called with the fault of each commit that failed. */
  readonly onFault: (fault: unknown) => void;
}

/** In a lively moment an upload waits this long for company: fewer commits, less work for each. */
const commitDelayMs = 5;
/** Nobody came for so long: whoever comes now is alone, and a commit takes less than that wait. */
const commitRestMs = 20;
const uploadsPerCommit = 64;
/** Uploads in progress; beyond that the archive is busy, and says so, instead of growing. */
const mostInProgress = 4096;

export function createSqliteArchive(options: ArchiveOptions): Archive {
  const { database, clock } = options;
  const history = createHistory(database);
  const certificatesFor = createKnownCertificates(database, clock.now);
  let isHealthy = true;
  let inProgress = 0;
  /** Events of one conversation are written one after the other, each on the log as the last one left it. */
  const serverTurns = createTurns<ConversationId>();
  const arrivals = createTurns<ConversationId>();

  const commits = createGroupCommit<AuthenticatedUpload, CommitAnswer>({
    wait: { delayMs: commitDelayMs, restMs: commitRestMs, clock },
    most: uploadsPerCommit,
    async commit(uploads) {
      try {
        const answers = await commitUploads(database, uploads, clock.now());
        isHealthy = true;
        return answers;
      } catch (fault) {
        isHealthy = false;
        options.onFault(fault);
        throw fault;
      }
    },
  });

  /** Who signed what; needs no state but the certificates, so many uploads do it at once. */
  async function authenticated(
    conversation: ConversationId,
    appends: readonly Append[],
  ): Promise<Pick<AuthenticatedUpload, 'runs' | 'refusals'>> {
    const certificates = await certificatesFor(
      conversation,
      appends.map((append) => append.log),
    );
    const refusals: Omit<RunRefusal, 'next'>[] = [];
    const runs: AuthenticatedUpload['runs'][number][] = [];
    const checked = await Promise.all(
      appends.map(async (append) => {
        const certificate = certificates.get(append.log);
        if (certificate === undefined) return { log: append.log, result: undefined };
        const result = await authenticate(append, {
          conversation,
          certificate,
          verify: options.verify,
          now: clock.now(),
          erasedAllowed: false,
        });
        return { log: append.log, result };
      }),
    );
    for (const { log, result } of checked) {
      if (result === undefined) refusals.push({ log, reason: 'unknown-log' });
      else if (result.ok) runs.push({ log, entries: result.value });
      else refusals.push({ log, reason: result.refusal.code });
    }
    return { runs, refusals };
  }

  async function bounded<Value>(work: () => Promise<Value>): Promise<Value> {
    if (inProgress >= mostInProgress) throw new ArchiveBusy();
    inProgress += 1;
    try {
      return await work();
    } finally {
      inProgress -= 1;
    }
  }

  async function writeAsServer(
    ...[conversation, event, participant]: Parameters<Archive['appendAsServer']>
  ): Promise<CommitAnswer> {
    const append = await createServerEntry(conversation, event, participant, {
      database,
      installation: options.installation,
      now: clock.now,
      randomBytes: options.randomBytes,
    });
    if (append === undefined) return refuse('not-found');
    const checked = await authenticated(conversation, [append]);
    return commits.add({ conversation, uploader: undefined, ...checked });
  }

  return {
    ...history,
    ...createTranscripts(database, history),
    append: (upload) =>
      bounded(async () => {
        const { conversation, uploader } = upload;
        const checking = authenticated(conversation, upload.appends);
        // It is waited for in its turn; until then nobody listens to a fault of it.
        checking.catch(() => undefined);
        // Signatures are checked side by side; what came first is written first all the same.
        const { commit } = await arrivals.run(conversation, async () => {
          const checked = await checking;
          return { commit: commits.add({ conversation, uploader, ...checked }) };
        });
        return commit;
      }),
    appendAsServer: (conversation, event, participant) =>
      serverTurns.run(conversation, () => writeAsServer(conversation, event, participant)),
    isHealthy: () => isHealthy,
    async close() {
      await serverTurns.idle();
      await arrivals.idle();
      await commits.close();
    },
  };
}

/** Too much is in progress: try again later. */
export class ArchiveBusy extends Error {
  override readonly name = 'ArchiveBusy';
}
