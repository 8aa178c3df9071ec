/** Who takes part in one conversation, and what one may do to it; asked for again when either may have changed. */
import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import type { GroupPeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { ConversationState } from '../state/conversation-state.ts';
import type { GroupsApi } from './groups-api.ts';

export type GroupPerson = GroupPeopleAnswer['people'][number];
export type May = GroupPeopleAnswer['may'];

export const mayNothing: May = {
  invite: false,
  remove: false,
  leave: false,
  close: false,
  delete: false,
};

export interface GroupPeople {
  /** Undefined until they are known. */
  readonly people: Accessor<readonly GroupPerson[] | undefined>;
  readonly may: Accessor<May>;
  /** Why they are not known, or not any more. */
  readonly failure: Accessor<string | undefined>;
  tell(answer: GroupPeopleAnswer): void;
  reload(): Promise<void>;
}

export interface GroupPeopleOptions {
  readonly api: Pick<GroupsApi, 'peopleIn'>;
  readonly conversation: ConversationId;
  readonly state: Pick<ConversationState, 'others' | 'you' | 'status'>;
  /** While it is false nothing is asked. */
  readonly wanted: Accessor<boolean>;
}

export function createGroupPeople(options: GroupPeopleOptions): GroupPeople {
  const { api, conversation, state, wanted } = options;
  const [answer, tell] = createSignal<GroupPeopleAnswer>();
  const [failure, setFailure] = createSignal<string>();
  let asked = 0;

  async function reload() {
    asked += 1;
    const mine = asked;
    const result = await api.peopleIn(conversation);
    if (mine !== asked) return;
    if (result.ok) tell(result.value);
    setFailure(result.ok ? undefined : result.refusal.message);
  }
  onCleanup(() => (asked += 1));
  createEffect(
    on([wanted, state.others, () => state.you()?.id, () => state.status()?.state], ([isWanted]) => {
      if (isWanted) void reload();
    }),
  );
  return {
    people: () => answer()?.people,
    may: () => answer()?.may ?? mayNothing,
    failure,
    tell: (next) => {
      asked += 1;
      tell(next);
    },
    reload,
  };
}
