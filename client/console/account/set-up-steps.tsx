import '../../signed-in/account/own-account.css';
import { createSignal, onMount, type JSX } from 'solid-js';
import type { BeginTwoStepsAnswer } from '../../../conversation/protocol/http/own-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ApiRefusal } from '../../signed-in/api/api-client.ts';

export interface SetUpStepsProps {
  readonly secret: BeginTwoStepsAnswer;
  /** Tries the first code. @returns why it was refused; undefined where it was right */
  confirm(code: string): Promise<ApiRefusal | undefined>;
  onCancel(): void;
}

/** The secret goes into an app, and the first code of the app comes back. */
export function SetUpSteps(props: SetUpStepsProps): JSX.Element {
  const [code, setCode] = createSignal('');
  const [wrong, setWrong] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form: HTMLFormElement | undefined;
  // It takes the place of another form, whose focus went with it.
  onMount(() => form?.querySelector('input')?.focus());

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    if (!/^\d{6}$/.test(code().replaceAll(/\s/g, ''))) {
      setWrong('Write the six digits that the app shows.');
      return;
    }
    setBusy(true);
    const refusal = await props.confirm(code());
    setBusy(false);
    setWrong(refusal?.message);
  }

  return (
    <form
      ref={(element) => (form = element)}
      class="form"
      novalidate
      onSubmit={(event) => void submit(event)}
    >
      <ol class="steps">
        <li>
          Open an authenticator app on your phone, or get one, such as Aegis, FreeOTP or Google
          Authenticator.
        </li>
        <li>
          <p>
            Add an account by this key, or <a href={props.secret.link}>open it in an app here</a>.
          </p>
          <p class="secret" data-secret>
            {(props.secret.secret.match(/.{1,4}/g) ?? []).join(' ')}
          </p>
        </li>
        <li>Write the code that the app shows now.</li>
      </ol>
      <TextField
        label="Code"
        inputmode="numeric"
        autocomplete="one-time-code"
        autofocus
        value={code()}
        error={wrong()}
        onInput={(event) => {
          setWrong(undefined);
          setCode(event.currentTarget.value);
        }}
      />
      <div class="dialog-actions">
        <Button look="ghost" onClick={() => props.onCancel()}>
          Cancel
        </Button>
        <Button type="submit" look="primary" busy={busy()}>
          Turn on
        </Button>
      </div>
    </form>
  );
}

export interface PasswordStepProps {
  readonly deed: string;
  readonly danger?: boolean;
  /** @returns why it was refused; undefined where it was done */
  onPassword(password: string): Promise<ApiRefusal | undefined>;
  onCancel(): void;
}

/** Whoever finds an open session may not change how one gets in. */
export function PasswordStep(props: PasswordStepProps): JSX.Element {
  const [password, setPassword] = createSignal('');
  const [wrong, setWrong] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    if (password() === '') {
      setWrong('Write your password.');
      return;
    }
    setBusy(true);
    const refusal = await props.onPassword(password());
    setBusy(false);
    setWrong(refusal?.message);
  }

  return (
    <form class="form" novalidate onSubmit={(event) => void submit(event)}>
      <TextField
        label="Your password"
        type="password"
        autocomplete="current-password"
        autofocus
        error={wrong()}
        onInput={(event) => {
          setWrong(undefined);
          setPassword(event.currentTarget.value);
        }}
      />
      <div class="dialog-actions">
        <Button look="ghost" onClick={() => props.onCancel()}>
          Cancel
        </Button>
        <Button type="submit" look={props.danger === true ? 'danger' : 'primary'} busy={busy()}>
          {props.deed}
        </Button>
      </div>
    </form>
  );
}
