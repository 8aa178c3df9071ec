import './switch.css';
import type { JSX } from 'solid-js';

export interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  onChange(on: boolean): void;
}

export function Switch(props: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={props.on}
      disabled={props.disabled === true}
      title={props.title}
      onClick={() => props.onChange(!props.on)}
    >
      <span class="switch-track" aria-hidden="true" />
      <span>{props.label}</span>
    </button>
  );
}
