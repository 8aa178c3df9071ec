import { createSignal, For, Show, type JSX } from 'solid-js';
import type { DepartmentJson } from '../../../conversation/protocol/http/departments.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useConsole } from '../console-context.ts';
import {
  changesOf,
  checkSettings,
  valuesOf,
  type SettingsField,
  type SettingsValues,
} from './settings-form.ts';

const answerChoices = [
  {
    value: 'people',
    name: 'People first',
    sentence: 'An agent who is available answers; the bot only when nobody is.',
  },
  {
    value: 'bots',
    name: 'Bot first',
    sentence: 'The bot answers and hands over to an agent when it is asked to or cannot help.',
  },
] as const;

const connectionChoices = [
  {
    value: 'direct',
    name: 'Direct',
    sentence: 'Browser to browser, the fastest way. Each side can learn the other’s IP address.',
  },
  {
    value: 'relay',
    name: 'Relayed',
    sentence: 'Through a TURN relay, so that neither side learns the other’s address.',
  },
  { value: 'server', name: 'Via server', sentence: 'Everything goes through this server.' },
] as const;

export function DepartmentForm(props: { readonly department: DepartmentJson }): JSX.Element {
  const { api } = useConsole();
  const [saved, setSaved] = createSignal(props.department);
  const [values, setValues] = createSignal<SettingsValues>(valuesOf(props.department));
  const [told, setTold] = createSignal<Partial<Record<SettingsField, string>>>({});
  const [state, setState] = createSignal<'idle' | 'busy' | 'done'>('idle');
  const [trouble, setTrouble] = createSignal<string>();

  const errors = () => ({ ...checkSettings(values()), ...told() });
  const isChanged = () => Object.keys(changesOf(saved(), values())).length > 0;
  const write = (change: Partial<SettingsValues>) => {
    setTold({});
    setTrouble(undefined);
    setState('idle');
    setValues((known) => ({ ...known, ...change }));
  };

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (state() === 'busy' || !isChanged() || Object.keys(checkSettings(values())).length > 0)
      return;
    setState('busy');
    const result = await api.changeDepartment(saved().id, changesOf(saved(), values()));
    if (result.ok) {
      setSaved(result.value.department);
      setValues(valuesOf(result.value.department));
      setState('done');
      return;
    }
    setState('idle');
    const { field, message } = result.refusal;
    if (isSettingsField(field)) setTold({ [field]: message });
    else setTrouble(message);
  }

  return (
    <form
      class="card settings-card form"
      novalidate
      aria-label={`Settings of ${saved().name}`}
      onSubmit={(event) => void submit(event)}
    >
      <TextField
        label="Department"
        value={values().name}
        error={errors().name}
        onInput={(event) => write({ name: event.currentTarget.value })}
      />
      <TextField
        label="Greeting"
        hint="Stands in the chat before anything was written."
        value={values().greeting}
        error={errors().greeting}
        onInput={(event) => write({ greeting: event.currentTarget.value })}
      />
      <Choices
        legend="Who answers first"
        name="first-answer"
        choices={answerChoices}
        chosen={values().firstAnswer}
        onChoose={(firstAnswer) => write({ firstAnswer })}
      />
      <div class="settings-pair">
        <TextField
          label="Conversations per agent"
          hint="At the same time."
          inputmode="numeric"
          class="tabular"
          value={values().agentCapacity}
          error={errors().agentCapacity}
          onInput={(event) => write({ agentCapacity: event.currentTarget.value })}
        />
        <TextField
          label="Grace, in seconds"
          hint="An agent may be away this long before somebody else takes over."
          inputmode="numeric"
          class="tabular"
          value={values().graceSeconds}
          error={errors().graceMs}
          onInput={(event) => write({ graceSeconds: event.currentTarget.value })}
        />
      </div>
      <Choices
        legend="How conversations connect"
        name="connection"
        choices={connectionChoices}
        chosen={values().connection}
        onChoose={(connection) => write({ connection })}
      />
      <Show when={trouble()}>
        {(sentence) => (
          <p class="field-error" role="alert">
            {sentence()}
          </p>
        )}
      </Show>
      <div class="dialog-actions settings-actions">
        <span class="page-text" role="status">
          {state() === 'done' ? 'Saved.' : ''}
        </span>
        <Show when={isChanged()}>
          <Button look="ghost" onClick={() => write(valuesOf(saved()))}>
            Undo changes
          </Button>
        </Show>
        <Button type="submit" look="primary" busy={state() === 'busy'} disabled={!isChanged()}>
          Save
        </Button>
      </div>
    </form>
  );
}

function isSettingsField(field: string | undefined): field is SettingsField {
  return ['name', 'greeting', 'agentCapacity', 'graceMs'].includes(field ?? '');
}

interface ChoicesProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly {
    readonly value: Value;
    readonly name: string;
    readonly sentence: string;
  }[];
  readonly chosen: Value;
  onChoose(value: Value): void;
}

function Choices<Value extends string>(props: ChoicesProps<Value>): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>{props.legend}</legend>
      <For each={props.choices}>
        {(choice) => (
          <label class="choice">
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              checked={props.chosen === choice.value}
              onChange={() => props.onChoose(choice.value)}
            />
            <span class="choice-text">
              <span>{choice.name}</span>
              <span class="quiet">{choice.sentence}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
