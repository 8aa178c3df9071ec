/** The process around a command of backup.ts or restore.ts. */
import { webcrypto } from 'node:crypto';
import { createWebCryptoVerifier, type SubtleLike } from '../../conversation/log/signatures.ts';
import { readConfig } from '../config.ts';
import { SetupError } from '../setup-error.ts';
import type { BackupTools, Outcome } from './backup-command.ts';

export async function runProgram(
  command: (args: readonly string[], tools: BackupTools) => Promise<Outcome>,
): Promise<void> {
  try {
    // Whoever reads a backup has the keys in it.
    process.umask(0o077);
    const { dataDir, s3 } = readConfig(process.env);
    const { code, message } = await command(process.argv.slice(2), {
      dataDir,
      filesElsewhere: s3 !== undefined,
      verify: createWebCryptoVerifier(webcrypto.subtle as unknown as SubtleLike),
      now: () => Date.now(),
    });
    (code === 0 ? process.stdout : process.stderr).write(`${message}\n`);
    process.exitCode = code;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
