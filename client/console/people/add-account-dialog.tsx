import { createSignal, For, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import {
  accountRoleWords,
  genderOf,
  genderOptions,
  rolesToGive,
  type GenderChoice,
} from './account-facts.ts';
import {
  checkNewPerson,
  wrongAlready,
  type NewPersonField,
  type FormErrors,
} from './account-form.ts';
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

const fields: readonly NewPersonField[] = ['name', 'username', 'email', 'mobile', 'password'];

function AddAccountForm(props: AddAccountDialogProps): JSX.Element {
  const { api, me } = useConsole();
  const [values, setValues] = createSignal({
    name: '',
    username: '',
    email: '',
    mobile: '',
    password: '',
  });
  const [gender, setGender] = createSignal<GenderChoice>('');
  const [role, setRole] = createSignal<'agent' | 'admin'>('agent');
  const [first, setFirst] = createSignal<'invitation' | 'password'>('invitation');
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<NewPersonField>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  /** Never on leaving a field: the lines below would move away from under the pointer. */
  const error = (field: NewPersonField) => {
    const isDue = tried() || wrongAlready(field, values()[field]);
    return told()[field] ?? (isDue ? checkNewPerson(values(), first())[field] : undefined);
  };
  const write = (field: NewPersonField, value: string) => {
    setTold((known) => ({ ...known, [field]: undefined }));
    setValues((known) => ({ ...known, [field]: value }));
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (busy() || Object.keys(checkNewPerson(values(), first())).length > 0) return;
    const { name, username, email, mobile, password } = values();
    setBusy(true);
    const result = await api.addAccount({
      username,
      name: name.trim(),
      role: role(),
      ...(email === '' ? {} : { email }),
      ...(mobile === '' ? {} : { mobile }),
      gender: genderOf(gender()),
      ...(first() === 'password' ? { password } : {}),
    });
    setBusy(false);
    if (result.ok) {
      props.onAdded(result.value.account);
      props.onClose();
      return;
    }
    const { field, message } = result.refusal;
    const known = fields.find((one) => one === field);
    if (known === undefined) setTrouble(message);
    else setTold({ [known]: message });
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
      <TextField
        label={first() === 'invitation' ? 'E-mail' : 'E-mail (optional)'}
        type="email"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={error('email')}
        onInput={(event) => write('email', event.currentTarget.value)}
      />
      <div class="form-pair">
        <TextField
          label="Mobile (optional)"
          type="tel"
          autocomplete="off"
          error={error('mobile')}
          onInput={(event) => write('mobile', event.currentTarget.value)}
        />
        <SelectField label="Gender" value={gender()} options={genderOptions} onChange={setGender} />
      </div>
      <Show when={rolesToGive(me.role).length > 1}>
        <fieldset class="choices">
          <legend>Role</legend>
          <For each={rolesToGive(me.role)}>
            {(one) => (
              <Choice
                name="role"
                title={accountRoleWords(one)}
                text={roleSentences[one]}
                checked={role() === one}
                onChoose={() => setRole(one)}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <fieldset class="choices">
        <legend>First sign-in</legend>
        <Choice
          name="first"
          title="Invite by e-mail"
          text="They choose a password by a link that is good for three days."
          checked={first() === 'invitation'}
          onChoose={() => setFirst('invitation')}
        />
        <Choice
          name="first"
          title="With a password from you"
          text="You pass it on yourself."
          checked={first() === 'password'}
          onChoose={() => setFirst('password')}
        />
      </fieldset>
      <Show when={first() === 'password'}>
        <PasswordField
          label="Password"
          value={values().password}
          error={error('password')}
          onInput={(password) => write('password', password)}
        />
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

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly checked: boolean;
  onChoose(): void;
}

function Choice(props: ChoiceProps): JSX.Element {
  return (
    <label class="choice">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        onChange={() => props.onChoose()}
      />
      <span class="choice-text">
        <span>{props.title}</span>
        <span class="quiet">{props.text}</span>
      </span>
    </label>
  );
}
