import { createSignal, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { genderOf, genderOptions, type GenderChoice } from './account-facts.ts';
import {
  checkPerson,
  wrongAlready,
  type PersonField,
} from '../../signed-in/account/account-form.ts';

export interface EditAccountDialogProps {
  /** Whom; undefined while the dialog is closed. */
  readonly account: AccountJson | undefined;
  returnFocus(): HTMLElement | null;
  onChanged(account: AccountJson): void;
  onClose(): void;
}

export function EditAccountDialog(props: EditAccountDialogProps): JSX.Element {
  return (
    <Dialog
      open={props.account !== undefined}
      title={`Details of ${props.account?.name ?? ''}`}
      returnFocus={() => props.returnFocus()}
      onClose={() => props.onClose()}
    >
      <Show when={props.account} keyed>
        {(account) => <EditForm {...props} account={account} />}
      </Show>
    </Dialog>
  );
}

function EditForm(
  props: Omit<EditAccountDialogProps, 'account'> & { readonly account: AccountJson },
): JSX.Element {
  const { api } = useConsole();
  const needsEmail = props.account.role === 'customer';
  const [gender, setGender] = createSignal<GenderChoice>(props.account.gender ?? '');
  const form = createForm<PersonField>({
    initial: {
      name: props.account.name,
      email: props.account.email ?? '',
      mobile: props.account.mobile ?? '',
    },
    check: (values) => checkPerson(values, needsEmail),
    isWrongAlready: wrongAlready,
    send: async ({ name, email, mobile }) => {
      const result = await api.changeAccount(props.account.id, {
        name: name.trim(),
        email: email === '' ? null : email,
        mobile: mobile === '' ? null : mobile,
        gender: genderOf(gender()) ?? null,
      });
      if (result.ok) {
        props.onChanged(result.value.account);
        props.onClose();
      }
      return result;
    },
  });

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Name"
        value={form.values().name}
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label={needsEmail ? 'E-mail' : 'E-mail (optional)'}
        type="email"
        autocapitalize="none"
        spellcheck={false}
        value={form.values().email}
        error={form.error('email')}
        onInput={(event) => form.write('email', event.currentTarget.value)}
      />
      <div class="form-pair">
        <TextField
          label="Mobile (optional)"
          type="tel"
          value={form.values().mobile}
          error={form.error('mobile')}
          onInput={(event) => form.write('mobile', event.currentTarget.value)}
        />
        <SelectField label="Gender" value={gender()} options={genderOptions} onChange={setGender} />
      </div>
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Save"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
