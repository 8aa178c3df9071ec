import { Index, type JSX } from 'solid-js';
import type { Preview } from '../state/conversation-state.ts';
import { Avatar } from '../ui/marks.tsx';
import { t } from '../words/words.ts';

/** What others let one see as they write it: plain text, and not read out at each letter. */
export function PreviewBubbles(props: { readonly previews: readonly Preview[] }): JSX.Element {
  return (
    <div class="writing" aria-live="off">
      <Index each={props.previews}>
        {(preview) => (
          <div class="writing-bubble">
            <Avatar name={preview().by.name} size="small" />
            <div class="writing-words">
              <span class="typing-who">{t('typing.preview', { name: preview().by.name })}</span>
              <p class="writing-text" dir="auto">
                {preview().text}
              </p>
            </div>
          </div>
        )}
      </Index>
    </div>
  );
}
