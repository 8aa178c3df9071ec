import './filter-field.css';
import type { JSX } from 'solid-js';
import { SearchIcon } from './more-icons.tsx';
import { TextField } from './text-field.tsx';

export interface FilterFieldProps {
  /** What is filtered: "Filter conversations". */
  readonly label: string;
  readonly words: string;
  onWords(words: string): void;
  /** The arrow down leads into the list. */
  onDown?(): void;
}

/** Narrows a list as one types. Escape empties it first. */
export function FilterField(props: FilterFieldProps): JSX.Element {
  return (
    <div class="filter">
      <TextField
        label={props.label}
        hideLabel
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="Filter"
        value={props.words}
        onInput={(event) => props.onWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && props.words !== '') {
            event.preventDefault();
            props.onWords('');
          }
          if (event.key === 'ArrowDown' && props.onDown !== undefined) {
            event.preventDefault();
            props.onDown();
          }
        }}
      />
      <SearchIcon />
    </div>
  );
}
