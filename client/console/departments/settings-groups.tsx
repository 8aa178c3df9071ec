/** About, answers and policies of a department. */
import { createSignal, For, type JSX } from 'solid-js';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { conversationKinds, type ConversationKind } from '../../../conversation/protocol/kinds.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FormTrouble } from '../../ui/form-end.tsx';
import type { FormErrors } from '../../ui/form.ts';
import { Choices } from '../../signed-in/ui/choices.tsx';
import {
  changesOf,
  checkDepartment,
  groups,
  valuesOf,
  type DepartmentField,
  type DepartmentValues,
  type Group,
} from './department-form.ts';
import {
  answerChoices,
  closingChoices,
  connectionChoices,
  kindNames,
  nameChoices,
} from './department-words.ts';
import { GroupForm } from './group-form.tsx';

export interface SettingsGroupProps {
  readonly department: DepartmentJson;
  onSaved(department: DepartmentJson): void;
}

/** What is written in one group, and what is wrong with it as one types. */
function createEdit(group: Group, props: SettingsGroupProps) {
  const fields: readonly string[] = groups[group];
  const [values, setValues] = createSignal<DepartmentValues>(valuesOf(props.department));
  const [told, setTold] = createSignal<FormErrors<DepartmentField>>({});
  const errors = (): FormErrors<DepartmentField> => ({ ...checkDepartment(values()), ...told() });
  const write = (change: Partial<DepartmentValues>) => {
    setTold({});
    setValues((known) => ({ ...known, ...change }));
  };
  return {
    values,
    errors,
    write,
    text: (field: DepartmentField) => (event: InputEvent) => {
      const { target } = event;
      if (target instanceof HTMLInputElement) write({ [field]: target.value });
    },
    form: {
      get department() {
        return props.department;
      },
      get changes() {
        return changesOf(props.department, values(), group);
      },
      get isWrong() {
        return fields.some((field) => field in errors());
      },
      get isTouched() {
        const saved = valuesOf(props.department);
        return groups[group].some((field) => String(values()[field]) !== String(saved[field]));
      },
      onRefused(field: string | undefined, message: string) {
        if (field === undefined || !fields.includes(field)) return false;
        setTold({ [field]: message });
        return true;
      },
      onSaved(department: DepartmentJson) {
        setValues(valuesOf(department));
        props.onSaved(department);
      },
      onUndo: () => write(valuesOf(props.department)),
    },
  };
}

export function AboutGroup(props: SettingsGroupProps): JSX.Element {
  const { values, errors, text, form } = createEdit('about', props);
  return (
    <GroupForm title="About" text="What people see of this department." {...form}>
      <TextField
        label="Department"
        value={values().name}
        error={errors().name}
        onInput={text('name')}
      />
      <TextField
        label="Description"
        hint="Helps people choose whom to write to."
        value={values().description}
        error={errors().description}
        onInput={text('description')}
      />
      <TextField
        label="Greeting"
        hint="Stands in the chat before anything was written."
        value={values().greeting}
        error={errors().greeting}
        onInput={text('greeting')}
      />
      <TextField
        label="Offline message"
        hint="Is said outside of the opening hours."
        value={values().offlineMessage}
        error={errors().offlineMessage}
        onInput={text('offlineMessage')}
      />
    </GroupForm>
  );
}

export function AnswersGroup(props: SettingsGroupProps): JSX.Element {
  const { values, errors, write, text, form } = createEdit('answers', props);
  const closed = () => (props.department.names === 'masked' ? (['direct', 'relay'] as const) : []);
  return (
    <GroupForm title="Answers" text="Who answers, how many at once, and which way." {...form}>
      <Choices
        legend="Who answers first"
        name="first-answer"
        choices={answerChoices}
        chosen={values().firstAnswer}
        onChoose={(firstAnswer) => write({ firstAnswer })}
      />
      <div class="group-pair">
        <TextField
          label="Conversations per agent"
          hint="At the same time."
          inputmode="numeric"
          class="tabular"
          value={values().agentCapacity}
          error={errors().agentCapacity}
          onInput={text('agentCapacity')}
        />
        <TextField
          label="Conversations per bot"
          hint="At the same time."
          inputmode="numeric"
          class="tabular"
          value={values().botCapacity}
          error={errors().botCapacity}
          onInput={text('botCapacity')}
        />
      </div>
      <TextField
        label="Grace, in seconds"
        hint="An agent may be away this long before somebody else takes over."
        inputmode="numeric"
        class="tabular"
        value={values().graceMs}
        error={errors().graceMs}
        onInput={text('graceMs')}
      />
      <Choices
        legend="How conversations connect"
        name="connection"
        choices={connectionChoices}
        chosen={props.department.names === 'masked' ? 'server' : values().connection}
        closed={closed()}
        onChoose={(connection) => write({ connection })}
      />
    </GroupForm>
  );
}

export function PoliciesGroup(props: SettingsGroupProps): JSX.Element {
  const { values, errors, write, text, form } = createEdit('policies', props);
  const setKind = (kind: ConversationKind, on: boolean) => {
    const kinds = conversationKinds.filter((one) =>
      one === kind ? on : values().kinds.includes(one),
    );
    write({ kinds });
  };
  return (
    <GroupForm title="Policies" text="What is allowed, whoever asks." {...form}>
      <div class="group-pair">
        <TextField
          label="Open threads per person"
          hint="Who has as many closes one first."
          inputmode="numeric"
          class="tabular"
          value={values().maxOpenThreads}
          error={errors().maxOpenThreads}
          onInput={text('maxOpenThreads')}
        />
        <TextField
          label="Workers at most"
          hint="Agents that belong to this department alone."
          inputmode="numeric"
          class="tabular"
          value={values().maxWorkers}
          error={errors().maxWorkers}
          onInput={text('maxWorkers')}
        />
      </div>
      <Choices
        legend="Who may close"
        name="who-closes"
        choices={closingChoices}
        chosen={values().whoCloses}
        onChoose={(whoCloses) => write({ whoCloses })}
      />
      <Choices
        legend="Names"
        name="names"
        choices={nameChoices}
        chosen={values().names}
        onChoose={(names) => write({ names })}
      />
      <FormTrouble sentence={errors().names} />
      <fieldset class="choices">
        <legend>Kinds of conversation</legend>
        <div class="group-kinds">
          <For each={conversationKinds}>
            {(kind) => (
              <label class="choice">
                <input
                  type="checkbox"
                  checked={values().kinds.includes(kind)}
                  onChange={(event) => setKind(kind, event.currentTarget.checked)}
                />
                <span>{kindNames[kind]}</span>
              </label>
            )}
          </For>
        </div>
        <FormTrouble sentence={errors().kinds} />
      </fieldset>
      <fieldset class="choices">
        <legend>Writing</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={values().previews && props.department.names !== 'masked'}
            disabled={props.department.names === 'masked'}
            onChange={(event) => write({ previews: event.currentTarget.checked })}
          />
          <span class="choice-text">
            <span>Agents see what clients write as they write it</span>
            <span class="quiet">
              Clients are told and can turn it off. It is never stored, and never shown where names
              are masked.
            </span>
          </span>
        </label>
      </fieldset>
      <fieldset class="choices">
        <legend>Watching</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={values().tellsWatching}
            onChange={(event) => write({ tellsWatching: event.currentTarget.checked })}
          />
          <span class="choice-text">
            <span>Tell people when an admin watches</span>
            <span class="quiet">Either way, the audit log keeps who watched what.</span>
          </span>
        </label>
      </fieldset>
    </GroupForm>
  );
}
