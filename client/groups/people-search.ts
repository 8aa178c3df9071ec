/** Looks for people while somebody types; what is answered too late is not shown. */
import { batch, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { PeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ApiResult } from '../signed-in/api/api-client.ts';

export type Person = PeopleAnswer['people'][number];

export type Found =
  | { readonly state: 'looking' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly people: readonly Person[]; readonly more: boolean };

/** Whoever types on is not asked for yet. */
const settledAfterMs = 150;

export interface PeopleSearch {
  readonly found: Accessor<Found>;
  readonly words: Accessor<string>;
  /** Whether what is found is the answer to what was written last. */
  readonly isSettled: Accessor<boolean>;
  look(words: string): void;
}

/** Begins with everybody. */
export function createPeopleSearch(
  clock: Clock,
  find: (words: string) => Promise<ApiResult<PeopleAnswer>>,
): PeopleSearch {
  const [found, setFound] = createSignal<Found>({ state: 'looking' });
  const [words, setWords] = createSignal('');
  const [isSettled, setSettled] = createSignal(false);
  let asked = 0;
  let cancel = () => {};

  async function ask(wanted: string) {
    asked += 1;
    const mine = asked;
    const result = await find(wanted);
    if (mine !== asked) return;
    batch(() => {
      setSettled(true);
      setFound(
        result.ok
          ? { state: 'there', people: result.value.people, more: result.value.more }
          : { state: 'failed', message: result.refusal.message },
      );
    });
  }
  onCleanup(() => {
    asked += 1;
    cancel();
  });
  void ask('');
  return {
    found,
    words,
    isSettled,
    look(next) {
      asked += 1;
      setSettled(false);
      setWords(next);
      cancel();
      cancel = clock.after(settledAfterMs, () => void ask(next.trim()));
    },
  };
}
