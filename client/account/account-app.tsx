import './account.css';
import { createSignal, Match, onCleanup, Show, Switch, type JSX } from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import { EmptyState } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { OfflineIcon } from '../ui/icons.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { AccountApi } from './account-api.ts';
import { ChooseForm } from './choose-form.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { Dashboard } from './dashboard.tsx';
import { ForgotForm } from './forgot-form.tsx';
import { placeOf, takePlace, type Place } from './place.ts';
import { RegisterForm } from './register-form.tsx';
import { SignInForm } from './sign-in-form.tsx';

export interface AccountAppProps {
  readonly api: AccountApi;
  /** Where the address led, before its key was taken from it. */
  readonly first: Place;
}

type Who =
  | { readonly is: 'unknown' }
  | { readonly is: 'unreachable'; readonly message: string }
  | { readonly is: 'nobody'; readonly notice?: string | undefined }
  | { readonly is: 'somebody'; readonly account: AccountJson };

/** The customers' page: the way in, and what is theirs. */
export function AccountApp(props: AccountAppProps): JSX.Element {
  const [who, setWho] = createSignal<Who>({ is: 'unknown' });
  const [place, setPlace] = createSignal<Place>(props.first);

  async function check() {
    setWho({ is: 'unknown' });
    const result = await props.api.me();
    if (!result.ok) setWho({ is: 'unreachable', message: result.refusal.message });
    else if (result.value.kind === 'account') {
      setWho({ is: 'somebody', account: result.value.account });
    } else setWho({ is: 'nobody' });
  }
  void check();

  const onHash = () => setPlace(takePlace(window));
  window.addEventListener('hashchange', onHash);
  onCleanup(() => window.removeEventListener('hashchange', onHash));
  onCleanup(
    props.api.onSignedOut(() => {
      if (who().is === 'somebody') {
        setWho({ is: 'nobody', notice: 'You were signed out. Sign in again to go on.' });
      }
    }),
  );

  /** To the sign-in, with a word about what was done. */
  const goHome = (notice?: string) => {
    history.replaceState(null, '', location.pathname);
    setPlace(placeOf(''));
    if (who().is !== 'somebody') setWho({ is: 'nobody', notice });
  };
  async function signOut() {
    const result = await props.api.signOut();
    setWho({
      is: 'nobody',
      notice: result.ok ? 'You are signed out.' : result.refusal.message,
    });
  }

  const at = (...places: readonly Place['at'][]) => places.includes(place().at);
  const key = () => {
    const now = place();
    return 'key' in now ? now.key : '';
  };
  const when = <Is extends Who['is']>(is: Is) => {
    const now = who();
    return now.is === is ? (now as Extract<Who, { is: Is }>) : undefined;
  };
  return (
    <Switch>
      <Match when={at('confirm')}>
        <ConfirmForm api={props.api} linkKey={key()} onDone={goHome} />
      </Match>
      <Match when={at('reset', 'invite')}>
        <ChooseForm
          api={props.api}
          linkKey={key()}
          invited={at('invite')}
          onDone={(notice) => {
            setWho({ is: 'nobody' });
            goHome(notice);
          }}
        />
      </Match>
      <Match when={when('unknown')}>
        <div class="account-whole" role="status">
          <Spinner />
          <span class="sr-only">Loading</span>
        </div>
      </Match>
      <Match when={when('unreachable')}>
        {(now) => (
          <main class="account-whole">
            <EmptyState
              icon={<OfflineIcon />}
              title="The server cannot be reached"
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
      <Match when={when('somebody')}>
        {(now) => (
          <Show
            when={now().account.role === 'customer'}
            fallback={
              <main class="account-whole">
                <EmptyState
                  title={`Signed in as ${now().account.name}`}
                  text="You answer conversations: that is done in the console."
                  action={<a href="/console/">Go to the console</a>}
                />
              </main>
            }
          >
            <Dashboard api={props.api} account={now().account} onSignOut={() => void signOut()} />
          </Show>
        )}
      </Match>
      <Match when={at('register')}>
        <RegisterForm api={props.api} />
      </Match>
      <Match when={at('forgot')}>
        <ForgotForm api={props.api} />
      </Match>
      <Match when={when('nobody')}>
        {(now) => (
          <SignInForm
            api={props.api}
            notice={now().notice}
            onSignedIn={(account) => setWho({ is: 'somebody', account })}
          />
        )}
      </Match>
    </Switch>
  );
}
