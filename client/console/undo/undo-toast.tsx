import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { Toast } from '../../ui/toast.tsx';
import { KeyHint } from '../commands/key-hint.tsx';
import { useConsole } from '../console-context.ts';

/** Says what was done, and takes it back. */
export function UndoToast(): JSX.Element {
  const { undo } = useConsole();
  return (
    <Toast
      words={undo.trouble() ?? undo.offered()?.done}
      tone={undo.trouble() === undefined ? undefined : 'danger'}
      onHold={(held) => undo.hold(held)}
      action={
        <Show when={undo.offered()}>
          <button type="button" class="toast-action" onClick={() => void undo.take()}>
            Undo
            <span aria-hidden="true">
              <KeyHint command="undo" />
            </span>
          </button>
        </Show>
      }
    />
  );
}
