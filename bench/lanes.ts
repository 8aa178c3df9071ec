/** Tasks that need not wait for each other. */

/** At most `lanes` of them run at the same time, begun in their order. @returns their results in their order */
export async function inLanes<Task, Result>(
  tasks: readonly Task[],
  lanes: number,
  run: (task: Task) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...tasks.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await run(next[1]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
