import { createSignal, Show, type JSX } from 'solid-js';
import {
  checkCustomer,
  wrongAlready,
  type CustomerField,
  type FormErrors,
} from '../console/people/account-form.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

const fields: readonly CustomerField[] = ['name', 'email', 'mobile', 'password'];

export function RegisterForm(props: { readonly api: Pick<AccountApi, 'register'> }): JSX.Element {
  const [values, setValues] = createSignal({ name: '', email: '', mobile: '', password: '' });
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<CustomerField>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [state, setState] = createSignal<'writing' | 'busy' | 'sent'>('writing');
  let place: HTMLDivElement | undefined;

  const error = (field: CustomerField) => {
    const isDue = tried() || wrongAlready(field, values()[field]);
    return told()[field] ?? (isDue ? checkCustomer(values())[field] : undefined);
  };
  const write =
    (field: CustomerField) => (event: InputEvent & { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget;
      setTold((known) => ({ ...known, [field]: undefined }));
      setValues((known) => ({ ...known, [field]: value }));
    };
  const focusFirstWrong = () =>
    place?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus();

  async function submit() {
    setTried(true);
    setTrouble(undefined);
    if (state() === 'busy') return;
    if (Object.keys(checkCustomer(values())).length > 0) {
      focusFirstWrong();
      return;
    }
    setState('busy');
    const result = await props.api.register(values());
    setState(result.ok ? 'sent' : 'writing');
    if (result.ok) return;
    const { field, message } = result.refusal;
    const known = fields.find((one) => one === field);
    if (known === undefined) setTrouble(message);
    else {
      setTold({ [known]: message });
      focusFirstWrong();
    }
  }

  return (
    <Show
      when={state() !== 'sent'}
      fallback={
        <EntryCard
          title="Look into your mailbox"
          notice={`We have written to ${values().email.trim()}. Open the link in that mail within a day, and your account is ready.`}
          more={
            <>
              <a href="#">Sign in</a>
              <button type="button" class="link" onClick={() => setState('writing')}>
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
        trouble={trouble()}
        onSubmit={() => void submit()}
        more={<a href="#">I have an account</a>}
      >
        <div class="form" ref={(element) => (place = element)}>
          <TextField
            label="Name"
            autocomplete="name"
            autofocus
            value={values().name}
            error={error('name')}
            onInput={write('name')}
          />
          <TextField
            label="E-mail"
            type="email"
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
            value={values().email}
            error={error('email')}
            onInput={write('email')}
          />
          <TextField
            label="Mobile"
            type="tel"
            autocomplete="tel"
            value={values().mobile}
            error={error('mobile')}
            onInput={write('mobile')}
          />
          <TextField
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="At least 8 characters; 15 or more are better."
            value={values().password}
            error={error('password')}
            onInput={write('password')}
          />
          <Button type="submit" look="primary" busy={state() === 'busy'}>
            Make an account
          </Button>
        </div>
      </EntryCard>
    </Show>
  );
}
