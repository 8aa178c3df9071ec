import { createSignal, Show, type JSX } from 'solid-js';
import { checkCustomer, wrongAlready } from '../signed-in/account/account-form.ts';
import { Button } from '../ui/button.tsx';
import { createForm } from '../ui/form.ts';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export function RegisterForm(props: { readonly api: Pick<AccountApi, 'register'> }): JSX.Element {
  const [sent, setSent] = createSignal(false);
  let place: HTMLDivElement | undefined;
  const form = createForm({
    initial: { name: '', email: '', mobile: '', password: '' },
    check: checkCustomer,
    isWrongAlready: wrongAlready,
    send: async (values) => {
      const result = await props.api.register(values);
      setSent(result.ok);
      return result;
    },
    onWrong: () => place?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus(),
  });

  return (
    <Show
      when={!sent()}
      fallback={
        <EntryCard
          title="Look into your mailbox"
          notice={`We have written to ${form.values().email.trim()}. Open the link in that mail within a day, and your account is ready.`}
          more={
            <>
              <a href="#">Sign in</a>
              <button type="button" class="link" onClick={() => setSent(false)}>
                No mail? Try again
              </button>
            </>
          }
        >
          <p class="quiet">It may take a moment, and it may lie among the unwanted ones.</p>
        </EntryCard>
      }
    >
      <EntryCard
        title="Make an account"
        text="Your conversations stay together, on every device."
        trouble={form.trouble()}
        onSubmit={() => void form.submit()}
        more={<a href="#">I have an account</a>}
      >
        <div class="form" ref={(element) => (place = element)}>
          <TextField
            label="Name"
            autocomplete="name"
            autofocus
            value={form.values().name}
            error={form.error('name')}
            onInput={(event) => form.write('name', event.currentTarget.value)}
          />
          <TextField
            label="E-mail"
            type="email"
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            value={form.values().email}
            error={form.error('email')}
            onInput={(event) => form.write('email', event.currentTarget.value)}
          />
          <TextField
            label="Mobile"
            type="tel"
            autocomplete="tel"
            value={form.values().mobile}
            error={form.error('mobile')}
            onInput={(event) => form.write('mobile', event.currentTarget.value)}
          />
          <TextField
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="At least 8 characters; 15 or more are better."
            value={form.values().password}
            error={form.error('password')}
            onInput={(event) => form.write('password', event.currentTarget.value)}
          />
          <Button type="submit" look="primary" busy={form.busy()}>
            Make an account
          </Button>
        </div>
      </EntryCard>
    </Show>
  );
}
