import { createSignal, For, Index, Show, type JSX } from 'solid-js';
import { weekdays, type Span, type Weekday } from '../../../conversation/protocol/opening-hours.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Choices, type Choice } from '../../signed-in/ui/choices.tsx';
import { GroupForm } from './group-form.tsx';
import {
  checkHours,
  hoursOf,
  isSameHours,
  spanOf,
  valuesOfHours,
  weekdayNames,
  type HoursValues,
} from './hours-form.ts';
import type { SettingsGroupProps } from './settings-groups.tsx';
import { TroubleLine } from '../../ui/trouble-line.tsx';

const kinds: readonly Choice<HoursValues['kind']>[] = [
  {
    value: 'always',
    name: 'Always open',
    sentence: 'Whoever is available answers, day and night.',
  },
  {
    value: 'week',
    name: 'By the clock',
    sentence: 'Outside of these hours people wait, or a bot answers.',
  },
];

export function HoursGroup(props: SettingsGroupProps): JSX.Element {
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [values, setValues] = createSignal(valuesOfHours(props.department.hours, ownZone));
  const [told, setTold] = createSignal<string>();
  const errors = () => checkHours(values());
  const isWrong = () => Object.keys(errors()).length > 0;
  const write = (change: Partial<HoursValues>) => {
    setTold(undefined);
    setValues((known) => ({ ...known, ...change }));
  };
  const writeDay = (day: Weekday, spans: readonly Span[]) =>
    write({ week: { ...values().week, [day]: spans } });
  const changes = () => {
    if (isWrong()) return { hours: props.department.hours };
    const hours = hoursOf(values());
    return isSameHours(hours, props.department.hours) ? {} : { hours };
  };

  return (
    <GroupForm
      title="Opening hours"
      text="When people answer. Conversations that come at other times wait, and are given out at opening."
      department={props.department}
      changes={changes()}
      isWrong={isWrong()}
      isTouched={Object.keys(changes()).length > 0}
      onRefused={(field, message) => {
        if (field?.startsWith('hours') !== true) return false;
        setTold(message);
        return true;
      }}
      onSaved={(department) => {
        setValues((known) => ({ ...known, ...valuesOfHours(department.hours, known.timeZone) }));
        props.onSaved(department);
      }}
      onUndo={() => setValues(valuesOfHours(props.department.hours, ownZone))}
    >
      <Choices
        legend="Open"
        name="hours-kind"
        choices={kinds}
        chosen={values().kind}
        onChoose={(kind) => write({ kind })}
      />
      <Show when={values().kind === 'week'}>
        <TextField
          label="Time zone"
          list="time-zones"
          autocomplete="off"
          spellcheck={false}
          value={values().timeZone}
          error={errors().timeZone}
          onInput={(event) => write({ timeZone: event.currentTarget.value })}
        />
        <datalist id="time-zones">
          <For each={Intl.supportedValuesOf('timeZone')}>{(zone) => <option value={zone} />}</For>
        </datalist>
        <div class="hours">
          <For each={weekdays}>
            {(day) => (
              <Day
                name={weekdayNames[day]}
                spans={values().week[day]}
                error={errors()[day]}
                onChange={(spans) => writeDay(day, spans)}
              />
            )}
          </For>
        </div>
        <Holidays dates={values().holidays} onChange={(holidays) => write({ holidays })} />
      </Show>
      <TroubleLine sentence={told()} />
    </GroupForm>
  );
}

interface DayProps {
  readonly name: string;
  readonly spans: readonly Span[];
  readonly error: string | undefined;
  onChange(spans: readonly Span[]): void;
}

function Day(props: DayProps): JSX.Element {
  const replace = (index: number, span: Span) => props.onChange(props.spans.with(index, span));
  const add = () => {
    const last = props.spans.at(-1);
    const next =
      last === undefined ? { from: '09:00', to: '17:00' } : { from: last.to, to: '24:00' };
    props.onChange([...props.spans, next]);
  };
  return (
    <fieldset class="hours-day">
      <legend>{props.name}</legend>
      <div class="hours-spans">
        <Show when={props.spans.length === 0}>
          <span class="page-text hours-closed">Closed</span>
        </Show>
        <Index each={props.spans}>
          {(span, index) => (
            <span class="hours-span">
              <input
                type="time"
                class="field-input tabular"
                aria-label={`${props.name}, from`}
                aria-invalid={props.error !== undefined}
                value={span().from}
                onInput={(event) => replace(index, spanOf(event.currentTarget.value, span().to))}
              />
              <span aria-hidden="true">–</span>
              <input
                type="time"
                class="field-input tabular"
                aria-label={`${props.name}, until`}
                aria-invalid={props.error !== undefined}
                value={span().to === '24:00' ? '00:00' : span().to}
                onInput={(event) => replace(index, spanOf(span().from, event.currentTarget.value))}
              />
              <IconButton
                label={`Remove ${span().from} to ${span().to} on ${props.name}`}
                onClick={() => props.onChange(props.spans.toSpliced(index, 1))}
              >
                <CloseIcon />
              </IconButton>
            </span>
          )}
        </Index>
        <TroubleLine sentence={props.error} />
      </div>
      <IconButton label={`Add hours on ${props.name}`} onClick={add}>
        <PlusIcon />
      </IconButton>
    </fieldset>
  );
}

interface HolidaysProps {
  readonly dates: readonly string[];
  onChange(dates: readonly string[]): void;
}

function Holidays(props: HolidaysProps): JSX.Element {
  const [date, setDate] = createSignal('');
  const add = () => {
    if (date() === '') return;
    props.onChange([...new Set([...props.dates, date()])].toSorted());
    setDate('');
  };
  return (
    <div class="form">
      <div class="with-button">
        <TextField
          label="Holidays"
          hint="Closed all day."
          type="date"
          value={date()}
          onInput={(event) => setDate(event.currentTarget.value)}
        />
        <Button disabled={date() === ''} onClick={add}>
          Add holiday
        </Button>
      </div>
      <Show when={props.dates.length > 0}>
        <ul class="holidays" aria-label="Holidays">
          <For each={props.dates}>
            {(one) => (
              <li class="holiday tabular">
                {one}
                <IconButton
                  label={`Remove ${one}`}
                  onClick={() => props.onChange(props.dates.filter((other) => other !== one))}
                >
                  <CloseIcon />
                </IconButton>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
