import { createSignal, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ConsoleApi } from '../api/console-api.ts';
import {
  checkPasswordChange,
  type FormErrors,
  type PasswordField,
} from '../people/account-form.ts';
import { Dialog } from '../ui/dialog.tsx';

export interface PasswordDialogProps {
  readonly api: Pick<ConsoleApi, 'changePassword'>;
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
  const [values, setValues] = createSignal({ current: '', next: '', again: '' });
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<PasswordField>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [state, setState] = createSignal<'idle' | 'busy' | 'done'>('idle');

  const error = (field: PasswordField) =>
    told()[field] ?? (tried() ? checkPasswordChange(values())[field] : undefined);
  const write =
    (field: PasswordField) => (event: InputEvent & { currentTarget: HTMLInputElement }) => {
      setTold((known) => ({ ...known, [field]: undefined }));
      setValues((known) => ({ ...known, [field]: event.currentTarget.value }));
    };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (state() === 'busy' || Object.keys(checkPasswordChange(values())).length > 0) return;
    setState('busy');
    const result = await props.api.changePassword(values().current, values().next);
    setState(result.ok ? 'done' : 'idle');
    if (result.ok) return;
    const { field, message, code } = result.refusal;
    if (field === 'next') setTold({ next: message });
    else if (field === 'current' || code === 'wrong-credentials') setTold({ current: message });
    else setTrouble(message);
  }

  return (
    <Show
      when={state() !== 'done'}
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
      <form class="form" novalidate onSubmit={(event) => void submit(event)}>
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
          onInput={write('current')}
          error={error('current')}
        />
        <TextField
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 8 characters; 15 or more are better."
          onInput={write('next')}
          error={error('next')}
        />
        <TextField
          label="New password again"
          type="password"
          autocomplete="new-password"
          onInput={write('again')}
          error={error('again')}
        />
        <Show when={trouble()}>
          {(sentence) => (
            <p class="field-error" role="alert">
              {sentence()}
            </p>
          )}
        </Show>
        <div class="dialog-actions">
          <Button look="ghost" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={state() === 'busy'}>
            Change password
          </Button>
        </div>
      </form>
    </Show>
  );
}
