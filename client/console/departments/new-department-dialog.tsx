import { createSignal, Show, type JSX } from 'solid-js';
import type { DepartmentJson, Preset } from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Choices } from './choices.tsx';
import { presetChoices } from './department-words.ts';

export interface NewDepartmentDialogProps {
  readonly open: boolean;
  onMade(department: DepartmentJson): void;
  onClose(): void;
}

export function NewDepartmentDialog(props: NewDepartmentDialogProps): JSX.Element {
  return (
    <Dialog open={props.open} title="New department" onClose={() => props.onClose()}>
      <NewDepartmentForm {...props} />
    </Dialog>
  );
}

function NewDepartmentForm(props: NewDepartmentDialogProps): JSX.Element {
  const { api } = useConsole();
  const [name, setName] = createSignal('');
  const [description, setDescription] = createSignal('');
  const [preset, setPreset] = createSignal<Preset>('support-desk');
  const [tried, setTried] = createSignal(false);
  const [told, setTold] = createSignal<string>();
  const [trouble, setTrouble] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const nameError = () => {
    if (told() !== undefined) return told();
    if (name().trim().length > 80) return 'A name has at most 80 characters.';
    return tried() && name().trim() === '' ? 'Write a name.' : undefined;
  };
  const descriptionError = () =>
    description().length > 500 ? 'Write at most 500 characters.' : undefined;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    setTrouble(undefined);
    if (busy() || nameError() !== undefined || descriptionError() !== undefined) return;
    setBusy(true);
    const result = await api.addDepartment({
      name: name().trim(),
      description: description().trim(),
      preset: preset(),
    });
    setBusy(false);
    if (result.ok) {
      props.onMade(result.value.department);
      return;
    }
    const { field, message } = result.refusal;
    if (field === 'name') setTold(message);
    else setTrouble(message);
  }

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name"
        autocomplete="off"
        error={nameError()}
        onInput={(event) => {
          setTold(undefined);
          setName(event.currentTarget.value);
        }}
      />
      <TextField
        label="Description"
        hint="Helps people choose whom to write to."
        autocomplete="off"
        error={descriptionError()}
        onInput={(event) => setDescription(event.currentTarget.value)}
      />
      <Choices
        legend="Begin as"
        name="preset"
        choices={presetChoices}
        chosen={preset()}
        onChoose={setPreset}
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
          Create
        </Button>
      </div>
    </form>
  );
}
