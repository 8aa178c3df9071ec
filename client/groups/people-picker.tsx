import './people-picker.css';
import {
  createEffect,
  createSignal,
  createUniqueId,
  For,
  on,
  Show,
  untrack,
  type JSX,
} from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { PeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ApiResult } from '../signed-in/api/api-client.ts';
import { IconButton } from '../ui/button.tsx';
import { CloseIcon, TickIcon } from '../ui/icons.tsx';
import { Avatar } from '../ui/marks.tsx';
import { told } from '../words/told.ts';
import { createPeopleSearch, type Person } from './people-search.ts';
import { groupWords } from './words/group-words.ts';

export interface PeoplePickerProps {
  readonly label: string;
  readonly clock: Clock;
  readonly chosen: readonly Person[];
  /** One at most: choosing another one takes the first one's place. */
  readonly single?: boolean;
  readonly error?: string | undefined;
  find(words: string): Promise<ApiResult<PeopleAnswer>>;
  onChoose(people: readonly Person[]): void;
}

/** A search box over a list that is always there (ARIA: a combobox with a listbox). */
export function PeoplePicker(props: PeoplePickerProps): JSX.Element {
  const id = createUniqueId();
  const search = createPeopleSearch(props.clock, (words) => props.find(words));
  const [at, setAt] = createSignal(0);
  let list: HTMLUListElement | undefined;
  let field: HTMLInputElement | undefined;

  const people = (): readonly Person[] => {
    const found = search.found();
    return found.state === 'there' ? found.people : [];
  };
  const optionId = (index: number) => `${id}-${index}`;
  const isChosen = (person: Person) =>
    props.chosen.some(({ account }) => account === person.account);
  const without = (person: Person) =>
    props.chosen.filter(({ account }) => account !== person.account);
  createEffect(on(people, () => setAt(0)));
  // Whoever writes a name and Enter in one go means the one who is found.
  const [takesFirst, setTakesFirst] = createSignal(false);
  createEffect(() => {
    if (!takesFirst() || !search.isSettled()) return;
    setTakesFirst(false);
    const [first] = untrack(people);
    if (first !== undefined && !untrack(() => isChosen(first))) toggle(first);
  });

  function toggle(person: Person) {
    if (isChosen(person)) props.onChoose(without(person));
    else props.onChoose(props.single === true ? [person] : [...props.chosen, person]);
  }
  function move(to: number) {
    const count = people().length;
    if (count === 0) return;
    setAt((to + count) % count);
    list?.children[at()]?.scrollIntoView({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return;
    const person = people()[at()];
    const last = props.chosen.at(-1);
    if (event.key === 'ArrowDown') move(at() + 1);
    else if (event.key === 'ArrowUp') move(at() - 1);
    // What is chosen already is sent by the form's own Enter.
    else if (event.key === 'Enter' && !search.isSettled()) setTakesFirst(true);
    else if (event.key === 'Enter' && person !== undefined && !isChosen(person)) toggle(person);
    else if (event.key === 'Backspace' && search.words() === '' && last !== undefined)
      props.onChoose(without(last));
    else return;
    event.preventDefault();
  }
  const note = () => {
    const found = search.found();
    if (found.state === 'looking') return groupWords('find.looking');
    if (found.state === 'failed') return told(found.message);
    if (found.people.length > 0) {
      return found.more ? groupWords('find.more') : undefined;
    }
    return search.words().trim() === ''
      ? groupWords('find.nobody')
      : groupWords('find.nobody-called', { name: search.words().trim() });
  };
  const error = () => (props.error === undefined ? '' : `${id}-error`);

  return (
    <div class="field">
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <div class="picker">
        <Show when={props.chosen.length > 0}>
          <ul class="picker-chosen" aria-label={groupWords('find.chosen')}>
            <For each={props.chosen}>
              {(person) => (
                <li class="picker-chip">
                  <bdi>{person.name}</bdi>
                  <IconButton
                    label={groupWords('find.take-out', { name: person.name })}
                    onClick={() => {
                      props.onChoose(without(person));
                      field?.focus();
                    }}
                  >
                    <CloseIcon />
                  </IconButton>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <input
          ref={(element) => (field = element)}
          id={id}
          class="field-input picker-field"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          placeholder={groupWords('find.search')}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={people().length > 0 ? optionId(at()) : undefined}
          aria-invalid={props.error !== undefined}
          aria-describedby={[`${id}-note`, error()].join(' ').trim()}
          value={search.words()}
          onInput={(event) => {
            setTakesFirst(false);
            search.look(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        <ul
          ref={(element) => (list = element)}
          id={`${id}-list`}
          class="picker-list"
          role="listbox"
          aria-label={groupWords('find.people')}
          aria-multiselectable={props.single !== true}
          hidden={people().length === 0}
        >
          <For each={people()}>
            {(person, index) => (
              <li
                id={optionId(index())}
                class="picker-person"
                role="option"
                aria-selected={isChosen(person)}
                data-at={index() === at()}
                // The focus stays in the box.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setAt(index());
                  toggle(person);
                }}
              >
                <Avatar name={person.name} size="small" />
                <bdi>{person.name}</bdi>
                <Show when={person.standing !== 'enrolled'}>
                  <span class="quiet">{groupWords('who.staff')}</span>
                </Show>
                <Show when={isChosen(person)}>
                  <TickIcon />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <p id={`${id}-note`} class="quiet" role="status">
          {note()}
        </p>
      </div>
      <Show when={props.error}>
        {(sentence) => (
          <p id={`${id}-error`} class="field-error" role="alert">
            {sentence()}
          </p>
        )}
      </Show>
    </div>
  );
}
