/** A window over the page that holds the focus. The one door to Kobalte's dialog. */
import './dialog.css';
import { Dialog as Kobalte } from '@kobalte/core/dialog';
import type { JSX } from 'solid-js';
import { CloseIcon } from '../../ui/icons.tsx';
import { t } from '../../words/words.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** What it is about, read out when it opens. */
  readonly description?: string;
  /** For one that has another size or place. */
  readonly class?: string;
  readonly children: JSX.Element;
  /** Where the focus goes afterwards, if what had it before is gone (an item of a menu). */
  readonly returnFocus?: () => HTMLElement | null;
  onClose(): void;
}

/** The first field has the focus. Escape, the cross and a click beside it close it; the focus returns to where it was. */
export function Dialog(props: DialogProps): JSX.Element {
  let content: HTMLElement | undefined;
  return (
    <Kobalte
      open={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <Kobalte.Portal>
        <Kobalte.Overlay class="dialog-veil" />
        <div class="dialog-place">
          <Kobalte.Content
            ref={(element) => (content = element)}
            class={`dialog ${props.class ?? ''}`}
            onOpenAutoFocus={(event) => {
              const first = content?.querySelector<HTMLElement>('input:not([hidden])');
              if (first === undefined || first === null) return;
              event.preventDefault();
              first.focus();
            }}
            onCloseAutoFocus={(event) => {
              const target = props.returnFocus?.();
              if (target === undefined || target === null) return;
              event.preventDefault();
              target.focus();
            }}
          >
            <header class="dialog-head">
              <Kobalte.Title class="dialog-title">{props.title}</Kobalte.Title>
              <Kobalte.CloseButton class="icon-button" aria-label={t('close')} title={t('close')}>
                <CloseIcon />
              </Kobalte.CloseButton>
            </header>
            {props.description !== undefined && (
              <Kobalte.Description class="dialog-text">{props.description}</Kobalte.Description>
            )}
            {props.children}
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}
