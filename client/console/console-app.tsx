import './console.css';
import { createSignal, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import { EmptyState } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { OfflineIcon } from '../ui/icons.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { ConsoleApi } from './api/console-api.ts';
import { Shell } from './shell/shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';

export interface ConsoleAppProps {
  readonly api: ConsoleApi;
  readonly clock: Clock;
  /** Starts taking part as the account that is signed in. */
  openPeer(account: AccountId): Peer;
}

type Stage =
  | { readonly at: 'checking' }
  | { readonly at: 'unreachable'; readonly message: string }
  /** Customers have a page of their own. */
  | { readonly at: 'customer' }
  | { readonly at: 'signed-out'; readonly notice: string | undefined }
  | { readonly at: 'signed-in'; readonly account: AccountJson };

/** Who is there decides what is shown: the sign-in page or the console. */
export function ConsoleApp(props: ConsoleAppProps): JSX.Element {
  const [stage, setStage] = createSignal<Stage>({ at: 'checking' });
  const signedIn = (account: AccountJson) =>
    setStage(account.role === 'customer' ? { at: 'customer' } : { at: 'signed-in', account });
  const signedOut = (notice?: string) => setStage({ at: 'signed-out', notice });

  async function check() {
    setStage({ at: 'checking' });
    const result = await props.api.me();
    if (result.ok) {
      const me = result.value;
      if (me.kind === 'account') signedIn(me.account);
      else signedOut();
    } else {
      setStage({ at: 'unreachable', message: result.refusal.message });
    }
  }
  async function signOut() {
    const result = await props.api.signOut();
    if (result.ok) signedOut();
    else
      signedOut(`You left the console, but the server did not hear it. ${result.refusal.message}`);
  }

  onCleanup(
    props.api.onSignedOut(() => {
      if (stage().at === 'signed-in') signedOut('Your session has ended. Sign in again to go on.');
    }),
  );
  void check();

  const when = <At extends Stage['at']>(at: At) => {
    const now = stage();
    return now.at === at ? (now as Extract<Stage, { at: At }>) : undefined;
  };
  return (
    <Switch>
      <Match when={when('checking')}>
        <div class="whole-page" role="status">
          <Spinner />
          <span class="sr-only">Loading</span>
        </div>
      </Match>
      <Match when={when('unreachable')}>
        {(now) => (
          <main class="whole-page">
            <EmptyState
              icon={<OfflineIcon />}
              title="Parley cannot be reached"
              text={now().message}
              action={
                <Button look="primary" onClick={() => void check()}>
                  Try again
                </Button>
              }
            />
          </main>
        )}
      </Match>
      <Match when={when('customer')}>
        <main class="whole-page">
          <EmptyState
            title="This is where answers are written"
            text="Your own conversations are on your account's page."
            action={<a href="/account/">Go to your account</a>}
          />
        </main>
      </Match>
      <Match when={when('signed-out')}>
        {(now) => <SignInPage api={props.api} notice={now().notice} onSignedIn={signedIn} />}
      </Match>
      <Match when={when('signed-in')}>
        {(now) => (
          <Show when={now().account} keyed>
            {(account) => (
              <Shell
                api={props.api}
                clock={props.clock}
                me={account}
                openPeer={() => props.openPeer(account.id)}
                onSignOut={() => void signOut()}
                onEnded={(message) => signedOut(message)}
              />
            )}
          </Show>
        )}
      </Match>
    </Switch>
  );
}
