import { createSignal, type JSX } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { FormTrouble } from '../../ui/form-end.tsx';
import { t } from '../../words/words.ts';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, and what will not. */
  readonly text: string;
  /** On the button that does it. */
  readonly deed: string;
  /** Where the focus goes afterwards, if what had it before is gone. */
  readonly returnFocus?: () => HTMLElement | null;
  /** @returns why it was not done, as a sentence: it stays open and says so */
  run(): Promise<string | undefined>;
  onClose(): void;
}

/** Asks once more before something that cannot be taken back. */
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
    <Dialog
      open={props.open}
      title={props.title}
      description={props.text}
      returnFocus={() => props.returnFocus?.() ?? null}
      onClose={close}
    >
      <FormTrouble sentence={trouble()} />
      <div class="dialog-actions">
        <Button look="ghost" onClick={close}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={busy()} onClick={() => void run()}>
          {props.deed}
        </Button>
      </div>
    </Dialog>
  );
}
