import { useNavigate } from '@solidjs/router';
import { createEffect, Show, type JSX } from 'solid-js';
import { kindsToBegin } from '../../groups/begin-form.ts';
import { BeginForm } from '../../groups/begin-form.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../../signed-in/ui/dialog.tsx';

/** Begins a conversation with others of one's departments, or with another department. */
export function NewDialog(props: { readonly open: boolean; onClose(): void }): JSX.Element {
  const { api, clock, ownDepartments } = useConsole();
  const navigate = useNavigate();
  // What may be begun is a policy, and policies change.
  createEffect(() => {
    if (props.open) void ownDepartments.reload();
  });
  const places = () => {
    const all = ownDepartments.all() ?? [];
    return kindsToBegin(all).length > 0 ? all : undefined;
  };
  return (
    <Dialog open={props.open} title="New conversation" onClose={() => props.onClose()}>
      <Show
        when={places()}
        fallback={<p class="quiet">Your departments allow no conversations of this kind.</p>}
      >
        {(departments) => (
          <BeginForm
            api={api}
            clock={clock}
            departments={departments()}
            onBegun={({ conversation }) => {
              props.onClose();
              navigate(`/conversations/${conversation}`);
            }}
            onClose={() => props.onClose()}
          />
        )}
      </Show>
    </Dialog>
  );
}
