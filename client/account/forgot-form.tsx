import { createSignal, Show, type JSX } from 'solid-js';
import { emailErrors, wrongAlready } from '../signed-in/account/account-form.ts';
import { Button } from '../ui/button.tsx';
import { createForm } from '../ui/form.ts';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export function ForgotForm(props: { readonly api: Pick<AccountApi, 'forgot'> }): JSX.Element {
  const [sent, setSent] = createSignal(false);
  const form = createForm({
    initial: { email: '' },
    check: emailErrors,
    isWrongAlready: wrongAlready,
    send: async ({ email }) => {
      const result = await props.api.forgot(email);
      setSent(result.ok);
      return result;
    },
  });

  return (
    <EntryCard
      title="Choose a new password"
      text={sent() ? undefined : 'We write you a mail with a link for it.'}
      notice={
        sent()
          ? `We have written to ${form.values().email.trim()}. The link in that mail is good for an hour.`
          : undefined
      }
      trouble={form.trouble()}
      onSubmit={() => void form.submit()}
      more={<a href="#">Sign in</a>}
    >
      <Show when={!sent()}>
        <div class="form">
          <TextField
            label="E-mail"
            type="email"
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            autofocus
            error={form.error('email')}
            onInput={(event) => form.write('email', event.currentTarget.value)}
          />
          <Button type="submit" look="primary" busy={form.busy()}>
            Send the mail
          </Button>
        </div>
      </Show>
    </EntryCard>
  );
}
