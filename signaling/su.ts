/** `npm run su -- create|list|passwd|delete <username>`: super admins, who are made nowhere else. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { runSuperuserCommand } from './accounts/superusers.ts';
import { readConfig } from './config.ts';
import { databasePath } from './database/data-folder.ts';
import { openDatabase } from './database/database.ts';
import { askPassword } from './accounts/ask-password.ts';
import { SetupError } from './setup-error.ts';

try {
  process.umask(0o077);
  const { dataDir } = readConfig(process.env);
  const path = databasePath(dataDir);
  const isNew = !existsSync(path);
  const outcome = await runSuperuserCommand(process.argv.slice(2), {
    openDatabase: () => openDatabase(path),
    askPassword,
    now: () => Date.now(),
    randomBytes,
  });
  const stream = outcome.code === 0 ? process.stdout : process.stderr;
  if (isNew && outcome.code === 0) stream.write(`Made a new data folder: ${dataDir}\n`);
  stream.write(`${outcome.message}\n`);
  process.exitCode = outcome.code;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
