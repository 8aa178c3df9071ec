/** `npm run backup -- [--to <file>]`: the data folder as one file, also while the server runs. */
import { runBackup } from './backup/backup-command.ts';
import { runProgram } from './backup/program.ts';

await runProgram(runBackup);
