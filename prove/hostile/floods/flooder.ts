/** `flooder.ts <kind> <url>`: floods until standard input ends, and says again and again what came of it so far. */
import { floods, type Tally } from './kinds.ts';

const [kind = '', url = ''] = process.argv.slice(2);
const flood = floods[kind];
if (flood === undefined) throw new Error(`There is no flood "${kind}".`);

const tally: Tally = { sent: 0, hungUp: 0 };
// Whoever floods is hung up on in the middle of everything.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);
void flood(url, tally);
setInterval(() => process.stdout.write(`${JSON.stringify(tally)}\n`), 100);
process.stdin.resume().on('end', () => process.exit(0));
