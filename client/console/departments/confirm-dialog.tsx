import { createSignal, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  /** @returns why it was not done, as a sentence */
  run(): Promise<string | undefined>;
  onClose(): void;
}

/** For what cannot be undone: it says what happens, and why it did not. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const close = () => {
    setTrouble(undefined);
    props.onClose();
  };
  async function run() {
    if (busy()) return;
    setBusy(true);
    const sentence = await props.run();
    setBusy(false);
    setTrouble(sentence);
    if (sentence === undefined) close();
  }
  return (
    <Dialog open={props.open} title={props.title} description={props.text} onClose={close}>
      <Show when={trouble()}>
        {(sentence) => (
          <p class="field-error" role="alert">
            {sentence()}
          </p>
        )}
      </Show>
      <div class="dialog-actions">
        <Button look="ghost" onClick={close}>
          Cancel
        </Button>
        <Button look="danger" busy={busy()} onClick={() => void run()}>
          {props.action}
        </Button>
      </div>
    </Dialog>
  );
}
