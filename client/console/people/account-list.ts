/** The people of one kind that have some words in their names, page by page. */
import { createSignal, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import type { AccountKind, PeopleApi } from '../../signed-in/api/people-api.ts';
import { sortAccounts } from './account-facts.ts';

export interface AccountList {
  readonly kind: Accessor<AccountKind>;
  readonly words: Accessor<string>;
  /** Undefined while they are loaded for the first time. */
  readonly accounts: Accessor<readonly AccountJson[] | undefined>;
  readonly failure: Accessor<string | undefined>;
  readonly hasMore: Accessor<boolean>;
  setKind(kind: AccountKind): void;
  setWords(words: string): void;
  reload(): void;
  more(): void;
  /** One was added or changed. */
  put(account: AccountJson): void;
  drop(id: AccountJson['id']): void;
  close(): void;
}

/** So that not every letter asks the server. */
const pauseMs = 200;

export function createAccountList(
  api: Pick<PeopleApi, 'findAccounts'>,
  clock: Pick<Clock, 'after'>,
): AccountList {
  const [kind, setKind] = createSignal<AccountKind>('staff');
  const [words, setWords] = createSignal('');
  const [accounts, setAccounts] = createSignal<readonly AccountJson[]>();
  const [failure, setFailure] = createSignal<string>();
  const [next, setNext] = createSignal<string>();
  let asking = new AbortController();
  let cancelPause = () => {};

  async function ask(after?: string): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const wanted = { kind: kind(), q: words().trim(), after };
      const result = await api.findAccounts(wanted, signal);
      if (signal.aborted) return;
      setFailure(result.ok ? undefined : result.refusal.message);
      if (!result.ok) return;
      const known = after === undefined ? [] : (accounts() ?? []);
      setAccounts(sortAccounts([...known, ...result.value.accounts]));
      setNext(result.value.next);
    } catch (error) {
      // Somebody asked for something else meanwhile.
      if (!signal.aborted) throw error;
    }
  }
  void ask();

  return {
    kind,
    words,
    accounts,
    failure,
    hasMore: () => next() !== undefined,
    setKind(wanted) {
      setKind(wanted);
      setAccounts(undefined);
      void ask();
    },
    setWords(wanted) {
      setWords(wanted);
      cancelPause();
      cancelPause = clock.after(pauseMs, () => void ask());
    },
    reload() {
      setFailure(undefined);
      setAccounts(undefined);
      void ask();
    },
    more: () => void ask(next()),
    put(account) {
      const others = (accounts() ?? []).filter(({ id }) => id !== account.id);
      setAccounts(sortAccounts([...others, account]));
    },
    drop(gone) {
      setAccounts((accounts() ?? []).filter(({ id }) => id !== gone));
    },
    close() {
      cancelPause();
      asking.abort();
    },
  };
}
