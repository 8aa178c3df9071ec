import './emoji-popup.css';
import { onCleanup, onMount, Show, type JSX } from 'solid-js';
import { createLate } from '../../browser/late.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { t } from '../../words/words.ts';

const loadPicker = async () => (await import('./emoji-picker.tsx')).loadEmojiPicker();

export interface EmojiPopupProps {
  onChoose(emoji: string): void;
  /** Escape, or a click beside it. */
  onClose(): void;
}

/** The picker over what it was opened from. */
export function EmojiPopup(props: EmojiPopupProps): JSX.Element {
  let popup!: HTMLDivElement;
  const picker = createLate(loadPicker);
  picker.load();
  onMount(() => {
    const opener = document.activeElement;
    const onPointer = (event: PointerEvent) => {
      const { target } = event;
      const isInside = target instanceof Node && popup.contains(target);
      // The button that opened it closes it by itself.
      const isOpener = target instanceof Node && opener?.contains(target) === true;
      if (!isInside && !isOpener) props.onClose();
    };
    document.addEventListener('pointerdown', onPointer, { capture: true });
    onCleanup(() => document.removeEventListener('pointerdown', onPointer, { capture: true }));
  });
  return (
    <div
      ref={(element) => (popup = element)}
      class="emoji-popup"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        props.onClose();
      }}
    >
      <Show
        when={picker.part()}
        keyed
        fallback={
          <div class="emoji-popup-loading" role="status">
            <Show when={picker.failed()} fallback={<Spinner />}>
              <p>
                {t('emoji.failed')}{' '}
                <button type="button" class="link" onClick={() => picker.load()}>
                  {t('try-again')}
                </button>
              </p>
            </Show>
          </div>
        }
      >
        {(Picker) => <Picker onChoose={(emoji) => props.onChoose(emoji)} />}
      </Show>
    </div>
  );
}
