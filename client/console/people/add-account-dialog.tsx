import { createSignal, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Choices, type Choice } from '../../signed-in/ui/choices.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import {
  accountRoleWords,
  genderOf,
  genderOptions,
  rolesToGive,
  type GenderChoice,
} from './account-facts.ts';
import { checkNewPerson, wrongAlready } from '../../signed-in/account/account-form.ts';
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

const firstSignIns: readonly Choice<'invitation' | 'password'>[] = [
  {
    value: 'invitation',
    name: 'Invite by e-mail',
    sentence: 'They choose a password by a link that is good for three days.',
  },
  {
    value: 'password',
    name: 'With a password from you',
    sentence: 'You pass it on yourself.',
  },
];

function AddAccountForm(props: AddAccountDialogProps): JSX.Element {
  const { api, me } = useConsole();
  const [gender, setGender] = createSignal<GenderChoice>('');
  const [role, setRole] = createSignal<'agent' | 'admin'>('agent');
  const [first, setFirst] = createSignal<'invitation' | 'password'>('invitation');
  const roles = rolesToGive(me.role).map((value) => ({
    value,
    name: accountRoleWords(value),
    sentence: roleSentences[value],
  }));
  const form = createForm({
    initial: { name: '', username: '', email: '', mobile: '', password: '' },
    check: (values) => checkNewPerson(values, first()),
    isWrongAlready: wrongAlready,
    send: async ({ name, username, email, mobile, password }) => {
      const result = await api.addAccount({
        username,
        name: name.trim(),
        role: role(),
        ...(email === '' ? {} : { email }),
        ...(mobile === '' ? {} : { mobile }),
        gender: genderOf(gender()),
        ...(first() === 'password' ? { password } : {}),
      });
      if (result.ok) {
        props.onAdded(result.value.account);
        props.onClose();
      }
      return result;
    },
  });

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Name"
        hint="Clients see it."
        autocomplete="off"
        autofocus
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={form.error('username')}
        onInput={(event) => form.write('username', event.currentTarget.value)}
      />
      <TextField
        label={first() === 'invitation' ? 'E-mail' : 'E-mail (optional)'}
        type="email"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={form.error('email')}
        onInput={(event) => form.write('email', event.currentTarget.value)}
      />
      <div class="form-pair">
        <TextField
          label="Mobile (optional)"
          type="tel"
          autocomplete="off"
          error={form.error('mobile')}
          onInput={(event) => form.write('mobile', event.currentTarget.value)}
        />
        <SelectField label="Gender" value={gender()} options={genderOptions} onChange={setGender} />
      </div>
      <Show when={roles.length > 1}>
        <Choices legend="Role" name="role" choices={roles} chosen={role()} onChoose={setRole} />
      </Show>
      <Choices
        legend="First sign-in"
        name="first"
        choices={firstSignIns}
        chosen={first()}
        onChoose={setFirst}
      />
      <Show when={first() === 'password'}>
        <PasswordField
          label="Password"
          value={form.values().password}
          error={form.error('password')}
          onInput={(password) => form.write('password', password)}
        />
      </Show>
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Add"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
