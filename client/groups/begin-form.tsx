import { createResource, createSignal, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { isGroup, type ConversationKind } from '../../conversation/protocol/kinds.ts';
import { refuse } from '../../conversation/protocol/result.ts';
import type { ApiResult } from '../signed-in/api/api-client.ts';
import type { GroupAnswer } from '../../conversation/protocol/http/groups.ts';
import { Choices } from '../signed-in/ui/choices.tsx';
import { createForm } from '../ui/form.ts';
import { FormEnd } from '../ui/form-end.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import {
  checkBeginning,
  kindsToBegin,
  nothingBegun,
  takesPeople,
  takesTitle,
  type BeginValues,
  type OwnDepartment,
} from './begin-form.ts';
import type { GroupsApi } from './groups-api.ts';
import { beginWords, kindSentence } from './kind-words.ts';
import { PeoplePicker } from './people-picker.tsx';
import type { Person } from './people-search.ts';
import { findThreadTargets } from './thread-targets.ts';

export interface BeginFormProps {
  readonly api: GroupsApi;
  readonly clock: Clock;
  /** Where something may be begun; not empty. */
  readonly departments: readonly OwnDepartment[];
  /** Chosen elsewhere; left out: one chooses here. */
  readonly kind?: ConversationKind | undefined;
  onBegun(summary: ConversationSummary): void;
  onClose(): void;
}

/** Begins a conversation that nobody queues for: what, where, with whom. */
export function BeginForm(props: BeginFormProps): JSX.Element {
  const kinds = () => kindsToBegin(props.departments);
  const [chosenKind, setKind] = createSignal<ConversationKind>();
  const kind = (): ConversationKind => props.kind ?? chosenKind() ?? kinds()[0] ?? 'direct';
  const places = () => props.departments.filter(({ mayStart }) => mayStart.includes(kind()));
  const [chosenPlace, setPlace] = createSignal<DepartmentId>();
  const place = () => places().find(({ id }) => id === chosenPlace()) ?? places()[0];
  const [people, setPeople] = createSignal<readonly Person[]>([]);

  const form = createForm({
    initial: nothingBegun,
    check: (values) => checkBeginning(kind(), values),
    isWrongAlready: (field, value) => value !== '' && (field === 'title' || field === 'subject'),
    send: async (values) => {
      const result = await begin(values);
      if (result.ok) props.onBegun(result.value.summary);
      return result;
    },
  });

  function begin({ title, to, subject }: BeginValues): Promise<ApiResult<GroupAnswer>> {
    const at = place();
    const what = kind();
    const target = targets()?.find(({ id }) => id === to);
    if (at === undefined) return Promise.resolve(refuse(nowhere));
    if (what === 'departments') {
      if (target === undefined) return Promise.resolve(refuse(nowhere));
      const about = subject.trim() === '' ? {} : { subject };
      return props.api.startThread(at.id, { to: target.id, ...about });
    }
    if (!isGroup(what)) return Promise.resolve(refuse(nowhere));
    return props.api.startGroup(at.id, {
      kind: what,
      ...(takesTitle(what) ? { title: title.trim() } : {}),
      ...(takesPeople(what) ? { people: people().map(({ account }) => account) } : {}),
    });
  }
  function choosePeople(next: readonly Person[]) {
    setPeople(next);
    form.write('people', next.map(({ account }): AccountId => account).join(','));
  }
  /** Whoever was chosen in one department may not belong to the other. */
  function choosePlace(id: DepartmentId) {
    setPlace(id);
    choosePeople([]);
    form.write('to', '');
  }
  const [targets] = createResource(
    () => (kind() === 'departments' ? place()?.id : undefined),
    (from) => findThreadTargets(props.api, from),
  );

  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <Show when={props.kind === undefined && kinds().length > 1}>
        <Choices
          legend="What"
          name="kind"
          choices={kinds().map((value) => ({
            value,
            name: beginWords[value],
            sentence: kindSentence(value),
          }))}
          chosen={kind()}
          onChoose={(next) => {
            setKind(next);
            choosePeople([]);
          }}
        />
      </Show>
      <Show when={places().length > 1 && place()}>
        {(at) => (
          <SelectField
            label={kind() === 'departments' ? 'From' : 'Where'}
            value={at().id}
            options={places().map(({ id, name }) => [id, name] as const)}
            onChange={choosePlace}
          />
        )}
      </Show>
      <Show when={kind() === 'departments'}>
        <SelectField
          label="To"
          value={form.values().to}
          options={[
            ['', 'Choose a department'] as const,
            ...(targets() ?? []).map(({ id, name }) => [id, name] as const),
          ]}
          error={form.error('to') ?? (targets()?.length === 0 ? noTargets : undefined)}
          onChange={(to) => form.write('to', to)}
        />
        <TextField
          label="Subject (optional)"
          hint="With a subject it is a ticket."
          error={form.error('subject')}
          onInput={(event) => form.write('subject', event.currentTarget.value)}
        />
      </Show>
      <Show when={takesTitle(kind())}>
        <TextField
          label="Title"
          error={form.error('title')}
          onInput={(event) => form.write('title', event.currentTarget.value)}
        />
      </Show>
      <Show when={takesPeople(kind()) && place()?.id} keyed>
        {(department) => (
          <PeoplePicker
            label={kind() === 'direct' ? 'To' : 'Invite'}
            clock={props.clock}
            single={kind() === 'direct'}
            chosen={people()}
            error={form.error('people')}
            find={(words) => props.api.findPeople(department, words)}
            onChoose={choosePeople}
          />
        )}
      </Show>
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action={kind() === 'direct' ? 'Write' : 'Begin'}
        onCancel={() => props.onClose()}
      />
    </form>
  );
}

const nowhere = {
  code: 'not-allowed',
  message: 'This cannot be begun here any more. Reload the page.',
};
const noTargets = 'No other department takes threads from departments.';
