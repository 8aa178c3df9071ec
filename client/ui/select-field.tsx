import './text-field.css';
import { createUniqueId, For, Show, type JSX } from 'solid-js';

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, words: string])[];
  /** What is wrong, as a sentence that says the remedy; undefined while nothing is. */
  readonly error?: string | undefined;
  onChange(value: Value): void;
}

/** The browser's own list: it works with every keyboard, finger and screen reader. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>): JSX.Element {
  const id = createUniqueId();
  return (
    <div class="field">
      <label for={id} class="field-label">
        {props.label}
      </label>
      <select
        id={id}
        class="field-input"
        aria-invalid={props.error !== undefined}
        aria-describedby={props.error === undefined ? undefined : `${id}-error`}
        onChange={({ currentTarget }) => {
          const chosen = props.options[currentTarget.selectedIndex];
          if (chosen !== undefined) props.onChange(chosen[0]);
        }}
      >
        <For each={props.options}>
          {([value, words]) => (
            <option value={value} selected={value === props.value}>
              {words}
            </option>
          )}
        </For>
      </select>
      <Show when={props.error}>
        {(error) => (
          <p id={`${id}-error`} class="field-error" role="alert">
            {error()}
          </p>
        )}
      </Show>
    </div>
  );
}
