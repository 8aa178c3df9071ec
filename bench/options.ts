/** What the command line asks for. */
import { accept, refuse, type Result } from '../conversation/protocol/result.ts';
import type { Part } from './part.ts';

export interface Options {
  readonly quick: boolean;
  readonly update: boolean;
  readonly parts: readonly Part[];
}

const flags = ['--quick', '--update'];

export function optionsFrom(
  words: readonly string[],
  all: readonly Part[],
): Result<Options, string> {
  const names = words.filter((word) => !word.startsWith('--'));
  const wrong =
    words.find((word) => word.startsWith('--') && !flags.includes(word)) ??
    names.find((name) => !all.some((part) => part.name === name));
  if (wrong !== undefined) {
    const known = all.map((part) => part.name).join(', ');
    return refuse(
      `There is no "${wrong}"; the parts are ${known}, the options ${flags.join(', ')}.`,
    );
  }
  return accept({
    quick: words.includes('--quick'),
    update: words.includes('--update'),
    parts: names.length === 0 ? all : all.filter((part) => names.includes(part.name)),
  });
}
