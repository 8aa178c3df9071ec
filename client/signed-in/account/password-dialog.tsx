import { createSignal, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ApiResult } from '../api/api-client.ts';
import { checkPasswordChange } from './account-form.ts';
import { Dialog } from '../ui/dialog.tsx';

export interface PasswordDialogProps {
  readonly api: { changePassword(current: string, next: string): Promise<ApiResult<unknown>> };
  readonly username: string;
  readonly open: boolean;
  /** The button whose menu opened it. */
  returnFocus(): HTMLElement | null;
  onClose(): void;
}

export function PasswordDialog(props: PasswordDialogProps): JSX.Element {
  return (
    <Dialog
      open={props.open}
      title="Change your password"
      description="You stay signed in here. Everywhere else you will be signed out."
      returnFocus={() => props.returnFocus()}
      onClose={() => props.onClose()}
    >
      <PasswordForm {...props} />
    </Dialog>
  );
}

function PasswordForm(props: PasswordDialogProps): JSX.Element {
  const [done, setDone] = createSignal(false);
  const form = createForm({
    initial: { current: '', next: '', again: '' },
    check: checkPasswordChange,
    send: async ({ current, next }) => {
      const result = await props.api.changePassword(current, next);
      setDone(result.ok);
      if (result.ok || result.refusal.code !== 'wrong-credentials') return result;
      return { ok: false, refusal: { ...result.refusal, field: 'current' } };
    },
  });

  return (
    <Show
      when={!done()}
      fallback={
        <>
          <p role="status">Your password is changed.</p>
          <div class="dialog-actions">
            <Button look="primary" autofocus onClick={() => props.onClose()}>
              Done
            </Button>
          </div>
        </>
      }
    >
      <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
        {/* For the password manager: whose password changes. */}
        <input
          type="text"
          name="username"
          autocomplete="username"
          value={props.username}
          readonly
          hidden
        />
        <TextField
          label="Present password"
          type="password"
          autocomplete="current-password"
          onInput={(event) => form.write('current', event.currentTarget.value)}
          error={form.error('current')}
        />
        <TextField
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters; 15 or more are better."
          onInput={(event) => form.write('next', event.currentTarget.value)}
          error={form.error('next')}
        />
        <TextField
          label="New password again"
          type="password"
          autocomplete="new-password"
          onInput={(event) => form.write('again', event.currentTarget.value)}
          error={form.error('again')}
        />
        <FormEnd
          trouble={form.trouble()}
          busy={form.busy()}
          action="Change password"
          onCancel={() => props.onClose()}
        />
      </form>
    </Show>
  );
}
