/** `barrage-program.ts <kind> <url> <seed> <count>`: throws so many mutants, and says again and again what came of it. */
import * as v from 'valibot';
import { randomFrom } from '../fuzz/mutator.ts';
import type { Barrage } from './mutants.ts';
import { createTally, kinds, type Kind } from './tally.ts';
import { throwAtSessions } from './throw-at-sessions.ts';
import { throwRequests } from './throw-requests.ts';
import { throwSignals } from './throw-signals.ts';

const barrages: Readonly<Record<Kind, Barrage>> = {
  signals: throwSignals,
  sessions: throwAtSessions,
  requests: throwRequests,
};

const [kind, url = '', seed, count] = process.argv.slice(2);
const tally = createTally();
const tell = (isDone: boolean) => process.stdout.write(`${JSON.stringify(tally.told(isDone))}\n`);
const telling = setInterval(() => tell(false), 100);
await barrages[v.parse(v.picklist(kinds), kind)]({
  url,
  random: randomFrom(Number(seed)),
  goesOn: () => tally.told(false).sent < Number(count),
  tally,
});
clearInterval(telling);
tell(true);
process.exit(0);
