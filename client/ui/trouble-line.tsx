import { Show, type JSX } from 'solid-js';

/** What went wrong with what one did, said at once to screen readers too; nothing while nothing is. */
export function TroubleLine(props: { readonly sentence: string | undefined }): JSX.Element {
  return (
    <Show when={props.sentence}>
      {(sentence) => (
        <p class="field-error" role="alert">
          {sentence()}
        </p>
      )}
    </Show>
  );
}
