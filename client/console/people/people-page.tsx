import './people-page.css';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { Avatar, Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useConsole } from '../console-context.ts';
import { KeyIcon } from '../ui/icons.tsx';
import { AddAccountDialog } from './add-account-dialog.tsx';
import { accountRoleWords, mayManage, sortAccounts } from './account-facts.ts';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'there'; readonly accounts: readonly AccountJson[] };

export function PeoplePage(): JSX.Element {
  const { api, me } = useConsole();
  const [loaded, setLoaded] = createSignal<Loaded>({ state: 'loading' });
  const [adds, setAdds] = createSignal(false);
  const [resets, setResets] = createSignal<AccountJson>();
  const [trouble, setTrouble] = createSignal<string>();
  const [changing, setChanging] = createSignal<string>();

  async function load() {
    setLoaded({ state: 'loading' });
    const result = await api.accounts();
    setLoaded(
      result.ok
        ? { state: 'there', accounts: sortAccounts(result.value.accounts) }
        : { state: 'failed', message: result.refusal.message },
    );
  }
  void load();

  const accounts = () => {
    const now = loaded();
    return now.state === 'there' ? now.accounts : undefined;
  };
  const replace = (account: AccountJson) => {
    const known = (accounts() ?? []).filter(({ id }) => id !== account.id);
    setLoaded({ state: 'there', accounts: sortAccounts([...known, account]) });
  };
  async function setActive(account: AccountJson, active: boolean) {
    setChanging(account.id);
    const result = await api.changeAccount(account.id, { active });
    setChanging(undefined);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) replace(result.value.account);
  }

  return (
    <div class="page">
      <div class="page-inner">
        <header class="page-head">
          <div>
            <h1 class="page-title">People</h1>
            <p class="page-text">Who can sign in here and answer conversations.</p>
          </div>
          <Button look="primary" onClick={() => setAdds(true)}>
            <PlusIcon />
            Add person
          </Button>
        </header>
        <Show when={trouble()}>
          {(sentence) => (
            <p class="field-error" role="alert">
              {sentence()}
            </p>
          )}
        </Show>
        <Switch>
          <Match when={failedWith(loaded())}>
            {(message) => (
              <EmptyState
                title="The list cannot be shown"
                text={message()}
                action={<Button onClick={() => void load()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={loaded().state === 'loading'}>
            <div class="card people-loading" role="status">
              <span class="sr-only">Loading people</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
          <Match when={accounts()}>
            {(all) => (
              <div class="card">
                <table class="people">
                  <thead>
                    <tr>
                      <th scope="col">Name</th>
                      <th scope="col">Role</th>
                      <th scope="col">State</th>
                      <th scope="col">
                        <span class="sr-only">What you can do</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    <For each={all()}>
                      {(account) => (
                        <Person
                          account={account}
                          isMe={account.id === me.id}
                          mayManage={mayManage(me.role, account.role)}
                          busy={changing() === account.id}
                          onActive={(active) => void setActive(account, active)}
                          onReset={() => setResets(account)}
                        />
                      )}
                    </For>
                  </tbody>
                </table>
              </div>
            )}
          </Match>
        </Switch>
      </div>
      <AddAccountDialog open={adds()} onAdded={replace} onClose={() => setAdds(false)} />
      <ResetPasswordDialog account={resets()} onClose={() => setResets(undefined)} />
    </div>
  );
}

function failedWith(loaded: Loaded): string | undefined {
  return loaded.state === 'failed' ? loaded.message : undefined;
}

interface PersonProps {
  readonly account: AccountJson;
  readonly isMe: boolean;
  readonly mayManage: boolean;
  readonly busy: boolean;
  onActive(active: boolean): void;
  onReset(): void;
}

function Person(props: PersonProps): JSX.Element {
  return (
    <tr data-active={props.account.active}>
      <th scope="row">
        <span class="person">
          <Avatar name={props.account.name} bot={props.account.role === 'bot'} />
          <span class="person-names">
            <span class="person-name">
              <bdi>{props.account.name}</bdi>
              {props.isMe && <span class="quiet"> (you)</span>}
            </span>
            <span class="quiet">{props.account.username}</span>
          </span>
        </span>
      </th>
      <td class="person-role">{accountRoleWords(props.account.role)}</td>
      <td>
        <Badge tone={props.account.active ? 'good' : 'neutral'}>
          {props.account.active ? 'Active' : 'Deactivated'}
        </Badge>
      </td>
      <td class="person-actions">
        <Show when={props.mayManage && !props.isMe}>
          <Show when={props.account.role !== 'bot'}>
            <IconButton
              label={`Set a new password for ${props.account.name}`}
              onClick={() => props.onReset()}
            >
              <KeyIcon />
            </IconButton>
          </Show>
          <Button
            size="small"
            busy={props.busy}
            aria-label={`${props.account.active ? 'Deactivate' : 'Activate'} ${props.account.name}`}
            onClick={() => props.onActive(!props.account.active)}
          >
            {props.account.active ? 'Deactivate' : 'Activate'}
          </Button>
        </Show>
      </td>
    </tr>
  );
}
