/** `npm run prove [-- --long] [-- --seed <n>] [-- --only <row>] [-- <part>...]`: the promises W1 to W9, tried, as a table. */
import { parseArgs } from 'node:util';
import type { Finding, Part } from './finding.ts';
import { tableOf, wordsOf } from './table.ts';

/** Each is loaded only when it is asked for. */
const parts: Record<string, () => Promise<Part>> = {
  fuzz: async () => (await import('./hostile/fuzz/part.ts')).part,
  floods: async () => (await import('./hostile/floods/part.ts')).part,
  barrage: async () => (await import('./hostile/barrage/part.ts')).part,
  markup: async () => (await import('./hostile/markup/part.ts')).part,
  frozen: async () => (await import('./frozen/part.ts')).part,
  web: async () => (await import('./hostile/web/part.ts')).part,
  attacks: async () => (await import('./hostile/attacks/part.ts')).part,
  clock: async () => (await import('./faults/clock/part.ts')).part,
  versions: async () => (await import('./faults/versions/part.ts')).part,
  migrations: async () => (await import('./faults/migrations/part.ts')).part,
  'slow-reader': async () => (await import('./faults/slow-reader/part.ts')).part,
  drain: async () => (await import('./faults/drain/part.ts')).part,
  backup: async () => (await import('./faults/backup/part.ts')).part,
  soak: async () => (await import('./faults/soak/part.ts')).part,
  storm: async () => (await import('./faults/storm/part.ts')).part,
  power: async () => (await import('./faults/power/part.ts')).part,
  networks: async () => (await import('./networks/part.ts')).part,
  turn: async () => (await import('./turn/part.ts')).part,
  disk: async () => (await import('./faults/disk/part.ts')).part,
  kills: async () => (await import('./faults/kills/part.ts')).part,
  simulation: async () => (await import('./simulation/part.ts')).part,
};

const { values, positionals } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
  allowPositionals: true,
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

const unknown = positionals.find((name) => !(name in parts));
if (unknown !== undefined) {
  fail(`There is no part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}.`);
}
const seed = Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 0) {
  fail(`--seed is "${values.seed}"; it must be a whole number from 0.`);
}

const wants = (row: string) => values.only === undefined || row.includes(values.only);
const findings: Finding[] = [];
for (const [name, load] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const part = await load();
  const startedAt = performance.now();
  console.error(`proving: ${name}`);
  const report = (finding: Finding) => {
    findings.push(finding);
    console.error(`  ${finding.test} — ${wordsOf(finding.result)}`);
  };
  try {
    await part.prove({ long: values.long, seed, wants }, report);
  } catch (error) {
    // One part that fails, a browser that dies, say, is no reason to know nothing of the others.
    console.error(error);
    const because = `the proof itself failed: ${error instanceof Error ? error.message : 'see above'}`;
    const test = `everything in "${name}"`;
    const result = { state: 'broken', because } as const;
    report({ promises: [], test, iterations: 0, faults: 'see there', result });
  }
  console.error(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
console.info(tableOf(findings));
// Children and sockets of a part that failed must not keep the command alive.
process.exit(findings.some(({ result }) => result.state === 'broken') ? 1 : 0);
