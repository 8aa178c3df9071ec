/** What one fills in: choices, fields that filter, and how forms end. */
import { createSignal, type JSX } from 'solid-js';
import { Choices } from '../../signed-in/ui/choices.tsx';
import { FilterField } from '../../ui/filter-field.tsx';
import { FormEnd } from '../../ui/form-end.tsx';
import { SelectField } from '../../ui/select-field.tsx';

const departments = [
  { value: 'support', name: 'Support', sentence: 'Everything about bills and readings.' },
  { value: 'moves', name: 'Moving house', sentence: 'Nobody is here at this moment.' },
  { value: 'sales', name: 'New contracts', sentence: 'Tariffs, and what fits to whom.' },
] as const;
const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const;
const nothing = () => undefined;

export function Fields(): JSX.Element {
  const [department, setDepartment] = createSignal<'support' | 'moves' | 'sales'>('support');
  const [words, setWords] = createSignal('meter');
  return (
    <div class="gallery-row">
      <Choices
        legend="Who should answer?"
        name="department"
        choices={departments}
        chosen={department()}
        closed={['moves']}
        onChoose={setDepartment}
      />
      <div class="gallery-column">
        <SelectField label="Language" value="en" options={languages} onChange={nothing} />
        <SelectField
          label="Time zone"
          value="de"
          options={languages}
          error="This time zone is not known. Choose another one."
          onChange={nothing}
        />
        <FilterField label="Filter conversations" words="" onWords={nothing} />
        <FilterField label="Filter people" words={words()} onWords={setWords} />
      </div>
      <div class="gallery-column">
        <FormEnd trouble={undefined} busy={false} action="Save" onCancel={nothing} />
        <FormEnd trouble={undefined} busy action="Save" onCancel={nothing} />
        <FormEnd
          trouble="The server cannot be reached. Check your connection and try again."
          busy={false}
          action="Save"
          onCancel={nothing}
        />
      </div>
    </div>
  );
}
