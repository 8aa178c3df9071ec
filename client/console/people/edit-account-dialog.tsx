import { createSignal, Show, type JSX } from 'solid-js';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { genderOf, genderOptions, type GenderChoice } from './account-facts.ts';
import { checkPerson, wrongAlready, type FormErrors, type PersonField } from './account-form.ts';

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

const fields: readonly PersonField[] = ['name', 'email', 'mobile'];

function EditForm(
  props: Omit<EditAccountDialogProps, 'account'> & { readonly account: AccountJson },
): JSX.Element {
  const { api } = useConsole();
  const needsEmail = props.account.role === 'customer';
  const [values, setValues] = createSignal({
    name: props.account.name,
    email: props.account.email ?? '',
    mobile: props.account.mobile ?? '',
  });
  const [gender, setGender] = createSignal<GenderChoice>(props.account.gender ?? '');
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<FormErrors<PersonField>>({});
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  const error = (field: PersonField) => {
    const isDue = tried() || wrongAlready(field, values()[field]);
    return told()[field] ?? (isDue ? checkPerson(values(), needsEmail)[field] : undefined);
  };
  const write = (field: PersonField, value: string) => {
    setTold((known) => ({ ...known, [field]: undefined }));
    setValues((known) => ({ ...known, [field]: value }));
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (busy() || Object.keys(checkPerson(values(), needsEmail)).length > 0) return;
    const { name, email, mobile } = values();
    setBusy(true);
    const result = await api.changeAccount(props.account.id, {
      name: name.trim(),
      email: email === '' ? null : email,
      mobile: mobile === '' ? null : mobile,
      gender: genderOf(gender()) ?? null,
    });
    setBusy(false);
    if (result.ok) {
      props.onChanged(result.value.account);
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
        value={values().name}
        error={error('name')}
        onInput={(event) => write('name', event.currentTarget.value)}
      />
      <TextField
        label={needsEmail ? 'E-mail' : 'E-mail (optional)'}
        type="email"
        autocapitalize="none"
        spellcheck={false}
        value={values().email}
        error={error('email')}
        onInput={(event) => write('email', event.currentTarget.value)}
      />
      <div class="form-pair">
        <TextField
          label="Mobile (optional)"
          type="tel"
          value={values().mobile}
          error={error('mobile')}
          onInput={(event) => write('mobile', event.currentTarget.value)}
        />
        <SelectField label="Gender" value={gender()} options={genderOptions} onChange={setGender} />
      </div>
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
          Save
        </Button>
      </div>
    </form>
  );
}
