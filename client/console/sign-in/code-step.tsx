import './sign-in.css';
import { createSignal, onMount, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ApiRefusal } from '../../signed-in/api/api-client.ts';

export interface CodeStepProps {
  /** @returns why it was refused; undefined where it was right */
  onCode(code: string): Promise<ApiRefusal | undefined>;
  onCancel(): void;
}

/** The second step of signing in. */
export function CodeStep(props: CodeStepProps): JSX.Element {
  const [code, setCode] = createSignal('');
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let form: HTMLFormElement | undefined;
  const input = () => form?.querySelector<HTMLInputElement>('input') ?? undefined;
  onMount(() => input()?.focus());

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (busy()) return;
    if (code().trim() === '') {
      setTrouble('Write the code that the app shows, or a recovery code.');
      return;
    }
    setBusy(true);
    const refusal = await props.onCode(code());
    setBusy(false);
    setTrouble(refusal?.message);
    if (refusal !== undefined) input()?.select();
  }

  return (
    <form
      ref={(element) => (form = element)}
      class="sign-in-card"
      novalidate
      aria-labelledby="sign-in-title"
      onSubmit={(event) => void submit(event)}
    >
      <header class="sign-in-head">
        <h1 id="sign-in-title">Second step</h1>
        <p>Write the code that your app shows now.</p>
      </header>
      <TextField
        label="Code"
        name="code"
        inputmode="text"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        hint="Without the app, one of your recovery codes."
        error={trouble()}
        onInput={(event) => {
          setTrouble(undefined);
          setCode(event.currentTarget.value);
        }}
      />
      <Button type="submit" look="primary" busy={busy()}>
        Sign in
      </Button>
      <Show when={!busy()}>
        <p class="sign-in-more">
          <button type="button" class="link" onClick={() => props.onCancel()}>
            Use another account
          </button>
        </p>
      </Show>
    </form>
  );
}
