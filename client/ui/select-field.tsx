import './text-field.css';
import { createUniqueId, For, type JSX } from 'solid-js';

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, words: string])[];
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
    </div>
  );
}
