import { createSignal, type JSX } from 'solid-js';
import type { DepartmentJson, Preset } from '../../../conversation/protocol/http/departments.ts';
import { createForm } from '../../ui/form.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { Choices } from '../../signed-in/ui/choices.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
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
  const [preset, setPreset] = createSignal<Preset>('support-desk');
  const form = createForm({
    initial: { name: '', description: '' },
    check: ({ name, description }) => ({
      ...(name.trim() === '' ? { name: 'Write a name.' } : {}),
      ...(name.trim().length > 80 ? { name: 'A name has at most 80 characters.' } : {}),
      ...(description.length > 500 ? { description: 'Write at most 500 characters.' } : {}),
    }),
    isWrongAlready: (_field, value) => value !== '',
    send: async ({ name, description }) => {
      const result = await api.addDepartment({
        name: name.trim(),
        description: description.trim(),
        preset: preset(),
      });
      if (result.ok) props.onMade(result.value.department);
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
        label="Description"
        hint="Helps people choose whom to write to."
        autocomplete="off"
        error={form.error('description')}
        onInput={(event) => form.write('description', event.currentTarget.value)}
      />
      <Choices
        legend="Begin as"
        name="preset"
        choices={presetChoices}
        chosen={preset()}
        onChoose={setPreset}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action="Create"
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
