/** W6: whatever stands between the two, messages flow, the user sees which way, and the way back up is found. */
import type { Finding, Part } from '../finding.ts';
import { coturnVersion } from './coturn.ts';
import { whatIsMissing } from './missing.ts';
import { Different, runScenario, type Measured } from './run-scenario.ts';
import { scenarios, type Pair, type Scenario } from './scenarios.ts';
import { NotInTime } from './side.ts';

const promises = ['W2', 'W3', 'W5', 'W6'];

export const part: Part = {
  name: 'networks',
  async prove({ long, wants }, report) {
    const absent = whatIsMissing(['turnserver']);
    if (absent !== undefined) {
      report({
        promises,
        test: 'two who talk through networks of all kinds',
        iterations: 0,
        faults: 'none',
        result: { state: 'skipped', because: absent },
      });
      return;
    }
    for (const scenario of scenarios) {
      for (const pair of long ? scenario.long : scenario.short) {
        if (wants(titleOf(scenario, pair))) report(await tryOut(scenario, pair));
      }
    }
  },
};

const titleOf = ({ name }: Scenario, pair: Pair) => `${name}: ${pair.join(' and ')}`;

async function tryOut(scenario: Scenario, pair: Pair): Promise<Finding> {
  const test = titleOf(scenario, pair);
  const faults = `coturn ${coturnVersion() ?? 'of no known version'}`;
  const absent = whatIsMissing(pair.includes('Firefox') ? ['firefox-esr'] : []);
  if (absent !== undefined) {
    const result = { state: 'skipped', because: absent } as const;
    return { promises, test, iterations: 0, faults, result };
  }
  try {
    const measured = await runScenario(scenario, pair, 'built');
    const result = { state: 'held', note: wordsOf(measured) } as const;
    return { promises, test, iterations: measured.messages, faults, result };
  } catch (error) {
    const isFound = error instanceof NotInTime || error instanceof Different;
    // A browser that dies, say: nothing is known of this scenario, and that is no reason to know nothing of the others.
    const because = isFound ? error.message : `it could not be tried to its end: ${String(error)}`;
    const result = { state: 'broken', because: because.slice(0, 1000) } as const;
    return { promises, test, iterations: isFound ? 1 : 0, faults, result };
  }
}

function wordsOf({ link, firstReadMs, linkMs, backMs, linkBackMs }: Measured): string {
  const words = [
    `first message read after ${seconds(firstReadMs)}`,
    `${link} after ${seconds(linkMs)}`,
  ];
  if (backMs !== undefined) words.push(`everything there ${seconds(backMs)} after the end`);
  if (linkBackMs !== undefined) words.push(`${link} again after ${seconds(linkBackMs)}`);
  return words.join(', ');
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
