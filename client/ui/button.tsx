import './button.css';
import { splitProps, type JSX } from 'solid-js';
import { Spinner } from './spinner.tsx';

export type ButtonLook = 'primary' | 'quiet' | 'ghost' | 'danger';

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: 'small' | 'normal';
  /** Work is under way: the button keeps its width, shows a spinner and takes no second click. */
  readonly busy?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['look', 'size', 'busy', 'class', 'disabled', 'children']);
  return (
    <button
      type="button"
      class={`button ${own.class ?? ''}`}
      data-look={own.look ?? 'quiet'}
      data-size={own.size ?? 'normal'}
      disabled={own.disabled === true || own.busy === true}
      aria-busy={own.busy === true}
      {...rest}
    >
      {own.busy === true && <Spinner />}
      {own.children}
    </button>
  );
}

export interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its accessible name, also shown as a native tooltip. */
  readonly label: string;
  readonly look?: 'primary' | 'ghost';
}

export function IconButton(props: IconButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'look', 'class', 'children']);
  return (
    <button
      type="button"
      class={`icon-button ${own.class ?? ''}`}
      data-look={own.look ?? 'ghost'}
      aria-label={own.label}
      title={own.label}
      {...rest}
    >
      {own.children}
    </button>
  );
}
