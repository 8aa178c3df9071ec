/** The scenarios of the power cut, each recorded from a real server and cut at many moments. */
import { wholeNumber } from '../../support/random.ts';
import { chooseMoments, cutPower, type CutResults } from './cuts.ts';
import type { Operation } from './operation.ts';
import { createRecorder, type Mutant } from './record.ts';

export interface Scale {
  readonly visitors: number;
  /** Of each visitor in each life of the server. */
  readonly texts: number;
  readonly moments: number;
  /** How often the fault comes. */
  readonly lives: number;
  readonly fromSources?: boolean;
}

const recorderFor = ({ visitors, fromSources }: Scale, mutant: Mutant | undefined) =>
  createRecorder({
    visitors,
    ...(mutant === undefined ? {} : { mutant }),
    ...(fromSources === undefined ? {} : { fromSources }),
  });

/** Of a mutant, one loss is enough to know that it is noticed. */
const enoughOf = (mutant: Mutant | undefined) => (mutant === undefined ? Infinity : 1);

/** The server starts for the first time, and is written to; two lives, so that a recovery is in it. */
export async function cutWhileWriting(
  scale: Scale,
  random: () => number,
  mutant?: Mutant,
): Promise<CutResults> {
  const recorder = recorderFor(scale, mutant);
  try {
    const operations: Operation[] = [];
    for (let life = 0; life < scale.lives; life += 1) {
      operations.push(...(await recorder.live({ texts: scale.texts, survives: true })));
    }
    const moments = chooseMoments(operations, scale.moments, random);
    return await cutPower(recorder.dataDir, operations, moments, random, enoughOf(mutant));
  } finally {
    recorder.close();
  }
}

/**
 * Before the cut, the server's own end: in each life but the last it dies at a sync (`killed`), or its syncs fail
 * and what they should have written is forgotten (`failed`). Its visitors come back with what was not acknowledged.
 */
export async function cutAfterSyncs(
  end: 'killed' | 'failed',
  scale: Scale,
  random: () => number,
  mutant?: Mutant,
): Promise<CutResults> {
  const recorder = recorderFor(scale, mutant);
  const fault = end === 'killed' ? 'signal=KILL' : 'error=EIO';
  try {
    const operations = await recorder.live({ texts: scale.texts, survives: true });
    for (let life = 1; life <= scale.lives; life += 1) {
      // A start on an existing folder syncs about four times before anybody writes.
      const inject = `fsync:${fault}:when=${wholeNumber(random, 3, 12)}+`;
      const before = await recorder.live({ texts: scale.texts, survives: false, inject });
      operations.push(...before, ...(await recorder.live({ texts: 0, survives: true })));
    }
    const moments = chooseMoments(operations, scale.moments, random);
    return await cutPower(recorder.dataDir, operations, moments, random, enoughOf(mutant));
  } finally {
    recorder.close();
  }
}
