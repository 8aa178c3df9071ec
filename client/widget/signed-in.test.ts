import { expect, test } from 'vitest';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { readSignedIn } from './signed-in.ts';

const account = 'AAAAAAAAAAAAAAAAAAAAAA';
const first = 'BBBBBBBBBBBBBBBBBBBBBA' as ConversationId;
const second = 'CCCCCCCCCCCCCCCCCCCCCA' as ConversationId;

function pageAt(search: string) {
  const shown: string[] = [];
  const location = {
    search,
    pathname: '/chat/',
    assign: (to: string | URL) => void shown.push(String(to)),
  };
  const history = { replaceState: (_: unknown, __: string, to: string) => void shown.push(to) };
  return { shown, signedIn: readSignedIn({ location, history } as never) };
}

test.each(['', '?with=faq', '?account=', '?account=<img>'])('%s is a visitor’s page', (search) => {
  expect(pageAt(search).signedIn).toBeUndefined();
});

test('the conversation is the one in the address, and stays there across a reload', () => {
  const { shown, signedIn } = pageAt(`?account=${account}&conversation=${first}`);
  expect(signedIn).toMatchObject({ account });
  expect(signedIn?.visitor.kept()).toBe(first);
  signedIn?.visitor.keep(first);
  expect(shown).toEqual([]);
  signedIn?.visitor.keep(second);
  expect(signedIn?.visitor.kept()).toBe(second);
  signedIn?.visitor.leave();
  expect(signedIn?.visitor.kept()).toBeUndefined();
  signedIn?.visitor.forget();
  expect(shown).toEqual([
    `/chat/?account=${account}&conversation=${second}`,
    `/chat/?account=${account}`,
    '/account/',
  ]);
});

test('a conversation that is none is a new one', () => {
  const { signedIn } = pageAt(`?account=${account}&conversation=javascript:alert(1)`);
  expect(signedIn?.visitor.kept()).toBeUndefined();
});
