import { createSignal, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { generatePassword } from '../../signed-in/account/account-form.ts';

export interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  onInput(password: string): void;
}

/** A password for somebody else: it may be made, and what was made is shown, as it has to be passed on. */
export function PasswordField(props: PasswordFieldProps): JSX.Element {
  const [shown, setShown] = createSignal(false);
  const [copied, setCopied] = createSignal(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(props.value);
      setCopied(true);
    } catch {
      // The browser refused: the password stands there to be selected by hand.
    }
  }
  return (
    <div class="with-button">
      <TextField
        label={props.label}
        name="new-password"
        type={shown() ? 'text' : 'password'}
        autocomplete="new-password"
        spellcheck={false}
        value={props.value}
        hint={shown() ? 'Pass it on now: it is not shown again.' : 'At least 8 characters.'}
        error={props.error}
        onInput={(event) => {
          setCopied(false);
          props.onInput(event.currentTarget.value);
        }}
      />
      <Show
        when={shown() && props.value !== ''}
        fallback={
          <Button
            onClick={() => {
              setShown(true);
              props.onInput(generatePassword(crypto.getRandomValues(new Uint8Array(20))));
            }}
          >
            Generate
          </Button>
        }
      >
        <Button onClick={() => void copy()}>{copied() ? 'Copied' : 'Copy'}</Button>
      </Show>
    </div>
  );
}
