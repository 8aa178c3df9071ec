import { onCleanup, onMount, type JSX } from 'solid-js';
import { fileTypes } from '../../conversation/protocol/file.ts';
import { IconButton } from '../ui/button.tsx';
import { ClipIcon } from '../ui/icons.tsx';
import type { Attaching } from './attaching.ts';
import { t } from '../words/words.ts';

const accepted = Object.keys(fileTypes)
  .map((ending) => `.${ending}`)
  .join(',');

/** Chooses files; what is dropped anywhere in the conversation is attached as well. On a telephone it offers the camera. */
export function AttachButton(props: { readonly attaching: Attaching }): JSX.Element {
  let input!: HTMLInputElement;
  onMount(() => {
    const place = input.closest('main, section') ?? document.body;
    const onDrag = (event: Event) => {
      if (filesOf(event).length > 0 || hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: Event) => {
      const files = filesOf(event);
      if (files.length === 0) return;
      event.preventDefault();
      props.attaching.add(files);
    };
    place.addEventListener('dragover', onDrag);
    place.addEventListener('drop', onDrop);
    onCleanup(() => {
      place.removeEventListener('dragover', onDrag);
      place.removeEventListener('drop', onDrop);
    });
  });
  return (
    <>
      <input
        ref={(element) => (input = element)}
        class="sr-only"
        type="file"
        multiple
        accept={accepted}
        tabindex="-1"
        aria-label={t('attach.files')}
        onChange={() => {
          props.attaching.add([...(input.files ?? [])]);
          input.value = '';
        }}
      />
      <IconButton class="composer-attach" label={t('attach.name')} onClick={() => input.click()}>
        <ClipIcon />
      </IconButton>
    </>
  );
}

const transferOf = (event: Event) => (event instanceof DragEvent ? event.dataTransfer : null);
const filesOf = (event: Event) => [...(transferOf(event)?.files ?? [])];
const hasFiles = (event: Event) => transferOf(event)?.types.includes('Files') === true;
