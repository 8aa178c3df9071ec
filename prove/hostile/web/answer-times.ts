/** Whether the time of an answer says who has an account (V-18). */
import { performance } from 'node:perf_hooks';
import { median } from '../../../bench/statistics.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import type { Database } from '../../../signaling/database/database.ts';
import { ask, signInAs } from '../people.ts';

/** Of each kind; so many of one account are not held back yet. */
const tries = 200;
const triesAnAccount = 4;
const barMs = 5;

/** In turns, each from an address of its own, and each pair in the other order than the one before it. */
async function medianDifference(
  url: string,
  bodies: (n: number) => { readonly known: object; readonly unknown: object },
  wanted: number,
): Promise<number> {
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let n = 0; n < tries; n += 1) {
    const of = bodies(n);
    const order = n % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const [at, which] of order.entries()) {
      const from = `127.1.${n}.${at + 1}`;
      const startedAt = performance.now();
      const { status, text } = await ask(url, { body: JSON.stringify(of[which]), from });
      times[which].push(performance.now() - startedAt);
      if (status !== wanted) throw new Error(`${url} answered with ${status}: ${text}`);
    }
  }
  return Math.abs(median(times.known) - median(times.unknown));
}

export async function answerTimes(
  parley: Parley,
  database: Database,
): Promise<{ readonly answers: number; readonly said: string; readonly broken: string[] }> {
  const { url, admin } = parley;
  const proof = await signInAs(url, admin);
  for (let n = 0; n < tries / triesAnAccount; n += 1) {
    const body = {
      username: `known-${n}`,
      name: 'Known',
      role: 'agent',
      password: `words of ${n}`,
    };
    const headers = { ...proof, origin: url };
    const { status, text } = await ask(`${url}/api/accounts`, {
      body: JSON.stringify(body),
      headers,
    });
    if (status !== 201) throw new Error(`An account was answered with ${status}: ${text}`);
    await database
      .updateTable('accounts')
      .set({ email: `known-${n}@example.org` })
      .where('username', '=', `known-${n}`)
      .execute();
  }
  const nth = (n: number) => Math.floor(n / triesAnAccount);
  const signIn = await medianDifference(
    `${url}/api/sign-in`,
    (n) => ({
      known: { username: `known-${nth(n)}`, password: 'not these words' },
      unknown: { username: `other-${nth(n)}`, password: 'not these words' },
    }),
    401,
  );
  const reset = await medianDifference(
    `${url}/api/password-resets`,
    (n) => ({
      known: { email: `known-${nth(n)}@example.org` },
      unknown: { email: `other-${nth(n)}@example.org` },
    }),
    204,
  );
  const found = { 'signing in': signIn, 'asking for a new password': reset };
  const said = Object.entries(found).map(([what, ms]) => `${what} ${ms.toFixed(1)} ms`);
  return {
    answers: 4 * tries,
    said: said.join(', '),
    broken: said.filter((_, at) => (Object.values(found)[at] ?? 0) >= barMs),
  };
}
