/** Searching as one types: waits until the hand rests, and forgets the answers to earlier words. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { SearchAnswer } from '../../../conversation/protocol/http.ts';
import type { ConsoleApi } from '../api/console-api.ts';

export type SearchState =
  | { readonly state: 'idle' }
  | { readonly state: 'searching' }
  | { readonly state: 'found'; readonly hits: SearchAnswer['hits'] }
  | { readonly state: 'failed'; readonly message: string };

export interface Search {
  readonly words: Accessor<string>;
  readonly state: Accessor<SearchState>;
  setWords(words: string): void;
  /** Enter: do not wait. */
  now(): void;
}

/** Long enough that a word is not asked for letter by letter. */
export const restMs = 250;

/** Ends with its owner. */
export function createSearch(api: Pick<ConsoleApi, 'search'>, clock: Clock): Search {
  const [words, setSignal] = createSignal('');
  const [state, setState] = createSignal<SearchState>({ state: 'idle' });
  let cancelWait = () => {};
  let running: AbortController | undefined;

  const stop = () => {
    cancelWait();
    running?.abort();
    running = undefined;
  };
  onCleanup(stop);

  async function ask(wanted: string) {
    const control = new AbortController();
    running = control;
    try {
      const result = await api.search(wanted, control.signal);
      if (control.signal.aborted) return;
      setState(
        result.ok
          ? { state: 'found', hits: result.value.hits }
          : { state: 'failed', message: result.refusal.message },
      );
    } catch (error) {
      // Cancelled: the next words are on their way already.
      if (!control.signal.aborted) throw error;
    }
  }
  const begin = () => {
    stop();
    const wanted = words().trim();
    if (wanted === '') setState({ state: 'idle' });
    else void ask(wanted);
  };
  return {
    words,
    state,
    setWords(next) {
      setSignal(next);
      stop();
      if (next.trim() === '') {
        setState({ state: 'idle' });
        return;
      }
      setState((known) => (known.state === 'found' ? known : { state: 'searching' }));
      cancelWait = clock.after(restMs, begin);
    },
    now: begin,
  };
}
