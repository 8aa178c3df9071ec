/** A peer in Node, inside the laboratory: node-datachannel's WebRTC, as the bots have it. */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { HomeName } from './internet.ts';
import type { Lab } from './lab.ts';
import { programLine } from './programs.ts';
import { shownSight, type AnsweringSide, type Sight } from './side.ts';

export interface NodePlace {
  readonly lab: Lab;
  readonly home: HomeName;
  readonly url: string;
}

/** @param botsKey makes it a bot that answers; without one it is a client. */
export async function openNodeIn(
  { lab, home, url }: NodePlace,
  botsKey?: string,
): Promise<AnsweringSide> {
  const who = botsKey === undefined ? ['client'] : ['bot', botsKey];
  const line = [...programLine('source', 'prove/networks/node-peer-program.ts'), url, ...who];
  const child = lab.spawn(home, line, {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('The program has no pipes.');
  let last: Sight = { link: undefined, messages: [] };
  let ended: string | undefined;
  let heard = () => {};
  const first = new Promise<void>((done) => (heard = done));
  createInterface({ input: stdout }).on('line', (text) => {
    last = v.parse(shownSight, JSON.parse(text));
    heard();
  });
  child.once('exit', (code, signal) => {
    ended = `A peer in Node ended with ${code ?? signal}.`;
    heard();
  });
  stdin.on('error', () => undefined);
  // A client sees its empty conversation at once; a bot sees nothing before it has one.
  if (botsKey === undefined) await first;

  return {
    take: () => first,
    say: async (text) => void stdin.write(`${text}\n`),
    look: async () => {
      if (ended !== undefined) throw new Error(ended);
      return last;
    },
    async close() {
      if (ended !== undefined) return;
      const exit = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await exit;
    },
  };
}
