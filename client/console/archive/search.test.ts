import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { accept, refuse } from '../../../conversation/protocol/result.ts';
import type { SearchAnswer } from '../../../conversation/protocol/http.ts';
import type { ApiResult } from '../../signed-in/api/api-client.ts';
import { createSearch } from './search.ts';

interface Asked {
  readonly words: string;
  readonly signal: AbortSignal;
  answer(result: ApiResult<SearchAnswer>): void;
}

function setUp() {
  const asked: Asked[] = [];
  let rest: (() => void) | undefined;
  const clock = {
    now: () => 0,
    after: (_delayMs: number, task: () => void) => {
      rest = task;
      return () => (rest = undefined);
    },
  };
  const api = {
    search: (words: string, signal: AbortSignal) =>
      new Promise<ApiResult<SearchAnswer>>((answer, reject) => {
        asked.push({ words, signal, answer });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  };
  const { search, dispose } = createRoot((dispose) => ({
    search: createSearch(api, clock),
    dispose,
  }));
  return { asked, search, dispose, rest: () => rest?.() };
}
const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve));
const none: ApiResult<SearchAnswer> = accept({ hits: [] });

test('nothing is asked before the hand rests, and then only for the last words', () => {
  const { asked, search, rest } = setUp();
  search.setWords('in');
  search.setWords('invoice ');
  expect(asked).toHaveLength(0);
  expect(search.state()).toEqual({ state: 'searching' });
  rest();
  expect(asked.map(({ words }) => words)).toEqual(['invoice']);
});

test('new words cancel the request before them, and its answer changes nothing', async () => {
  const { asked, search, rest } = setUp();
  search.setWords('invoice');
  rest();
  search.setWords('meter');
  expect(asked[0]?.signal.aborted).toBe(true);
  rest();
  asked[0]?.answer(refuse({ code: 'x', message: 'too late' }));
  asked[1]?.answer(none);
  await settled();
  await settled();
  expect(search.state()).toEqual({ state: 'found', hits: [] });
});

test('an empty box is idle again, and Enter does not wait', async () => {
  const { asked, search } = setUp();
  search.setWords('meter');
  search.now();
  expect(asked).toHaveLength(1);
  search.setWords('  ');
  await settled();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(search.state()).toEqual({ state: 'idle' });
});

test('a refusal is shown as its sentence', async () => {
  const { asked, search } = setUp();
  search.setWords('meter');
  search.now();
  asked[0]?.answer(refuse({ code: 'busy', message: 'Try again.' }));
  await settled();
  await settled();
  expect(search.state()).toEqual({ state: 'failed', message: 'Try again.' });
});

test('the request ends with the page', () => {
  const { asked, search, dispose } = setUp();
  search.setWords('meter');
  search.now();
  dispose();
  expect(asked[0]?.signal.aborted).toBe(true);
});
