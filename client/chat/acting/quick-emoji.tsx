import { For, type JSX } from 'solid-js';
import { PlusIcon } from '../../ui/icons.tsx';

const quick = [
  ['👍', 'Thumbs up'],
  ['❤️', 'Heart'],
  ['😄', 'Smile'],
  ['🎉', 'Party'],
  ['🙏', 'Thank you'],
  ['😮', 'Surprised'],
  ['😢', 'Sad'],
  ['👀', 'Looking'],
] as const;

/** The ones that are used most. */
export function QuickEmoji(props: { onChoose(emoji: string): void; onMore(): void }): JSX.Element {
  return (
    <div class="quick-emoji" role="group" aria-label="Reactions to choose from">
      <For each={quick}>
        {([emoji, name]) => (
          <button
            type="button"
            aria-label={name}
            title={name}
            onClick={() => props.onChoose(emoji)}
          >
            {emoji}
          </button>
        )}
      </For>
      <button
        type="button"
        aria-label="More emoji"
        title="More emoji"
        onClick={() => props.onMore()}
      >
        <PlusIcon />
      </button>
    </div>
  );
}
