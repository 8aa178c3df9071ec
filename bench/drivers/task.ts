/** What a driver was asked to do, and how it answers. */
import * as v from 'valibot';

export function readTask<Task extends v.GenericSchema>(task: Task): v.InferOutput<Task> {
  return v.parse(task, JSON.parse(process.argv[2] ?? 'null'));
}

/** Ends the process: whatever is still open has done its part. */
export function answerWith(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
}

export const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

/** Does `work` for 0 to `count` - 1, so many at a time. */
export async function each(
  count: number,
  atOnce: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) {
      const n = next;
      next += 1;
      await work(n);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
}
