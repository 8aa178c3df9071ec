/** `power`: the power is cut, at moments chosen from everything the server asked of its disk. */
import type { Part, Result } from '../../finding.ts';
import { seeded } from '../../support/random.ts';
import type { CutResults } from './cuts.ts';
import { cutAfterSyncs, cutWhileWriting, type Scale } from './power-cut.ts';
import { whyNoStrace } from './record.ts';

const short: Scale = { visitors: 8, texts: 14, moments: 50, lives: 2 };
const long: Scale = { visitors: 16, texts: 40, moments: 1500, lives: 12 };

/** Fewer receipts than this could be lost by nobody. */
const fewestAcknowledged = 10;

function resultOf({ broken, acknowledged }: CutResults): Result {
  const [first] = broken;
  if (first !== undefined) {
    return { state: 'broken', because: `${broken.length} cuts, such as: ${first}` };
  }
  if (acknowledged < fewestAcknowledged) {
    return { state: 'broken', because: `only ${acknowledged} entries were acknowledged` };
  }
  return { state: 'held', note: `all of ${acknowledged} acknowledged entries there` };
}

/** Where the kill finds everything synced there is nothing to lose; on a slow machine that happens. */
const mostRuns = 6;

async function untilOneIsLost(run: () => Promise<CutResults>): Promise<CutResults> {
  for (let runs = 1; ; runs += 1) {
    const results = await run();
    if (results.broken.length > 0 || runs === mostRuns) return results;
  }
}

export const part: Part = {
  name: 'power',
  async prove({ long: isLong, seed }, report) {
    const promises = ['W1'];
    const why = whyNoStrace();
    if (why !== undefined) {
      const test = 'the power is cut while the server writes';
      const result: Result = { state: 'skipped', because: why };
      report({ promises, test, iterations: 0, faults: '', result });
      return;
    }
    const scale = isLong ? long : short;
    const random = seeded(seed);
    const say = (test: string, results: CutResults, result: Result) => {
      const faults = `${results.cuts} power cuts`;
      report({ promises, test, iterations: results.acknowledged, faults, result, seed });
    };

    const plain = await cutWhileWriting(scale, random);
    say('the power is cut between any two writes', plain, resultOf(plain));

    const killed = await cutAfterSyncs('killed', scale, random);
    const killedTest =
      'the server is killed in a sync, takes the same entries again, then the power is cut';
    say(killedTest, killed, resultOf(killed));

    const failed = await cutAfterSyncs('failed', scale, random);
    const failedTest = 'syncs fail, the server takes the same entries again, then the power is cut';
    say(failedTest, failed, resultOf(failed));

    const mutants = [
      [
        'commits with synchronous=NORMAL',
        await untilOneIsLost(() => cutWhileWriting(scale, random, 'normal')),
      ],
      [
        'believes what was never synced',
        await untilOneIsLost(() => cutAfterSyncs('failed', scale, random, 'trusting')),
      ],
    ] as const;
    for (const [what, results] of mutants) {
      const [loss] = results.broken;
      const result: Result =
        loss === undefined
          ? { state: 'broken', because: 'it lost nothing' }
          : { state: 'held', note: `it does: ${loss}` };
      say(`the proof notices a server that ${what}`, results, result);
    }
  },
};
