import './sign-in.css';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import type { AccountJson, SignInAnswer } from '../../../conversation/protocol/http.ts';
import type { BeginTwoStepsAnswer } from '../../../conversation/protocol/http/own-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { RecoveryCodes } from '../account/recovery-codes.tsx';
import { SetUpSteps } from '../account/set-up-steps.tsx';
import type { ApiRefusal } from '../../signed-in/api/api-client.ts';
import type { ConsoleApi } from '../api/console-api.ts';
import { CodeStep } from './code-step.tsx';

export interface SignInPageProps {
  readonly api: Pick<ConsoleApi, 'signIn' | 'signInWithCode' | 'beginTwoStepsSigningIn'>;
  /** Why the page is shown, where somebody was signed in before. */
  readonly notice: string | undefined;
  onSignedIn(account: AccountJson): void;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

type Stage =
  | { readonly at: 'password' }
  | { readonly at: 'code'; readonly with: Credentials }
  | { readonly at: 'setup'; readonly with: Credentials; readonly secret: BeginTwoStepsAnswer }
  | { readonly at: 'codes'; readonly account: AccountJson; readonly codes: readonly string[] };

/** A plain form: password managers, Enter and screen readers find what they know. */
export function SignInPage(props: SignInPageProps): JSX.Element {
  const [stage, setStage] = createSignal<Stage>({ at: 'password' });
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [missing, setMissing] = createSignal<{ username: boolean; password: boolean }>();
  let form: HTMLFormElement | undefined;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    // Read from the form: what a password manager filled in made no event everywhere.
    const username = field('username')?.value.trim() ?? '';
    const password = field('password')?.value ?? '';
    setTrouble(undefined);
    setMissing({ username: username === '', password: password === '' });
    if (username === '' || password === '') {
      field(username === '' ? 'username' : 'password')?.focus();
      return;
    }
    setBusy(true);
    const result = await props.api.signIn(username, password);
    const refusal = result.ok ? await goOn(result.value, { username, password }) : result.refusal;
    setBusy(false);
    if (refusal === undefined) return;
    setTrouble(refusal.message);
    if (refusal.code === 'wrong-credentials') field('password')?.select();
  }
  const field = (name: string) => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`);

  async function goOn(
    answer: SignInAnswer,
    credentials: Credentials,
  ): Promise<ApiRefusal | undefined> {
    if ('account' in answer) {
      const { account, recoveryCodes } = answer;
      if (recoveryCodes === undefined) props.onSignedIn(account);
      else setStage({ at: 'codes', account, codes: recoveryCodes });
    } else if (answer.needs === 'code') {
      setStage({ at: 'code', with: credentials });
    } else {
      const { username, password } = credentials;
      const begun = await props.api.beginTwoStepsSigningIn(username, password);
      if (!begun.ok) return begun.refusal;
      setStage({ at: 'setup', with: credentials, secret: begun.value });
    }
    return undefined;
  }
  async function withCode(credentials: Credentials, code: string) {
    const { username, password } = credentials;
    const result = await props.api.signInWithCode(username, password, code);
    return result.ok ? goOn(result.value, credentials) : result.refusal;
  }

  const when = <At extends Stage['at']>(at: At) => {
    const now = stage();
    return now.at === at ? (now as Extract<Stage, { at: At }>) : undefined;
  };
  const back = () => setStage({ at: 'password' });
  return (
    <main class="sign-in">
      <Switch>
        <Match when={when('password')}>
          <form
            ref={(element) => (form = element)}
            class="sign-in-card"
            novalidate
            aria-labelledby="sign-in-title"
            onSubmit={(event) => void submit(event)}
          >
            <header class="sign-in-head">
              <h1 id="sign-in-title">Parley</h1>
              <p>Sign in to answer conversations.</p>
            </header>
            <Show when={props.notice}>{(notice) => <p class="sign-in-notice">{notice()}</p>}</Show>
            <TextField
              label="Username"
              name="username"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              autofocus
              required
              error={missing()?.username === true ? 'Write your user name.' : undefined}
            />
            <TextField
              label="Password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              error={missing()?.password === true ? 'Write your password.' : undefined}
            />
            <Show when={trouble()}>
              {(sentence) => (
                <p class="sign-in-trouble" role="alert">
                  {sentence()}
                </p>
              )}
            </Show>
            <Button type="submit" look="primary" busy={busy()}>
              Sign in
            </Button>
            <p class="sign-in-more">
              <a href="/account/#forgot">Forgot your password?</a>
            </p>
          </form>
        </Match>
        <Match when={when('code')}>
          {(now) => <CodeStep onCode={(code) => withCode(now().with, code)} onCancel={back} />}
        </Match>
        <Match when={when('setup')}>
          {(now) => (
            <section class="sign-in-card sign-in-wide" aria-labelledby="sign-in-title">
              <header class="sign-in-head">
                <h1 id="sign-in-title">Set up two-step sign-in</h1>
                <p>It is demanded of everybody here: a code of an app, besides the password.</p>
              </header>
              <SetUpSteps
                secret={now().secret}
                confirm={(code) => withCode(now().with, code)}
                onCancel={back}
              />
            </section>
          )}
        </Match>
        <Match when={when('codes')}>
          {(now) => (
            <section class="sign-in-card sign-in-wide" aria-labelledby="sign-in-title">
              <header class="sign-in-head">
                <h1 id="sign-in-title">Your recovery codes</h1>
              </header>
              <RecoveryCodes codes={now().codes} onDone={() => props.onSignedIn(now().account)} />
            </section>
          )}
        </Match>
      </Switch>
    </main>
  );
}
