import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createManualClock } from '../../../conversation/peer/clock.fixture.ts';
import type { AccountJson, AccountsAnswer } from '../../../conversation/protocol/http.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { accept } from '../../../conversation/protocol/result.ts';
import type { AccountsWanted } from '../../signed-in/api/people-api.ts';
import { createAccountList, type AccountList } from './account-list.ts';

const person = (name: string): AccountJson => ({
  id: name as AccountId,
  username: name.toLowerCase(),
  name,
  role: 'agent',
  active: true,
  createdAt: 0,
});

/** Each question waits until the test answers it. */
function createScript() {
  const asked: AccountsWanted[] = [];
  const answers: ((answer: AccountsAnswer) => void)[] = [];
  const clock = createManualClock(0);
  const list = createRoot(() =>
    createAccountList(
      {
        findAccounts(wanted) {
          asked.push(wanted);
          return new Promise((resolve) => answers.push((answer) => resolve(accept(answer))));
        },
      },
      clock,
    ),
  );
  const settle = () => Promise.resolve().then(() => Promise.resolve());
  async function answer(which: number, names: readonly string[], next?: string) {
    answers[which]?.({ accounts: names.map(person), next });
    await settle();
  }
  return { asked, answer, clock, list, settle };
}

const names = (list: AccountList) => list.accounts()?.map(({ name }) => name);

test('the list grows page by page, and knows when there is no more', async () => {
  const { asked, answer, list } = createScript();
  expect(list.accounts()).toBeUndefined();
  await answer(0, ['Ada', 'Ben'], 'ben');
  expect([names(list), list.hasMore()]).toEqual([['Ada', 'Ben'], true]);
  list.more();
  await answer(1, ['Cem']);
  expect(asked[1]).toMatchObject({ kind: 'staff', after: 'ben' });
  expect([names(list), list.hasMore()]).toEqual([['Ada', 'Ben', 'Cem'], false]);
  list.put({ ...person('Ben'), active: false });
  list.drop('Ada' as AccountId);
  expect(names(list)).toEqual(['Cem', 'Ben']);
});

test('a pause in typing asks once, and an answer that comes late is not shown', async () => {
  const { asked, answer, clock, list, settle } = createScript();
  list.setWords('a');
  list.setWords('an');
  await clock.advance(200, settle);
  expect(asked.map(({ q }) => q)).toEqual(['', 'an']);
  await answer(1, ['Ann']);
  await answer(0, ['Somebody', 'Else']);
  expect(names(list)).toEqual(['Ann']);
});
