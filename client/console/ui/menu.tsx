/** A button that opens a list of things to do. The one door to Kobalte's menu. */
import './menu.css';
import { DropdownMenu as Kobalte } from '@kobalte/core/dropdown-menu';
import type { JSX } from 'solid-js';

export interface MenuProps {
  /** Accessible name of the button. */
  readonly label: string;
  /** What the button shows. */
  readonly trigger: JSX.Element;
  readonly class?: string;
  readonly children: JSX.Element;
}

export function Menu(props: MenuProps): JSX.Element {
  return (
    // Not modal: the page is not hidden from screen readers while its menu is open.
    <Kobalte modal={false} gutter={6} placement="bottom-end">
      <Kobalte.Trigger class={props.class ?? 'icon-button'} aria-label={props.label}>
        {props.trigger}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="menu">{props.children}</Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  );
}

export interface MenuItemProps {
  readonly icon?: JSX.Element;
  readonly tone?: 'danger';
  readonly disabled?: boolean;
  readonly children: JSX.Element;
  onSelect(): void;
}

export function MenuItem(props: MenuItemProps): JSX.Element {
  return (
    <Kobalte.Item
      class="menu-item"
      data-tone={props.tone}
      disabled={props.disabled === true}
      onSelect={() => props.onSelect()}
    >
      {props.icon}
      {props.children}
    </Kobalte.Item>
  );
}

/** A line of words between items that cannot be chosen. */
export function MenuNote(props: { readonly children: JSX.Element }): JSX.Element {
  return <div class="menu-note">{props.children}</div>;
}

export function MenuLine(): JSX.Element {
  return <Kobalte.Separator class="menu-line" />;
}
