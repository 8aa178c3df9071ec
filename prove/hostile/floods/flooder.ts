/** `flooder.ts <kind> <url>`: floods until standard input ends, then says what came of it. */
import { floods, type Tally } from './kinds.ts';

const [kind = '', url = ''] = process.argv.slice(2);
const flood = floods[kind];
if (flood === undefined) throw new Error(`There is no flood "${kind}".`);

const tally: Tally = { sent: 0, hungUp: 0 };
// Whoever floods is hung up on in the middle of everything.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);
void flood(url, tally);
process.stdin.resume().on('end', () => {
  process.stdout.write(`${JSON.stringify(tally)}\n`, () => process.exit(0));
});
