import { createSignal, Show, type JSX } from 'solid-js';
import { emailError, wrongAlready } from '../console/people/account-form.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export function ForgotForm(props: { readonly api: Pick<AccountApi, 'forgot'> }): JSX.Element {
  const [email, setEmail] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [state, setState] = createSignal<'writing' | 'busy' | 'sent'>('writing');
  const error = () => (tried() || wrongAlready('email', email()) ? emailError(email()) : undefined);

  async function submit() {
    setTried(true);
    setTrouble(undefined);
    if (state() === 'busy' || emailError(email()) !== undefined) return;
    setState('busy');
    const result = await props.api.forgot(email());
    setState(result.ok ? 'sent' : 'writing');
    if (!result.ok) setTrouble(result.refusal.message);
  }

  return (
    <EntryCard
      title="Choose a new password"
      text={state() === 'sent' ? undefined : 'We write you a mail with a link for it.'}
      notice={
        state() === 'sent'
          ? `We have written to ${email().trim()}. The link in that mail is good for an hour.`
          : undefined
      }
      trouble={trouble()}
      onSubmit={() => void submit()}
      more={<a href="#">Sign in</a>}
    >
      <Show when={state() !== 'sent'}>
        <div class="form">
          <TextField
            label="E-mail"
            type="email"
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            autofocus
            error={error()}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" look="primary" busy={state() === 'busy'}>
            Send the mail
          </Button>
        </div>
      </Show>
    </EntryCard>
  );
}
