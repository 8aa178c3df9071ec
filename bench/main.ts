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

const rows: Row[] = [];
const troubles: string[] = [];
for (const part of parts) {
  const startedAt = performance.now();
  process.stderr.write(`measuring: ${part.name}`);
  try {
    const measured = await part.rows({ quick });
    if (measured.length === 0) troubles.push(`"${part.name}" gave no row.`);
    rows.push(...measured);
  } catch (error) {
    // The other parts are measured all the same.
    console.error('', error);
    troubles.push(`"${part.name}" ended: ${String(error)}`);
  }
  process.stderr.write(`, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
}
console.log(tableOf(rows, !quick));

for (const one of rows) if (!hasNumber(one)) troubles.push(`"${one.name}" has no number.`);
if (update) writeKept(updated(rows.filter(hasNumber), readKept()));
troubles.push(...grown(rows, readKept()));
for (const trouble of troubles) console.error(trouble);
process.exit(troubles.length === 0 ? 0 : 1);
