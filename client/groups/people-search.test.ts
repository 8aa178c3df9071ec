import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../conversation/peer/clock.fixture.ts';
import type { PeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { accept } from '../../conversation/protocol/result.ts';
import type { ApiResult } from '../signed-in/api/api-client.ts';
import { fakeId } from '../state/fake-peer.fixture.ts';
import { createPeopleSearch } from './people-search.ts';

const answerOf = (name: string): ApiResult<PeopleAnswer> =>
  accept({
    people: [{ account: fakeId(name) as AccountId, name, standing: 'enrolled' }],
    more: false,
  });

const settled = (clock: ManualClock) => clock.advance(1000, () => Promise.resolve());

function open() {
  const clock = createManualClock(0);
  const asked: string[] = [];
  const answers: ((result: ApiResult<PeopleAnswer>) => void)[] = [];
  const { search, dispose } = createRoot((dispose) => ({
    dispose,
    search: createPeopleSearch(clock, (words) => {
      asked.push(words);
      return new Promise((resolve) => answers.push(resolve));
    }),
  }));
  const names = () => {
    const found = search.found();
    return found.state === 'there' ? found.people.map(({ name }) => name) : found.state;
  };
  const answer = async (index: number, name: string) => {
    answers[index]?.(answerOf(name));
    await Promise.resolve();
  };
  return { clock, asked, search, names, answer, dispose };
}

test('[L1] everybody is shown at first, and whoever is typed on is asked for once', async () => {
  const { clock, asked, search, names, answer } = open();
  expect(names()).toBe('looking');
  await answer(0, 'Ana');
  expect(names()).toEqual(['Ana']);
  search.look('B');
  search.look('Be ');
  await settled(clock);
  expect(asked).toEqual(['', 'Be']);
});

test('[L1] an answer that a later question overtook is not shown', async () => {
  const { clock, search, names, answer } = open();
  search.look('Ben');
  await settled(clock);
  await answer(1, 'Ben');
  await answer(0, 'Ana');
  expect(names()).toEqual(['Ben']);
});

test('[L1] while somebody types, the people on the screen answer an earlier question', async () => {
  const { clock, search, names, answer } = open();
  await answer(0, 'Ana');
  expect(search.isSettled()).toBe(true);
  search.look('Ben');
  expect([names(), search.isSettled()]).toEqual([['Ana'], false]);
  await settled(clock);
  await answer(1, 'Ben');
  expect([names(), search.isSettled()]).toEqual([['Ben'], true]);
});

test('nothing is asked after it was closed', async () => {
  const { clock, asked, search, dispose } = open();
  search.look('Ben');
  dispose();
  await settled(clock);
  expect(asked).toEqual(['']);
});
