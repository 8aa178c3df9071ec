import './tooltip.css';
import { createSignal, createUniqueId, Show, type JSX } from 'solid-js';

export interface TooltipProps {
  /** A sentence. */
  readonly text: string;
  readonly side?: 'above' | 'below';
  readonly align?: 'start' | 'end';
  /** The focusable element; it is given the id of the sentence for `aria-describedby`. */
  readonly children: (describedBy: string) => JSX.Element;
}

/** Shown on hover and on keyboard focus, gone with Escape (WCAG 1.4.13). */
export function Tooltip(props: TooltipProps): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  return (
    <span
      class="tooltip-anchor"
      onMouseEnter={() => setOpen(true)}
      onMouseLeave={() => setOpen(false)}
      onFocusIn={(event) => setOpen(event.target.matches(':focus-visible'))}
      onFocusOut={() => setOpen(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open()) return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {props.children(id)}
      <span id={id} class="sr-only">
        {props.text}
      </span>
      <Show when={open()}>
        <span
          class="tooltip"
          aria-hidden="true"
          data-side={props.side ?? 'below'}
          data-align={props.align ?? 'start'}
        >
          {props.text}
        </span>
      </Show>
    </span>
  );
}
