/** `npm run bench [-- --quick] [--update] [<part>...]`: Parley beside its peers, in one run, as a table. */
import { archive } from './archive.ts';
import { arriving } from './arriving.ts';
import { bots } from './bots.ts';
import { consoleLinks } from './console.ts';
import { grown, readKept, updated, writeKept } from './exact.ts';
import { files } from './files.ts';
import { growing } from './growth.ts';
import { guard } from './guard.ts';
import { history } from './history.ts';
import { installPeers } from './installed.ts';
import { direct, throughServer } from './latency.ts';
import { lists } from './lists.ts';
import { inLanes } from './lanes.ts';
import { load } from './load.ts';
import { opening } from './opening.ts';
import { optionsFrom } from './options.ts';
import type { Part } from './part.ts';
import { search } from './search.ts';
import { signaling } from './signaling.ts';
import { sizes } from './sizes.ts';
import { hasNumber, tableOf, type Row } from './statistics.ts';
import { traffic } from './traffic.ts';

const all: readonly Part[] = [
  sizes,
  guard,
  archive,
  direct,
  throughServer,
  opening,
  traffic,
  files,
  history,
  consoleLinks,
  arriving,
  lists,
  bots,
  signaling,
  search,
  load,
  growing,
];

const options = optionsFrom(process.argv.slice(2), all);
if (!options.ok) {
  console.error(options.refusal);
  process.exit(1);
}
const { quick, update, parts } = options.value;
installPeers();

interface Measured {
  readonly rows: readonly Row[];
  readonly troubles: readonly string[];
}

async function measure(part: Part): Promise<Measured> {
  const startedAt = performance.now();
  try {
    const rows = await part.rows({ quick });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.error(`measured: ${part.name}, ${seconds} s`);
    return { rows, troubles: rows.length === 0 ? [`"${part.name}" gave no row.`] : [] };
  } catch (error) {
    // The other parts are measured all the same.
    console.error(`${part.name}:`, error);
    return { rows: [], troubles: [`"${part.name}" ended: ${String(error)}`] };
  }
}

// Where no time is judged, parts need not have the machine for themselves.
const measured = await inLanes(parts, quick ? 2 : 1, measure);
const rows = measured.flatMap((one) => one.rows);
const troubles = measured.flatMap((one) => one.troubles);
console.log(tableOf(rows, !quick));

for (const one of rows) if (!hasNumber(one)) troubles.push(`"${one.name}" has no number.`);
if (update) writeKept(updated(rows.filter(hasNumber), readKept()));
troubles.push(...grown(rows, readKept()));
for (const trouble of troubles) console.error(trouble);
process.exit(troubles.length === 0 ? 0 : 1);
