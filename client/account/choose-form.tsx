import { createSignal, type JSX } from 'solid-js';
import { passwordError } from '../console/people/account-form.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { AccountApi } from './account-api.ts';
import { EntryCard } from './entry-card.tsx';

export interface ChooseFormProps {
  readonly api: Pick<AccountApi, 'choosePassword'>;
  /** Of the link in the mail. */
  readonly linkKey: string;
  readonly invited: boolean;
  onDone(notice: string): void;
}

export function ChooseForm(props: ChooseFormProps): JSX.Element {
  const [values, setValues] = createSignal({ next: '', again: '' });
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<string>();
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  const nextError = () => told() ?? (tried() ? passwordError(values().next) : undefined);
  const isSame = () => values().again === values().next;

  async function submit() {
    setTried(true);
    setTrouble(undefined);
    if (busy() || passwordError(values().next) !== undefined || !isSame()) return;
    setBusy(true);
    const result = await props.api.choosePassword(props.linkKey, values().next);
    setBusy(false);
    if (result.ok) {
      props.onDone(
        props.invited
          ? 'Your password is set. Sign in with it; answers are written at /console/.'
          : 'Your password is changed. Sign in with the new one.',
      );
    } else if (result.refusal.field === 'password') setTold(result.refusal.message);
    else setTrouble(result.refusal.message);
  }

  return (
    <EntryCard
      title="Choose a password"
      text={
        props.invited ? 'Your account is ready for you.' : 'You are signed out everywhere then.'
      }
      trouble={trouble()}
      onSubmit={() => void submit()}
      more={<a href="#forgot">Ask for a new link</a>}
    >
      <div class="form">
        <TextField
          label="New password"
          type="password"
          autocomplete="new-password"
          autofocus
          hint="At least 8 characters; 15 or more are better."
          error={nextError()}
          onInput={({ currentTarget: { value } }) => {
            setTold(undefined);
            setValues((known) => ({ ...known, next: value }));
          }}
        />
        <TextField
          label="New password again"
          type="password"
          autocomplete="new-password"
          error={tried() && !isSame() ? 'This is not the same as above.' : undefined}
          onInput={({ currentTarget: { value } }) =>
            setValues((known) => ({ ...known, again: value }))
          }
        />
        <Button type="submit" look="primary" busy={busy()}>
          Set password
        </Button>
      </div>
    </EntryCard>
  );
}
