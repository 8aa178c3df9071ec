import type { JSX } from 'solid-js';
import { passwordErrors } from '../signed-in/account/account-form.ts';
import { Button } from '../ui/button.tsx';
import { createForm } from '../ui/form.ts';
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
  const form = createForm({
    initial: { password: '', again: '' },
    check: ({ password, again }) => ({
      ...passwordErrors({ password }),
      ...(again === password ? {} : { again: 'This is not the same as above.' }),
    }),
    send: async ({ password }) => {
      const result = await props.api.choosePassword(props.linkKey, password);
      if (result.ok) {
        props.onDone(
          props.invited
            ? 'Your password is set. Sign in with it; answers are written at /console/.'
            : 'Your password is changed. Sign in with the new one.',
        );
      }
      return result;
    },
  });

  return (
    <EntryCard
      title="Choose a password"
      text={
        props.invited ? 'Your account is ready for you.' : 'You are signed out everywhere then.'
      }
      trouble={form.trouble()}
      onSubmit={() => void form.submit()}
      more={<a href="#forgot">Ask for a new link</a>}
    >
      <div class="form">
        <TextField
          label="New password"
          type="password"
          autocomplete="new-password"
          autofocus
          hint="At least 8 characters; 15 or more are better."
          error={form.error('password')}
          onInput={(event) => form.write('password', event.currentTarget.value)}
        />
        <TextField
          label="New password again"
          type="password"
          autocomplete="new-password"
          error={form.error('again')}
          onInput={(event) => form.write('again', event.currentTarget.value)}
        />
        <Button type="submit" look="primary" busy={form.busy()}>
          Set password
        </Button>
      </div>
    </EntryCard>
  );
}
