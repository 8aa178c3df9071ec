import './picture-viewer.css';
import { onMount, type JSX } from 'solid-js';
import { IconButton } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { t } from '../words/words.ts';

/** A picture over the whole page. */
export function PictureViewer(props: {
  readonly src: string;
  readonly name: string;
  onClose(): void;
}): JSX.Element {
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class="picture-viewer"
      aria-label={props.name}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === dialog && dialog.close()}
      // The host page closes the chat on Escape, and the console the conversation.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
    >
      <IconButton class="picture-close" label={t('close')} onClick={() => dialog.close()}>
        <CloseIcon />
      </IconButton>
      <img src={props.src} alt={props.name} />
    </dialog>
  );
}
