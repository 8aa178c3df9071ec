import '../../signed-in/account/own-account.css';
import { createSignal, For, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  onDone(): void;
}

/** Shown this once. */
export function RecoveryCodes(props: RecoveryCodesProps): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.codes.join('\n'));
      setCopied(true);
    } catch {
      // The browser refused: the codes stand there to be selected by hand.
    }
  }
  return (
    <>
      <p role="status">
        Keep these recovery codes where nobody else finds them. Each one is good once, when the app
        is not at hand. They are not shown again.
      </p>
      <ul class="recovery-codes" aria-label="Recovery codes">
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ul>
      <div class="dialog-actions">
        <Button onClick={() => void copy()}>{copied() ? 'Copied' : 'Copy'}</Button>
        <Button look="primary" onClick={() => props.onDone()}>
          I have kept them
        </Button>
      </div>
    </>
  );
}
