import { createSignal, For, Show, type JSX } from 'solid-js';
import type {
  DepartmentJson,
  MemberJson,
} from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { Avatar } from '../../ui/marks.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { checkAccount, type AccountField, type FormErrors } from '../people/account-form.ts';
import { PasswordField } from '../people/password-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

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
        action="Delete worker"
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
  const [values, setValues] = createSignal({ name: '', username: '', password: '' });
  const [told, setTold] = createSignal<FormErrors<AccountField>>({});
  const [tried, setTried] = createSignal(false);
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  /** What is merely unfinished is said when it is sent. */
  const error = (field: AccountField) => {
    const isBegun = tried() || (field === 'username' && values().username !== '');
    return told()[field] ?? (isBegun ? checkAccount(values())[field] : undefined);
  };
  const write = (field: AccountField, value: string) => {
    setTold((known) => ({ ...known, [field]: undefined }));
    setValues((known) => ({ ...known, [field]: value }));
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (busy() || Object.keys(checkAccount(values())).length > 0) return;
    setBusy(true);
    const result = await api.addWorker(props.department.id, {
      ...values(),
      name: values().name.trim(),
    });
    setBusy(false);
    if (result.ok) {
      props.onAdded();
      return;
    }
    const { field, message } = result.refusal;
    if (field === 'name' || field === 'username' || field === 'password') {
      setTold({ [field]: message });
    } else {
      setTrouble(message);
    }
  }

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name"
        autocomplete="off"
        error={error('name')}
        onInput={(event) => write('name', event.currentTarget.value)}
      />
      <TextField
        label="User name"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        error={error('username')}
        onInput={(event) => write('username', event.currentTarget.value)}
      />
      <PasswordField
        label="Password"
        value={values().password}
        error={error('password')}
        onInput={(password) => write('password', password)}
      />
      <Show when={trouble()}>
        {(sentence) => (
          <p class="field-error" role="alert">
            {sentence()}
          </p>
        )}
      </Show>
      <div class="dialog-actions">
        <Button look="ghost" onClick={() => props.onClose()}>
          Cancel
        </Button>
        <Button type="submit" look="primary" busy={busy()}>
          Add
        </Button>
      </div>
    </form>
  );
}
