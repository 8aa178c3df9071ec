/** `npm run restore -- <file> [--force]`: a backup becomes the data folder of a stopped server. */
import { runRestore } from './backup/backup-command.ts';
import { runProgram } from './backup/program.ts';

await runProgram(runRestore);
