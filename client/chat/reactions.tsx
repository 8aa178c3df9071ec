import { For, type JSX } from 'solid-js';
import { hasReacted } from './acting/acting.ts';
import type { MessageItem } from './acting/deeds.ts';
import type { MessageDoing } from './message.tsx';
import { t } from '../words/words.ts';

/** More than these say nothing more. */
const mostShown = 12;

export interface ReactionsProps {
  readonly item: MessageItem;
  readonly doing: MessageDoing;
}

/** Who said what with one emoji; pressing one says the same, or takes it away again. */
export function Reactions(props: ReactionsProps): JSX.Element {
  const nameOf = (id: string, name: string) => (id === props.doing.you ? t('you') : name);
  return (
    <div class="reactions" role="group" aria-label={t('reactions.name')}>
      <For each={props.item.reactions.slice(0, mostShown)}>
        {({ emoji, by }) => {
          const who = () => by.map(({ id, name }) => nameOf(id, name)).join(', ');
          return (
            <button
              type="button"
              class="reaction"
              aria-pressed={hasReacted(props.item, emoji, props.doing.you)}
              aria-label={`${emoji} ${by.length}: ${who()}`}
              title={who()}
              disabled={props.doing.react === undefined}
              onClick={() => props.doing.react?.(props.item, emoji)}
            >
              <span aria-hidden="true">{emoji}</span>
              <span class="tabular" aria-hidden="true">
                {by.length}
              </span>
            </button>
          );
        }}
      </For>
    </div>
  );
}
