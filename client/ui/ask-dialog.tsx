import './ask-dialog.css';
import { createSignal, onMount, type JSX } from 'solid-js';
import { Button } from './button.tsx';
import { t } from '../words/words.ts';
import { TroubleLine } from './trouble-line.tsx';

export interface AskDialogProps {
  readonly title: string;
  /** What will happen, and what will not. */
  readonly text: string;
  /** On the button that does it. */
  readonly deed: string;
  /** @returns why it was not done, as a sentence: it stays open and says so */
  run(): Promise<string | undefined>;
  onClose(): void;
}

/** Asks once more; for pages that do without a library for dialogs. It is open while it is drawn. */
export function AskDialog(props: AskDialogProps): JSX.Element {
  let dialog!: HTMLDialogElement;
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  onMount(() => dialog.showModal());

  async function run() {
    if (busy()) return;
    setBusy(true);
    const sentence = await props.run();
    setBusy(false);
    setTrouble(sentence);
    if (sentence === undefined) dialog.close();
  }

  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="ask-dialog"
      aria-label={props.title}
      onClose={() => props.onClose()}
      // The host page closes the chat on Escape.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
    >
      <h2 class="ask-title">{props.title}</h2>
      <p class="ask-text">{props.text}</p>
      <TroubleLine sentence={trouble()} />
      <div class="ask-deeds">
        <Button look="ghost" onClick={() => dialog.close()}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={busy()} onClick={() => void run()}>
          {props.deed}
        </Button>
      </div>
    </dialog>
  );
}
