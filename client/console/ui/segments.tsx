import './segments.css';
import { For, type JSX } from 'solid-js';

interface SegmentsProps<Value extends string | undefined> {
  /** What is chosen among. */
  readonly label: string;
  readonly segments: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value;
  onChoose(value: Value): void;
}

/** One of a few, side by side. */
export function Segments<Value extends string | undefined>(
  props: SegmentsProps<Value>,
): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={props.label}>
      <For each={props.segments}>
        {({ value, name }) => (
          <button
            type="button"
            class="segment"
            aria-pressed={props.chosen === value}
            onClick={() => props.onChoose(value)}
          >
            {name}
          </button>
        )}
      </For>
    </div>
  );
}
