import './text-field.css';
import { createUniqueId, Show, splitProps, type JSX } from 'solid-js';

export interface TextFieldProps extends JSX.InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  /** The label stays for screen readers only (a search box beside a magnifying glass). */
  readonly hideLabel?: boolean;
  readonly hint?: string;
  /** What is wrong, as a sentence that says the remedy; undefined while nothing is. */
  readonly error?: string | undefined;
}

export function TextField(props: TextFieldProps): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'hideLabel', 'hint', 'error', 'class']);
  const id = createUniqueId();
  const describedBy = () => {
    const ids = [
      own.hint === undefined ? '' : `${id}-hint`,
      own.error === undefined ? '' : `${id}-error`,
    ];
    return ids.filter(Boolean).join(' ') || undefined;
  };
  return (
    <div class={`field ${own.class ?? ''}`}>
      <label for={id} class={own.hideLabel === true ? 'sr-only' : 'field-label'}>
        {own.label}
      </label>
      <input
        id={id}
        class="field-input"
        aria-invalid={own.error !== undefined}
        aria-describedby={describedBy()}
        {...rest}
      />
      <Show when={own.hint}>
        {(hint) => (
          <p id={`${id}-hint`} class="field-hint">
            {hint()}
          </p>
        )}
      </Show>
      <Show when={own.error}>
        {(error) => (
          <p id={`${id}-error`} class="field-error" role="alert">
            {error()}
          </p>
        )}
      </Show>
    </div>
  );
}
