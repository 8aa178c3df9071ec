import { createSignal, For, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { accountRoleWords, rolesToGive } from './account-facts.ts';
import { checkAccount, type AccountField, type FormErrors } from './account-form.ts';
import { PasswordField } from './password-field.tsx';

export interface AddAccountDialogProps {
  readonly open: boolean;
  onAdded(account: AccountJson): void;
  onClose(): void;
}

export function AddAccountDialog(props: AddAccountDialogProps): JSX.Element {
  return (
    <Dialog open={props.open} title="Add a person" onClose={() => props.onClose()}>
      <AddAccountForm {...props} />
    </Dialog>
  );
}

const roleSentences = {
  agent: 'Answers conversations.',
  admin: 'Also reads the archive and manages agents and settings.',
} as const;

function AddAccountForm(props: AddAccountDialogProps): JSX.Element {
  const { api, me } = useConsole();
  const [values, setValues] = createSignal({ name: '', username: '', password: '' });
  const [role, setRole] = createSignal<'agent' | 'admin'>('agent');
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<AccountField>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  /**
   * What cannot become right by typing on is said at once, what is merely unfinished when it is sent. Never on
   * leaving a field: the lines below would move away from under the pointer.
   */
  const error = (field: AccountField) => {
    const isWrongAlready = field === 'username' && values().username !== '';
    return told()[field] ?? (tried() || isWrongAlready ? checkAccount(values())[field] : undefined);
  };
  const write = (field: AccountField, value: string) => {
    setTold((known) => ({ ...known, [field]: undefined }));
    setValues((known) => ({ ...known, [field]: value }));
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (busy() || Object.keys(checkAccount(values())).length > 0) return;
    setBusy(true);
    const result = await api.addAccount({ ...values(), name: values().name.trim(), role: role() });
    setBusy(false);
    if (result.ok) {
      props.onAdded(result.value.account);
      props.onClose();
      return;
    }
    const { field, message } = result.refusal;
    if (field === 'name' || field === 'username' || field === 'password') {
      setTold({ [field]: message });
    } else {
      setTrouble(message);
    }
  }

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name"
        hint="Clients see it."
        autocomplete="off"
        autofocus
        error={error('name')}
        onInput={(event) => write('name', event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={error('username')}
        onInput={(event) => write('username', event.currentTarget.value)}
      />
      <PasswordField
        label="Password"
        value={values().password}
        error={error('password')}
        onInput={(password) => write('password', password)}
      />
      <Show when={rolesToGive(me.role).length > 1}>
        <fieldset class="choices">
          <legend>Role</legend>
          <For each={rolesToGive(me.role)}>
            {(one) => (
              <label class="choice">
                <input
                  type="radio"
                  name="role"
                  value={one}
                  checked={role() === one}
                  onChange={() => setRole(one)}
                />
                <span class="choice-text">
                  <span>{accountRoleWords(one)}</span>
                  <span class="quiet">{roleSentences[one]}</span>
                </span>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
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
        <Button type="submit" look="primary" busy={busy()}>
          Add
        </Button>
      </div>
    </form>
  );
}
