import './people-page.css';
import { A } from '@solidjs/router';
import { createSignal, For, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { EmptyState } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PeopleIcon, PlusIcon } from '../../ui/more-icons.tsx';
import { createListWindow } from '../../ui/list-window.ts';
import { Spacer } from '../../ui/spacer.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { AccountKind } from '../../signed-in/api/people-api.ts';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { AddAccountDialog } from './add-account-dialog.tsx';
import { mayManage } from './account-facts.ts';
import { createAccountList } from './account-list.ts';
import { EditAccountDialog } from './edit-account-dialog.tsx';
import { PersonRow, type Deed } from './person-row.tsx';
import { ResetPasswordDialog } from './reset-password-dialog.tsx';
import { Segments } from '../ui/segments.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

const kinds: readonly { readonly value: AccountKind; readonly name: string }[] = [
  { value: 'staff', name: 'Staff' },
  { value: 'customers', name: 'Customers' },
  { value: 'bots', name: 'Bots' },
];

/** Of a row on a wide screen, px: until it is measured. */
const rowHeight = 57;

/** What is being done, and to whom. */
type Doing = { readonly deed: Deed; readonly account: AccountJson };

export function PeoplePage(): JSX.Element {
  const { api, me, clock } = useConsole();
  const list = createAccountList(api, clock);
  onCleanup(() => list.close());
  const drawing = createListWindow(
    () => list.accounts() ?? [],
    ({ id }) => id,
    rowHeight,
  );
  const [adds, setAdds] = createSignal(false);
  const [doing, setDoing] = createSignal<Doing>();
  const [trouble, setTrouble] = createSignal<string>();
  const [changing, setChanging] = createSignal<string>();

  const subject = (deed: Deed) => {
    const now = doing();
    return now?.deed === deed ? now.account : undefined;
  };
  const done = () => setDoing(undefined);
  /** The button of the row's menu, which is gone where the row is. */
  const focusAfter = () => {
    const id = doing()?.account.id;
    return (
      document.querySelector<HTMLElement>(`[data-account="${id}"] .icon-button`) ??
      document.querySelector<HTMLElement>('.people-search input')
    );
  };

  async function change(account: AccountJson, changes: { active?: boolean; twoSteps?: false }) {
    setChanging(account.id);
    const result = await api.changeAccount(account.id, changes);
    setChanging(undefined);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) list.put(result.value.account);
  }
  function act(account: AccountJson, deed: Deed) {
    switch (deed) {
      case 'activate':
      case 'deactivate':
        void change(account, { active: deed === 'activate' });
        return;
      default:
        setDoing({ deed, account });
    }
  }
  async function remove() {
    const account = subject('delete');
    if (account === undefined) return undefined;
    const result = await api.deleteAccount(account.id);
    if (!result.ok) return result.refusal.message;
    list.drop(account.id);
    return undefined;
  }

  return (
    <div class="page">
      <div class="page-inner">
        <header class="page-head">
          <div>
            <h1 class="page-title">People</h1>
            <p class="page-text">
              Who can sign in here and answer conversations, and who asks.{' '}
              <A href="/people/mails">Mails we wrote</A>
            </p>
          </div>
          <Button look="primary" onClick={() => setAdds(true)}>
            <PlusIcon />
            Add person
          </Button>
        </header>
        <div class="people-filter">
          <Segments
            label="Kind of people"
            segments={kinds}
            chosen={list.kind()}
            onChoose={(kind) => list.setKind(kind)}
          />
          <TextField
            class="people-search"
            label="Search by name, user name or e-mail"
            hideLabel
            type="search"
            placeholder="Name, user name or e-mail"
            value={list.words()}
            onInput={(event) => list.setWords(event.currentTarget.value)}
          />
        </div>
        <TroubleLine sentence={trouble()} />
        <Switch>
          <Match when={list.failure()}>
            {(message) => (
              <EmptyState
                title="The list cannot be shown"
                text={message()}
                action={<Button onClick={() => list.reload()}>Try again</Button>}
              />
            )}
          </Match>
          <Match when={list.accounts() === undefined}>
            <div class="card people-loading" role="status">
              <span class="sr-only">Loading people</span>
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
              <Skeleton width="100%" height="2.5rem" />
            </div>
          </Match>
          <Match when={list.accounts()?.length === 0}>
            <Nobody kind={list.kind()} searched={list.words() !== ''} onAdd={() => setAdds(true)} />
          </Match>
          <Match when={list.accounts()}>
            <>
              <div class="card">
                <table class="people">
                  <thead>
                    <tr>
                      <th scope="col">Name</th>
                      <th scope="col">Reached at</th>
                      <th scope="col">Role</th>
                      <th scope="col">State</th>
                      <th scope="col">
                        <span class="sr-only">What you can do</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody ref={(element) => drawing.attach(element)}>
                    <Spacer table height={drawing.above()} />
                    <For each={drawing.drawn()}>
                      {(account) => (
                        <PersonRow
                          account={account}
                          isMe={account.id === me.id}
                          mayManage={mayManage(me.role, account.role)}
                          busy={changing() === account.id}
                          onDeed={(deed) => act(account, deed)}
                        />
                      )}
                    </For>
                    <Spacer table height={drawing.below()} />
                  </tbody>
                </table>
              </div>
              <Show when={list.hasMore()}>
                <Button class="people-more" onClick={() => list.more()}>
                  Show more
                </Button>
              </Show>
            </>
          </Match>
        </Switch>
      </div>
      <AddAccountDialog
        open={adds()}
        onAdded={(account) => list.put(account)}
        onClose={() => setAdds(false)}
      />
      <EditAccountDialog
        account={subject('edit')}
        returnFocus={focusAfter}
        onChanged={(account) => list.put(account)}
        onClose={done}
      />
      <ResetPasswordDialog account={subject('password')} returnFocus={focusAfter} onClose={done} />
      <ConfirmDialog
        open={subject('two-steps') !== undefined}
        title={`Take away the second step of ${subject('two-steps')?.name ?? ''}?`}
        text="For who has lost the app and the recovery codes: they sign in with the password alone then. Be sure that it is really them who ask."
        deed="Take away"
        returnFocus={focusAfter}
        run={async () => {
          const account = subject('two-steps');
          if (account === undefined) return undefined;
          const result = await api.changeAccount(account.id, { twoSteps: false });
          if (!result.ok) return result.refusal.message;
          list.put(result.value.account);
          return undefined;
        }}
        onClose={done}
      />
      <ConfirmDialog
        open={subject('delete') !== undefined}
        title={`Delete ${subject('delete')?.name ?? ''}?`}
        text="They are signed out at once, and what they had is offered to others. What they said stays in the archive. This cannot be taken back."
        deed="Delete"
        returnFocus={focusAfter}
        run={remove}
        onClose={done}
      />
    </div>
  );
}

function Nobody(props: {
  readonly kind: AccountKind;
  readonly searched: boolean;
  onAdd(): void;
}): JSX.Element {
  const sentences = {
    staff: ['Nobody is here yet', 'Add the people who answer conversations.'],
    customers: [
      'No customers yet',
      'Whoever registers at /account/ and confirms the e-mail address appears here.',
    ],
    bots: ['No bots yet', 'A bot appears here once its program has signed in.'],
  } as const;
  return (
    <Show
      when={!props.searched}
      fallback={<EmptyState title="Nobody found" text="No name or address has these words." />}
    >
      <EmptyState
        icon={<PeopleIcon />}
        title={sentences[props.kind][0]}
        text={sentences[props.kind][1]}
        action={
          props.kind === 'staff' ? (
            <Button look="primary" onClick={() => props.onAdd()}>
              Add person
            </Button>
          ) : undefined
        }
      />
    </Show>
  );
}
