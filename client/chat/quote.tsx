import { createMemo, type JSX } from 'solid-js';
import type { EntryId } from '../../conversation/protocol/ids.ts';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import { lineOf } from './line-of.ts';
import type { MessageDoing } from './message.tsx';
import { t } from '../words/words.ts';

export interface QuoteProps {
  readonly of: EntryId;
  readonly doing: MessageDoing;
}

/** The message that is answered, in short; it leads there. */
export function Quote(props: QuoteProps): JSX.Element {
  const item = createMemo(() => props.doing.find(props.of));
  return (
    <button
      type="button"
      class="quote"
      disabled={item() === undefined}
      onClick={() => props.doing.goTo(props.of)}
    >
      <bdi class="quote-author">{authorOf(item())}</bdi>
      <span class="quote-text" dir="auto">
        {shortText(item())}
      </span>
    </button>
  );
}

export function authorOf(item: TimelineItem | undefined): string {
  if (item === undefined) return '';
  return item.mine ? t('you') : item.author.name;
}

/** The style sheet cuts it after two lines; what is beyond that is not put into the page. */
export function shortText(item: TimelineItem | undefined): string {
  switch (item?.kind) {
    case 'message':
      return lineOf(item);
    case 'redacted':
      return t('message.removed');
    default:
      return t('message.not-here');
  }
}
