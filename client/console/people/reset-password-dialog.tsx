import { createSignal, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Button } from '../../ui/button.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { passwordError } from './account-form.ts';
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
  const [password, setPassword] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (busy() || passwordError(password()) !== undefined) return;
    setBusy(true);
    const result = await api.changeAccount(props.account.id, { password: password() });
    setBusy(false);
    if (result.ok) props.onClose();
    else setTold(result.refusal.message);
  }

  return (
    <form class="form" novalidate onSubmit={(event) => void submit(event)}>
      <PasswordField
        label="New password"
        value={password()}
        error={told() ?? (tried() ? passwordError(password()) : undefined)}
        onInput={(next) => {
          setTold(undefined);
          setPassword(next);
        }}
      />
      <div class="dialog-actions">
        <Button look="ghost" onClick={() => props.onClose()}>
          Cancel
        </Button>
        <Button type="submit" look="primary" busy={busy()}>
          Set password
        </Button>
      </div>
    </form>
  );
}
