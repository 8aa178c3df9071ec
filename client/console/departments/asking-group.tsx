/** What a department asks before a conversation. */
import { createSignal, Index, Show, type JSX } from 'solid-js';
import {
  contactFields,
  mostOwnFields,
  type ContactField,
  type Demand,
} from '../../../conversation/protocol/http/asking.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { FormTrouble } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Choices, type Choice } from '../../signed-in/ui/choices.tsx';
import {
  askingOf,
  checkAsking,
  isSameAsking,
  newField,
  valuesOfAsking,
  type AskingValues,
  type OwnFieldValues,
} from './asking-form.ts';
import { GroupForm } from './group-form.tsx';
import type { SettingsGroupProps } from './settings-groups.tsx';

const times: readonly Choice<AskingValues['when']>[] = [
  { value: 'never', name: 'Never', sentence: 'People write at once.' },
  {
    value: 'away',
    name: 'Where nobody is available',
    sentence: 'So that you know whom to answer later.',
  },
  { value: 'always', name: 'Always', sentence: 'Before the first message of each conversation.' },
];
const demandWords: readonly (readonly [Demand, string])[] = [
  ['no', 'Not asked'],
  ['may', 'May be left out'],
  ['must', 'Has to be answered'],
];
const contactNames: Readonly<Record<ContactField, string>> = {
  name: 'Name',
  email: 'E-mail address',
  phone: 'Phone number',
};
const kinds: readonly (readonly [OwnFieldValues['kind'], string])[] = [
  ['line', 'Short text'],
  ['text', 'Long text'],
  ['choice', 'Choice'],
  ['check', 'Checkbox'],
];

export function AskingGroup(props: SettingsGroupProps): JSX.Element {
  const [values, setValues] = createSignal(valuesOfAsking(props.department.asks));
  const [told, setTold] = createSignal<string>();
  const errors = () => checkAsking(values());
  const isWrong = () => Object.keys(errors()).length > 0;
  const isMasked = () => props.department.names === 'masked';
  const write = (change: Partial<AskingValues>) => {
    setTold(undefined);
    setValues((known) => ({ ...known, ...change }));
  };
  const writeField = (at: number, change: Partial<OwnFieldValues>) =>
    write({ own: values().own.map((one, i) => (i === at ? { ...one, ...change } : one)) });
  const isTouched = () =>
    JSON.stringify(values()) !== JSON.stringify(valuesOfAsking(props.department.asks));
  const changes = () => {
    const asks = askingOf(values());
    return isWrong() || isSameAsking(asks, props.department.asks) ? {} : { asks };
  };

  return (
    <GroupForm
      title="Asked before the chat"
      text="A short form before the first message. What people answer stands beside the conversation; nobody checked it, and no mail goes out to an address from it."
      department={props.department}
      changes={changes()}
      isWrong={isWrong()}
      isTouched={isTouched()}
      onRefused={(field, message) => {
        if (field?.startsWith('asks') !== true) return false;
        setTold(message);
        return true;
      }}
      onSaved={(department) => {
        setValues(valuesOfAsking(department.asks));
        props.onSaved(department);
      }}
      onUndo={() => setValues(valuesOfAsking(props.department.asks))}
    >
      <Show when={isMasked()}>
        <p class="page-text">Names are masked in this department, so nothing is asked.</p>
      </Show>
      <Choices
        legend="When it is asked"
        name="asking-when"
        choices={times}
        chosen={isMasked() ? 'never' : values().when}
        closed={isMasked() ? ['away', 'always'] : []}
        onChoose={(when) => write({ when })}
      />
      <Show when={!isMasked() && values().when !== 'never'}>
        <TextField
          label="Text above the fields"
          hint="May be empty."
          value={values().help}
          error={errors().help}
          onInput={(event) => write({ help: event.currentTarget.value })}
        />
        <div class="asking-contact">
          <Index each={contactFields}>
            {(field) => (
              <SelectField
                label={contactNames[field()]}
                value={values()[field()]}
                options={demandWords}
                onChange={(demand) => write({ [field()]: demand })}
              />
            )}
          </Index>
        </div>
        <p class="quiet">Who is signed in, or vouched for by a site, is not asked what is known.</p>
        <Index each={values().own}>
          {(field, at) => (
            <fieldset class="asking-field">
              <legend>{`Field ${at + 1}`}</legend>
              <div class="group-pair">
                <TextField
                  label="Question"
                  value={field().label}
                  error={errors()[`label.${at}`]}
                  onInput={(event) => writeField(at, { label: event.currentTarget.value })}
                />
                <SelectField
                  label="Answer"
                  value={field().kind}
                  options={kinds}
                  onChange={(kind) => writeField(at, { kind })}
                />
              </div>
              <Show when={field().kind === 'choice'}>
                <TextField
                  label="Choices"
                  hint="Parted by commas."
                  value={field().choices}
                  error={errors()[`choices.${at}`]}
                  onInput={(event) => writeField(at, { choices: event.currentTarget.value })}
                />
              </Show>
              <div class="asking-field-end">
                <label class="choice">
                  <input
                    type="checkbox"
                    checked={field().required}
                    onChange={(event) => writeField(at, { required: event.currentTarget.checked })}
                  />
                  <span>Has to be answered</span>
                </label>
                <Button
                  look="ghost"
                  size="small"
                  aria-label={`Remove field ${at + 1}`}
                  onClick={() => write({ own: values().own.filter((_, i) => i !== at) })}
                >
                  Remove
                </Button>
              </div>
            </fieldset>
          )}
        </Index>
        <Show when={values().own.length < mostOwnFields}>
          <div>
            <Button onClick={() => write({ own: [...values().own, newField] })}>
              <PlusIcon /> Add a field
            </Button>
          </div>
        </Show>
        <TextField
          label="Consent"
          hint="What people agree to before they write, as plain text; empty: nothing."
          value={values().consentText}
          error={errors().consentText}
          onInput={(event) => write({ consentText: event.currentTarget.value })}
        />
        <TextField
          label="Link to read more"
          hint="Opens in a new tab; may be empty."
          inputmode="url"
          value={values().consentLink}
          error={errors().consentLink}
          onInput={(event) => write({ consentLink: event.currentTarget.value })}
        />
      </Show>
      <FormTrouble sentence={told()} />
    </GroupForm>
  );
}
