/** `node scripts/run.mjs <main|su|backup|restore|bots> …`: runs a built program, after building it where needed. */
import { build } from './build.mjs';
import { runBuilt } from './processes.mjs';

const [name, ...args] = process.argv.slice(2);
process.exitCode = build() ? await runBuilt(name, args) : 1;
