import { For, type JSX } from 'solid-js';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { t } from '../../words/words.ts';

const quick = [
  ['👍', 'emoji.thumbs-up'],
  ['❤️', 'emoji.heart'],
  ['😄', 'emoji.smile'],
  ['🎉', 'emoji.party'],
  ['🙏', 'emoji.thanks'],
  ['😮', 'emoji.surprised'],
  ['😢', 'emoji.sad'],
  ['👀', 'emoji.looking'],
] as const;

/** The ones that are used most. */
export function QuickEmoji(props: { onChoose(emoji: string): void; onMore(): void }): JSX.Element {
  return (
    <div class="quick-emoji" role="group" aria-label={t('reactions.choose')}>
      <For each={quick}>
        {([emoji, key]) => (
          <button
            type="button"
            aria-label={t(key)}
            title={t(key)}
            onClick={() => props.onChoose(emoji)}
          >
            {emoji}
          </button>
        )}
      </For>
      <button
        type="button"
        aria-label={t('reactions.more')}
        title={t('reactions.more')}
        onClick={() => props.onMore()}
      >
        <PlusIcon />
      </button>
    </div>
  );
}
