import './read-by-line.css';
import { createContext, Show, useContext, type Accessor, type JSX } from 'solid-js';
import type { EntryId } from '../../conversation/protocol/ids.ts';
import { namesInWords } from './names-in-words.ts';
import type { ReadBy } from './read-by.ts';
import { t } from '../words/words.ts';

/** Given by the pages of conversations with several readers; elsewhere two ticks say it all. */
const context = createContext<Accessor<ReadBy | undefined>>();
export const ReadByProvider = context.Provider;

const mostNames = 5;

/** Stands with one's last message. */
export function ReadByLine(props: { readonly message: EntryId }): JSX.Element {
  const read = useContext(context);
  const names = () => {
    const now = read?.();
    return now?.message === props.message ? now.names : undefined;
  };
  return (
    <Show when={names()}>
      {(known) => (
        <span class="message-readers" title={known().join(', ')}>
          {t('readers.by', { names: namesInWords(known(), mostNames) })}
        </span>
      )}
    </Show>
  );
}
