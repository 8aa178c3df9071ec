import { createSignal, For, Show, type JSX } from 'solid-js';
import type {
  DepartmentJson,
  MemberJson,
} from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Avatar } from '../../ui/marks.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { checkAccount } from '../../signed-in/account/account-form.ts';
import { PasswordField } from '../people/password-field.tsx';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';

export interface WorkersSectionProps {
  readonly department: DepartmentJson;
  readonly members: readonly MemberJson[];
  onChanged(): void;
}

export function WorkersSection(props: WorkersSectionProps): JSX.Element {
  const { api } = useConsole();
  const [adds, setAdds] = createSignal(false);
  const [deletes, setDeletes] = createSignal<MemberJson>();
  const workers = () => props.members.filter(({ isWorker }) => isWorker);

  return (
    <section class="card group" aria-labelledby="workers-title">
      <div class="page-head">
        <div>
          <h2 id="workers-title" class="group-title">
            Workers
          </h2>
          <p class="page-text tabular">
            {workers().length} of {props.department.maxWorkers}. They belong to this department
            alone.
          </p>
        </div>
        <Button onClick={() => setAdds(true)}>
          <PlusIcon />
          Add worker
        </Button>
      </div>
      <Show
        when={workers().length > 0}
        fallback={
          <p class="page-text">No workers yet. Add one to hand conversations over to somebody.</p>
        }
      >
        <ul class="members" aria-label="Workers">
          <For each={workers()}>
            {(worker) => (
              <li class="member" aria-label={worker.name}>
                <span class="person">
                  <Avatar name={worker.name} />
                  <span class="person-names">
                    <bdi class="person-name">{worker.name}</bdi>
                    <span class="quiet">{worker.username}</span>
                  </span>
                </span>
                <Button
                  size="small"
                  aria-label={`Delete ${worker.name}`}
                  onClick={() => setDeletes(worker)}
                >
                  Delete
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Dialog open={adds()} title="Add a worker" onClose={() => setAdds(false)}>
        <AddWorkerForm
          department={props.department}
          onAdded={() => {
            setAdds(false);
            props.onChanged();
          }}
          onClose={() => setAdds(false)}
        />
      </Dialog>
      <ConfirmDialog
        open={deletes() !== undefined}
        title={`Delete ${deletes()?.name ?? ''}?`}
        text="The account is gone at once. What they answer waits for somebody else; what they wrote stays."
        deed="Delete worker"
        run={async () => {
          const worker = deletes();
          if (worker === undefined) return undefined;
          const result = await api.deleteWorker(props.department.id, worker.account);
          if (!result.ok) return result.refusal.message;
          props.onChanged();
          return undefined;
        }}
        onClose={() => setDeletes(undefined)}
      />
    </section>
  );
}

interface AddWorkerFormProps {
  readonly department: DepartmentJson;
  onAdded(): void;
  onClose(): void;
}

function AddWorkerForm(props: AddWorkerFormProps): JSX.Element {
  const { api } = useConsole();
  const form = createForm({
    initial: { name: '', username: '', password: '' },
    check: checkAccount,
    isWrongAlready: (field, value) => field === 'username' && value !== '',
    send: async (values) => {
      const result = await api.addWorker(props.department.id, {
        ...values,
        name: values.name.trim(),
      });
      if (result.ok) props.onAdded();
      return result;
    },
  });

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <TextField
        label="Name"
        autocomplete="off"
        error={form.error('name')}
        onInput={(event) => form.write('name', event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={form.error('username')}
        onInput={(event) => form.write('username', event.currentTarget.value)}
      />
      <PasswordField
        label="Password"
        value={form.values().password}
        error={form.error('password')}
        onInput={(password) => form.write('password', password)}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Add"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
