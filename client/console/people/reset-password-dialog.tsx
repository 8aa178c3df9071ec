import { Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { passwordErrors } from '../../signed-in/account/account-form.ts';
import { PasswordField } from './password-field.tsx';

export interface ResetPasswordDialogProps {
  /** Whose password; undefined while the dialog is closed. */
  readonly account: AccountJson | undefined;
  returnFocus(): HTMLElement | null;
  onClose(): void;
}

export function ResetPasswordDialog(props: ResetPasswordDialogProps): JSX.Element {
  return (
    <Dialog
      open={props.account !== undefined}
      title={`New password for ${props.account?.name ?? ''}`}
      description="They are signed out everywhere and sign in again with the new one."
      returnFocus={() => props.returnFocus()}
      onClose={() => props.onClose()}
    >
      <Show when={props.account} keyed>
        {(account) => <ResetForm account={account} onClose={() => props.onClose()} />}
      </Show>
    </Dialog>
  );
}

function ResetForm(props: { readonly account: AccountJson; onClose(): void }): JSX.Element {
  const { api } = useConsole();
  const form = createForm({
    initial: { password: '' },
    check: passwordErrors,
    send: async ({ password }) => {
      const result = await api.changeAccount(props.account.id, { password });
      if (result.ok) props.onClose();
      return result;
    },
  });

  return (
    <form class="form" novalidate onSubmit={(event) => void form.submit(event)}>
      <PasswordField
        label="New password"
        value={form.values().password}
        error={form.error('password')}
        onInput={(password) => form.write('password', password)}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Set password"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
