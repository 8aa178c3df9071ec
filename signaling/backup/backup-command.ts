/** What `npm run backup` and `npm run restore` do, without a process. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { VerifySignature } from '../../conversation/log/signatures.ts';
import type { Contents } from './check-database.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

export interface BackupTools {
  /** Absolute. */
  readonly dataDir: string;
  readonly verify: VerifySignature;
  readonly now: () => number;
  /** What is not in the folder of files is in the bucket of S3_URL, which has backups of its own. */
  readonly filesElsewhere?: boolean;
}

/** 0 done, 2 not understood. */
export interface Outcome {
  readonly code: 0 | 2;
  readonly message: string;
}

const backupUsage = `Usage: npm run backup -- [--to <file>]

  --to <file>   where to write it; left out: a new file in DATA_DIR/backups
  DATA_DIR      the data folder (./data); the server may run or not`;

const restoreUsage = `Usage: npm run restore -- <file> [--force]

  <file>        a backup, made by "npm run backup"
  --force       replaces the database that is there, and keeps it beside
  DATA_DIR      the data folder (./data); the server must be stopped`;

/** @throws SetupError where it cannot be done. */
export async function runBackup(args: readonly string[], tools: BackupTools): Promise<Outcome> {
  const parsed = parse(args, { to: { type: 'string' }, help: { type: 'boolean', short: 'h' } });
  if (parsed === undefined || parsed.positionals.length > 0) {
    return { code: 2, message: backupUsage };
  }
  if (parsed.values['help'] === true) return { code: 0, message: backupUsage };
  const { to } = parsed.values;
  const path =
    typeof to === 'string' ? resolve(to) : join(tools.dataDir, 'backups', nameAt(tools.now()));
  const contents = await makeBackup({ ...tools, to: path });
  return {
    code: 0,
    message: `Wrote ${path} and checked it: ${counted(contents)}.${elsewhere(tools)} It holds the keys of the installation; keep it as secret as the data folder.`,
  };
}

/** @throws SetupError where it cannot be done. */
export async function runRestore(args: readonly string[], tools: BackupTools): Promise<Outcome> {
  const parsed = parse(args, {
    force: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (parsed?.values['help'] === true) return { code: 0, message: restoreUsage };
  const [from, ...rest] = parsed?.positionals ?? [];
  if (parsed === undefined || from === undefined || rest.length > 0) {
    return { code: 2, message: restoreUsage };
  }
  const { contents, replaced } = await restoreBackup({
    ...tools,
    from: resolve(from),
    force: parsed.values['force'] === true,
  });
  const kept =
    replaced === undefined
      ? ''
      : ` What was there is kept in ${replaced}; remove it when it is not needed any more.`;
  return {
    code: 0,
    message: `Restored into ${tools.dataDir}: ${counted(contents)}.${kept} Start the server now.`,
  };
}

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; short?: string }>>;

/** @returns undefined where the command line is not understood. */
function parse(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    // The usage that follows says more than the fault would.
    return undefined;
  }
}

const nameAt = (now: number) =>
  `parley-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z.sqlite`;

const elsewhere = ({ filesElsewhere }: BackupTools) =>
  filesElsewhere === true ? ' Files in the bucket of S3_URL are not in it.' : '';

const counted = ({ accounts, conversations, entries, files = 0 }: Contents) =>
  `${accounts} accounts, ${conversations} conversations, ${entries} entries` +
  (files === 0 ? '' : `, ${files} files in the folder beside it`);
