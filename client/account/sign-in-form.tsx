import { createSignal, type JSX } from 'solid-js';
import type { AccountJson } from '../../conversation/protocol/http.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export interface SignInFormProps {
  readonly api: Pick<AccountApi, 'signIn'>;
  readonly notice: string | undefined;
  onSignedIn(account: AccountJson): void;
}

export function SignInForm(props: SignInFormProps): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [missing, setMissing] = createSignal({ email: false, password: false });
  let place: HTMLDivElement | undefined;
  const field = (name: string) => place?.querySelector<HTMLInputElement>(`input[name="${name}"]`);

  async function submit() {
    if (busy()) return;
    // Read from the form: what a password manager filled in made no event everywhere.
    const email = field('username')?.value.trim() ?? '';
    const password = field('password')?.value ?? '';
    setTrouble(undefined);
    setMissing({ email: email === '', password: password === '' });
    if (email === '' || password === '') {
      field(email === '' ? 'username' : 'password')?.focus();
      return;
    }
    setBusy(true);
    const result = await props.api.signIn(email, password);
    setBusy(false);
    if (!result.ok) {
      setTrouble(result.refusal.message);
      if (result.refusal.code === 'wrong-credentials') field('password')?.select();
    } else if ('account' in result.value) props.onSignedIn(result.value.account);
    else setTrouble('This account signs in at the console, at /console/.');
  }

  return (
    <EntryCard
      title="Sign in"
      text="See your conversations and how far they are."
      notice={props.notice}
      trouble={trouble()}
      onSubmit={() => void submit()}
      more={
        <>
          <a href="#forgot">Forgot your password?</a>
          <a href="#register">Make an account</a>
        </>
      }
    >
      <div class="form" ref={(element) => (place = element)}>
        <TextField
          label="E-mail"
          name="username"
          type="text"
          inputmode="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          autofocus
          error={missing().email ? 'Write your e-mail address or your user name.' : undefined}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          error={missing().password ? 'Write your password.' : undefined}
        />
        <Button type="submit" look="primary" busy={busy()}>
          Sign in
        </Button>
      </div>
    </EntryCard>
  );
}
