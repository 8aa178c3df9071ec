import { Show, type JSX } from 'solid-js';

/** Stands for rows of a long list that are not drawn (list-window.ts). */
export function Spacer(props: { readonly height: number; readonly table?: boolean }): JSX.Element {
  return (
    <Show when={props.height > 0}>
      <Show
        when={props.table === true}
        fallback={
          <li
            role="presentation"
            aria-hidden="true"
            data-spacer
            style={{ height: `${props.height}px` }}
          />
        }
      >
        <tr aria-hidden="true" data-spacer>
          <td colspan="9" style={{ height: `${props.height}px`, padding: '0' }} />
        </tr>
      </Show>
    </Show>
  );
}
