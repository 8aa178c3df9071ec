import './beside.css';
import { createResource, createSignal, For, Show, type JSX } from 'solid-js';
import {
  labelCharacters,
  labelColours,
  type LabelColour,
  type LabelJson,
} from '../../../conversation/protocol/http/labels.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { createForm } from '../../ui/form.ts';
import { FormTrouble } from '../../ui/form-end.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TrashIcon } from '../../ui/more-icons.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import { ConfirmDialog } from '../../signed-in/ui/confirm-dialog.tsx';
import { Dialog } from '../../signed-in/ui/dialog.tsx';
import { LabelChip } from './label-chip.tsx';
import { colourWords } from './words.ts';

export interface LabelsDialogProps {
  readonly open: boolean;
  onClose(): void;
}

/** Makes, recolours and deletes labels. */
export function LabelsDialog(props: LabelsDialogProps): JSX.Element {
  return (
    <Dialog
      open={props.open}
      title="Labels"
      description="Words by which you and your colleagues tell conversations apart. Clients never see them."
      onClose={() => props.onClose()}
    >
      <ManageLabels />
    </Dialog>
  );
}

/** For every department. */
const everywhere = 'all';

function ManageLabels(): JSX.Element {
  const { api, beside, me } = useConsole();
  const [departments] = createResource(async () => {
    const result = await api.departments();
    return result.ok ? result.value.departments : [];
  });
  const maySetAll = me.role === 'super-admin';
  const mayManage = (label: LabelJson) => maySetAll || label.department !== undefined;
  const nameOf = (id: DepartmentId | undefined) =>
    id === undefined
      ? 'Every department'
      : (departments.latest?.find((one) => one.id === id)?.name ?? 'A department');
  const places = (): readonly (readonly [string, string])[] => [
    ...(maySetAll ? [[everywhere, 'Every department'] as const] : []),
    ...(departments.latest ?? []).map(({ id, name }) => [id, name] as const),
  ];
  const [place, setPlace] = createSignal<string>();
  const chosenPlace = () => place() ?? places()[0]?.[0] ?? everywhere;
  const [colour, setColour] = createSignal<LabelColour>('blue');
  const [deletes, setDeletes] = createSignal<LabelJson>();
  const [trouble, setTrouble] = createSignal<string>();
  let nameField: HTMLInputElement | undefined;
  const form = createForm({
    initial: { name: '' },
    check: ({ name }) => ({
      ...(name.trim() === '' ? { name: 'Write a name.' } : {}),
      ...(name.trim().length > labelCharacters
        ? { name: `A label has at most ${labelCharacters} characters.` }
        : {}),
    }),
    send: async ({ name }) => {
      const department = departments.latest?.find(({ id }) => id === chosenPlace())?.id;
      const result = await api.addLabel({ name: name.trim(), colour: colour() }, department);
      if (!result.ok) return result;
      await beside.reloadLabels();
      form.write('name', '');
      if (nameField !== undefined) nameField.value = '';
      return result;
    },
  });
  async function recolour(label: LabelJson, to: LabelColour) {
    const result = await api.changeLabel(label.id, { colour: to });
    setTrouble(result.ok ? undefined : result.refusal.message);
    await beside.reloadLabels();
  }
  return (
    <>
      <ul class="label-rows" aria-label="Labels">
        <For each={beside.labels()} fallback={<li class="quiet">There are no labels yet.</li>}>
          {(label) => (
            <li>
              <span class="label-name">
                <LabelChip label={label} />
                <span class="quiet label-where">
                  <bdi>{nameOf(label.department)}</bdi>
                </span>
              </span>
              <Show when={mayManage(label)}>
                <select
                  class="field-input label-colour"
                  aria-label={`Colour of ${label.name}`}
                  onChange={(event) => {
                    const to = labelColours[event.currentTarget.selectedIndex];
                    if (to !== undefined) void recolour(label, to);
                  }}
                >
                  <For each={labelColours}>
                    {(one) => (
                      <option value={one} selected={one === label.colour}>
                        {colourWords[one]}
                      </option>
                    )}
                  </For>
                </select>
                <IconButton label={`Delete ${label.name}`} onClick={() => setDeletes(label)}>
                  <TrashIcon />
                </IconButton>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <FormTrouble sentence={trouble()} />
      <form class="form label-form" novalidate onSubmit={(event) => void form.submit(event)}>
        <TextField
          ref={(element) => (nameField = element)}
          label="New label"
          autocomplete="off"
          error={form.error('name')}
          onInput={(event) => form.write('name', event.currentTarget.value)}
        />
        <SelectField
          label="Colour"
          value={colour()}
          options={labelColours.map((one) => [one, colourWords[one]] as const)}
          onChange={setColour}
        />
        <SelectField
          label="For"
          value={chosenPlace()}
          options={places()}
          onChange={(next) => setPlace(next)}
        />
        <FormTrouble sentence={form.trouble()} />
        <Button look="primary" type="submit" busy={form.busy()}>
          Add label
        </Button>
      </form>
      <ConfirmDialog
        open={deletes() !== undefined}
        title={`Delete the label ${deletes()?.name ?? ''}?`}
        text="It also goes from the conversations that have it."
        deed="Delete"
        run={async () => {
          const label = deletes();
          if (label === undefined) return undefined;
          const result = await api.deleteLabel(label.id);
          await beside.reloadLabels();
          return result.ok ? undefined : result.refusal.message;
        }}
        onClose={() => setDeletes(undefined)}
      />
    </>
  );
}
