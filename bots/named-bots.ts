/** Which bots `npm run bots -- <name or file>...` knows. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { accept, refuse, type Result } from '../conversation/protocol/result.ts';
import { createFaqBot } from './faq/faq.ts';
import questions from './faq/questions.json' with { type: 'json' };
import { createGuideBot } from './guide/guide.ts';
import { createMatBot } from './mat/mat.ts';
import { createReverseBot } from './reverse/reverse.ts';
import type { Bot } from './runtime/bot.ts';

const builtIn: ReadonlyMap<string, () => Bot> = new Map([
  ['reverse', createReverseBot],
  ['mat', createMatBot],
  ['faq', () => createFaqBot(questions)],
  ['guide', createGuideBot],
]);

const botShape = v.looseObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)),
  shownName: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  onMessage: v.function(),
});

/**
 * @param wanted the name of a built-in bot, or the path of a module whose default export is one (docs/bots.md)
 * @returns the bot, or a sentence
 */
export async function botNamed(wanted: string): Promise<Result<Bot, string>> {
  const make = builtIn.get(wanted);
  if (make !== undefined) return accept(make());
  if (/\.m?js$/.test(wanted)) return loadBot(wanted);
  const known = [...builtIn.keys()].join(', ');
  return refuse(
    `There is no bot "${wanted}"; there are ${known}, or give the path of a .mjs file.`,
  );
}

async function loadBot(path: string): Promise<Result<Bot, string>> {
  const url = pathToFileURL(resolve(path)).href;
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(/* @vite-ignore */ url)) as typeof loaded;
  } catch (error) {
    return refuse(
      `${path} cannot be loaded: ${error instanceof Error ? error.message : 'unknown'}.`,
    );
  }
  const bot = loaded.default;
  if (v.is(botShape, bot)) return accept(bot as unknown as Bot);
  return refuse(
    `The default export of ${path} is no bot; it needs name (small letters and digits), shownName and onMessage.`,
  );
}
