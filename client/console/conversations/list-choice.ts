/** What is chosen above the list; it stays as long as the tab does. */
import { createSignal, type Accessor } from 'solid-js';
import type { KeptValues } from '../../browser/kept-values.ts';
import { readFilter, writeFilter, type ListFilter } from './list-filter.ts';

export interface ListChoice {
  readonly filter: Accessor<ListFilter>;
  choose(part: Partial<ListFilter>): void;
  readonly words: Accessor<string>;
  write(words: string): void;
}

const filterName = 'list.filter';
const wordsName = 'list.words';

export function createListChoice(kept: Pick<KeptValues, 'get' | 'set'>): ListChoice {
  const [filter, setFilter] = createSignal(readFilter(kept.get(filterName)));
  const [words, setWords] = createSignal(kept.get(wordsName) ?? '');
  return {
    filter,
    choose(part) {
      kept.set(filterName, writeFilter(setFilter((known) => ({ ...known, ...part }))));
    },
    words,
    write(next) {
      setWords(next);
      kept.set(wordsName, next);
    },
  };
}
