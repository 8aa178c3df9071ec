import './about-line.css';
import type { JSX } from 'solid-js';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { authorOf, shortText } from '../quote.tsx';
import type { About } from './acting.ts';
import { t } from '../../words/words.ts';

/** Above the text box: which message the next words answer or replace. */
export function AboutLine(props: { readonly about: About; onDrop(): void }): JSX.Element {
  const isEdit = () => props.about.kind === 'edit';
  const who = () => (props.about.item.mine ? t('yourself') : authorOf(props.about.item));
  return (
    <div class="about-line" role="status">
      <p class="about-words">
        <span class="about-kind">
          {isEdit() ? t('about.editing') : t('about.replying', { name: who() })}
        </span>
        <span class="about-text" dir="auto">
          {shortText(props.about.item)}
        </span>
      </p>
      <IconButton
        label={isEdit() ? t('about.drop-edit') : t('about.drop-reply')}
        onClick={() => props.onDrop()}
      >
        <CloseIcon />
      </IconButton>
    </div>
  );
}
