/**
 * Tasks in the order in which they came, few at a time. All of the server shares one connection to the database, on
 * which each query waits for those before it: what strangers may ask for by the hundred must not stand there all at once.
 */
export function createFewAtOnce(
  most: number,
): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place is handed on, so nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
