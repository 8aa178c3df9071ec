import './spinner.css';
import type { JSX } from 'solid-js';

/** Purely visual: whoever shows it says in words (or `aria-busy`) what is going on. */
export function Spinner(): JSX.Element {
  return <span class="spinner" aria-hidden="true" />;
}

/** A placeholder of the size of what is coming. Lengths are CSS lengths. */
export function Skeleton(props: { readonly width: string; readonly height: string }): JSX.Element {
  return (
    <span
      class="skeleton"
      aria-hidden="true"
      style={{ width: props.width, height: props.height }}
    />
  );
}
