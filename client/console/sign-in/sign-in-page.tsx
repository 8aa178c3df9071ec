import './sign-in.css';
import { createSignal, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ConsoleApi } from '../api/console-api.ts';

export interface SignInPageProps {
  readonly api: Pick<ConsoleApi, 'signIn'>;
  /** Why the page is shown, where somebody was signed in before. */
  readonly notice: string | undefined;
  onSignedIn(account: AccountJson): void;
}

/** A plain form: password managers, Enter and screen readers find what they know. */
export function SignInPage(props: SignInPageProps): JSX.Element {
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
    setBusy(false);
    if (result.ok) {
      if ('account' in result.value) props.onSignedIn(result.value.account);
      return;
    }
    setTrouble(result.refusal.message);
    if (result.refusal.code === 'wrong-credentials') field('password')?.select();
  }
  const field = (name: string) => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`);

  return (
    <main class="sign-in">
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
      </form>
    </main>
  );
}
