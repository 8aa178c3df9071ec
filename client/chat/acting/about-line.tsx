import './about-line.css';
import type { JSX } from 'solid-js';
import { IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { authorOf, shortText } from '../quote.tsx';
import type { About } from './acting.ts';

/** Above the text box: which message the next words answer or replace. */
export function AboutLine(props: { readonly about: About; onDrop(): void }): JSX.Element {
  const isEdit = () => props.about.kind === 'edit';
  const who = () => (props.about.item.mine ? 'yourself' : authorOf(props.about.item));
  return (
    <div class="about-line" role="status">
      <p class="about-words">
        <span class="about-kind">
          {isEdit() ? 'Editing' : 'Replying to '}
          {isEdit() ? undefined : <bdi>{who()}</bdi>}
        </span>
        <span class="about-text" dir="auto">
          {shortText(props.about.item)}
        </span>
      </p>
      <IconButton
        label={isEdit() ? 'Do not edit (Escape)' : 'Do not reply to it (Escape)'}
        onClick={() => props.onDrop()}
      >
        <CloseIcon />
      </IconButton>
    </div>
  );
}
