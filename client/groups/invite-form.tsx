import { createSignal, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { GroupPeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { createForm } from '../ui/form.ts';
import { FormEnd } from '../ui/form-end.tsx';
import type { GroupsApi } from './groups-api.ts';
import { PeoplePicker } from './people-picker.tsx';
import type { Person } from './people-search.ts';
import { groupWords } from './words/group-words.ts';

export interface InviteFormProps {
  readonly api: Pick<GroupsApi, 'findPeople' | 'invite'>;
  readonly clock: Clock;
  readonly conversation: ConversationId;
  readonly department: DepartmentId;
  onInvited(answer: GroupPeopleAnswer): void;
  onClose(): void;
}

export function InviteForm(props: InviteFormProps): JSX.Element {
  const [people, setPeople] = createSignal<readonly Person[]>([]);
  const form = createForm({
    initial: { people: '' },
    check: (values) => (values.people === '' ? { people: groupWords('invite.nobody') } : {}),
    send: async () => {
      const wanted = people().map(({ account }) => account);
      const result = await props.api.invite(props.conversation, wanted);
      if (result.ok) props.onInvited(result.value);
      return result;
    },
  });
  return (
    <form class="form" novalidate autocomplete="off" onSubmit={(event) => void form.submit(event)}>
      <PeoplePicker
        label={groupWords('invite.whom')}
        clock={props.clock}
        chosen={people()}
        error={form.error('people')}
        find={(words) => props.api.findPeople(props.department, words)}
        onChoose={(next) => {
          setPeople(next);
          form.write('people', next.map(({ account }) => account).join(','));
        }}
      />
      <FormEnd
        trouble={form.trouble()}
        busy={form.busy()}
        action={groupWords('invite')}
        onCancel={() => props.onClose()}
      />
    </form>
  );
}
