import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { priorities } from '../../../conversation/protocol/http/beside.ts';
import { FilterField } from '../../ui/filter-field.tsx';
import { useConsole } from '../console-context.ts';
import { priorityWords } from '../beside/words.ts';
import { countOf, noFilter, type FilterState } from './list-filter.ts';
import type { ListChoice } from './list-choice.ts';

export interface ListFilterHeadProps {
  readonly choice: ListChoice;
  /** Of groups only the words are looked at. */
  readonly onlyWords: boolean;
  /** The arrow down leads into the list. */
  onDown(): void;
}

const stateWords: Readonly<Record<FilterState, string>> = {
  waiting: 'Waiting',
  assigned: 'Answered by somebody',
  snoozed: 'Snoozed',
};

/** Narrows the list by words, and by what lies beside the conversations. */
export function ListFilterHead(props: ListFilterHeadProps): JSX.Element {
  const { beside, ownDepartments } = useConsole();
  const [isOpen, setIsOpen] = createSignal(false);
  const filter = () => props.choice.filter();
  const count = createMemo(() => countOf(filter()));
  const departments = () => ownDepartments.all() ?? [];
  return (
    <div class="list-filter">
      <div class="list-filter-line">
        <FilterField
          label="Filter conversations"
          words={props.choice.words()}
          onWords={(words) => props.choice.write(words)}
          onDown={() => props.onDown()}
        />
        <Show when={!props.onlyWords}>
          <button
            type="button"
            class="list-filter-open"
            aria-expanded={isOpen()}
            data-chosen={count() > 0}
            onClick={() => setIsOpen((before) => !before)}
          >
            Filters
            <Show when={count() > 0}>
              <span class="tabular"> ({count()})</span>
            </Show>
          </button>
        </Show>
      </div>
      <Show when={isOpen() && !props.onlyWords}>
        <div class="list-filter-parts" role="group" aria-label="Filters">
          <Show when={departments().length > 1}>
            <Part
              label="Department"
              value={filter().department}
              options={departments().map(({ id, name }) => [id, name] as const)}
              onChoose={(department) => props.choice.choose({ department })}
            />
          </Show>
          <Part
            label="Label"
            value={filter().label}
            options={beside.labels().map(({ id, name }) => [id, name] as const)}
            onChoose={(label) => props.choice.choose({ label })}
          />
          <Part
            label="Status"
            value={filter().state}
            options={(['waiting', 'assigned', 'snoozed'] as const).map(
              (state) => [state, stateWords[state]] as const,
            )}
            onChoose={(state) => props.choice.choose({ state })}
          />
          <Part
            label="Priority, at least"
            value={filter().priority}
            options={priorities
              .filter((one) => one !== 'none')
              .map((one) => [one, priorityWords[one]] as const)}
            onChoose={(priority) => props.choice.choose({ priority })}
          />
          <label class="list-filter-unread">
            <input
              type="checkbox"
              checked={filter().unread}
              onChange={(event) => props.choice.choose({ unread: event.currentTarget.checked })}
            />
            Unread only
          </label>
          <Show when={count() > 0}>
            <button
              type="button"
              class="list-filter-open"
              onClick={() =>
                props.choice.choose({
                  ...noFilter,
                  department: undefined,
                  label: undefined,
                  state: undefined,
                  priority: undefined,
                })
              }
            >
              Clear filters
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}

function Part<Value extends string>(props: {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: readonly (readonly [value: Value, words: string])[];
  onChoose(value: Value | undefined): void;
}): JSX.Element {
  return (
    <label class="list-filter-part">
      <span>{props.label}</span>
      <select
        class="field-input"
        onChange={({ currentTarget }) =>
          props.onChoose(props.options[currentTarget.selectedIndex - 1]?.[0])
        }
      >
        <option value="" selected={props.value === undefined}>
          Any
        </option>
        <For each={props.options}>
          {([value, words]) => (
            <option value={value} selected={value === props.value}>
              {words}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
