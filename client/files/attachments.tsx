import './attachments.css';
import { For, Show, type JSX } from 'solid-js';
import { IconButton } from '../ui/button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { Attaching } from './attaching.ts';
import { sizeWords } from './size-words.ts';
import { t } from '../words/words.ts';

/** What goes with the next message, above the text box. */
export function Attachments(props: { readonly attaching: Attaching }): JSX.Element {
  return (
    <Show when={props.attaching.attached().length > 0}>
      <ul class="attachments" aria-label={t('attach.list')}>
        <For each={props.attaching.attached()}>
          {(one) => (
            <li class="attachment" data-wrong={one.why !== undefined}>
              <span class="attachment-words">
                <bdi class="attachment-name">{one.name}</bdi>
                <span class="attachment-line" role={one.why === undefined ? undefined : 'alert'}>
                  {one.why ??
                    (one.prepared ? sizeWords(one.prepared.file.size) : t('attach.reading'))}
                </span>
              </span>
              <Show when={one.prepared === undefined && one.why === undefined}>
                <Spinner />
              </Show>
              <IconButton
                label={t('attach.remove', { name: one.name })}
                onClick={() => props.attaching.remove(one.number)}
              >
                <CloseIcon />
              </IconButton>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
