import { createSignal, Show, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import type { ApiResult } from '../api/api-client.ts';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, and what will not. */
  readonly text: string;
  /** On the button that does it. */
  readonly deed: string;
  returnFocus(): HTMLElement | null;
  /** It stays open and says what was wrong where this is refused. */
  onConfirm(): Promise<ApiResult<unknown>>;
  onClose(): void;
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();

  async function confirm() {
    setBusy(true);
    const result = await props.onConfirm();
    setBusy(false);
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) props.onClose();
  }

  return (
    <Dialog
      open={props.open}
      title={props.title}
      description={props.text}
      returnFocus={() => props.returnFocus()}
      onClose={() => {
        setTrouble(undefined);
        props.onClose();
      }}
    >
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
        <Button look="danger" busy={busy()} onClick={() => void confirm()}>
          {props.deed}
        </Button>
      </div>
    </Dialog>
  );
}
