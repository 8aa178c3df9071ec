/** A process of `part.ts`: runs its share of the seeds and tells how it went. */
import { runHistories, shrunk, type Failure } from './many-histories.ts';
import { printed } from './shrink.ts';

/** What a worker is told, as its arguments: the first seed, the step to the next one, how many, for how long. */
const [first = 1, step = 1, count = 1, forMs = 0] = process.argv.slice(2).map(Number);

export type Told =
  | { readonly kind: 'progress'; readonly histories: number; readonly events: number }
  | {
      readonly kind: 'failed';
      readonly seed: number;
      readonly because: string;
      readonly test: string;
    };

const tell = (told: Told) =>
  new Promise<void>((resolve) => {
    if (process.send === undefined) throw new Error('This is started by `npm run prove`.');
    process.send(told, () => resolve());
  });

async function failed(failure: Failure): Promise<void> {
  const { seed, because, history } = await shrunk(failure);
  await tell({ kind: 'failed', seed, because, test: printed(history, because) });
}

const batch = 100;
const endsAt = performance.now() + forMs;
const goOn = () => forMs === 0 || performance.now() < endsAt;

for (let done = 0; done < count && goOn(); done += batch) {
  const size = Math.min(batch, count - done);
  const seeds = Array.from({ length: size }, (_, i) => first + (done + i) * step);
  const { histories, events, failure } = await runHistories(seeds, undefined, goOn);
  await tell({ kind: 'progress', histories, events });
  if (failure !== undefined) {
    await failed(failure);
    break;
  }
}
process.disconnect?.();
