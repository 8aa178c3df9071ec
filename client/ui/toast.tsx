import './toast.css';
import { Show, type JSX } from 'solid-js';

export interface ToastProps {
  /** Undefined: there is nothing to say. */
  readonly words: string | undefined;
  readonly tone?: 'danger' | undefined;
  /** What can be done about it. */
  readonly action?: JSX.Element;
  /** Somebody points at it, or has the focus in it. */
  onHold(held: boolean): void;
}

/** A word about what was just done. The region stays, so that screen readers hear what comes into it. */
export function Toast(props: ToastProps): JSX.Element {
  return (
    <div
      class="toast-place"
      role="status"
      onMouseEnter={() => props.onHold(true)}
      onMouseLeave={() => props.onHold(false)}
      onFocusIn={() => props.onHold(true)}
      onFocusOut={() => props.onHold(false)}
    >
      <Show when={props.words}>
        {(words) => (
          <div class="toast" data-tone={props.tone}>
            <span class="toast-words">{words()}</span>
            {props.action}
          </div>
        )}
      </Show>
    </div>
  );
}
