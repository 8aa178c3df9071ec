/** What the console and the customers' page ask about conversations among people, and between departments. */
import {
  groupAnswer,
  groupPeopleAnswer,
  ownDepartmentsAnswer,
  peopleAnswer,
  type GroupAnswer,
  type GroupPeopleAnswer,
  type NewGroupRequest,
  type NewThreadRequest,
  type OwnDepartmentsAnswer,
  type PeopleAnswer,
} from '../../conversation/protocol/http/groups.ts';
import {
  publicDepartmentsAnswer,
  type PublicDepartmentsAnswer,
} from '../../conversation/protocol/http/departments.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../signed-in/api/api-client.ts';
import { queryOf } from '../signed-in/api/query-of.ts';

export interface GroupsApi {
  /** Where one belongs, and what one may begin there. */
  ownDepartments(): Promise<ApiResult<OwnDepartmentsAnswer>>;
  /** @param words looked for in names; empty: everybody, in the order of names */
  findPeople(department: DepartmentId, words: string): Promise<ApiResult<PeopleAnswer>>;
  /** Departments that anybody may write to. */
  publicDepartments(): Promise<ApiResult<PublicDepartmentsAnswer>>;
  startGroup(department: DepartmentId, group: NewGroupRequest): Promise<ApiResult<GroupAnswer>>;
  startThread(from: DepartmentId, thread: NewThreadRequest): Promise<ApiResult<GroupAnswer>>;
  /** One speaks for one's department from then on. */
  takeSeat(conversation: ConversationId): Promise<ApiResult<unknown>>;
  peopleIn(conversation: ConversationId): Promise<ApiResult<GroupPeopleAnswer>>;
  invite(
    conversation: ConversationId,
    people: readonly AccountId[],
  ): Promise<ApiResult<GroupPeopleAnswer>>;
  /** Puts somebody out; oneself: leaves. */
  putOut(conversation: ConversationId, participant: ParticipantId): Promise<ApiResult<unknown>>;
  deleteConversation(conversation: ConversationId): Promise<ApiResult<unknown>>;
}

export function createGroupsApi({ ask }: Pick<ApiClient, 'ask'>): GroupsApi {
  const of = (id: ConversationId) => `/api/conversations/${id}`;
  const at = (id: DepartmentId) => `/api/departments/${id}`;
  return {
    ownDepartments: () => ask({ path: '/api/me/departments', answer: ownDepartmentsAnswer }),
    findPeople: (department, words) =>
      ask({
        path: `${at(department)}/people${queryOf({ q: words === '' ? undefined : words })}`,
        answer: peopleAnswer,
      }),
    publicDepartments: () =>
      ask({ path: '/api/departments/public', answer: publicDepartmentsAnswer }),
    startGroup: (department, body) =>
      ask({ method: 'POST', path: `${at(department)}/groups`, body, answer: groupAnswer }),
    startThread: (from, body) =>
      ask({ method: 'POST', path: `${at(from)}/threads`, body, answer: groupAnswer }),
    takeSeat: (id) => ask({ method: 'POST', path: `${of(id)}/seat`, body: {}, answer: nothing }),
    peopleIn: (id) => ask({ path: `${of(id)}/people`, answer: groupPeopleAnswer }),
    invite: (id, people) =>
      ask({
        method: 'POST',
        path: `${of(id)}/people`,
        body: { people: [...people] },
        answer: groupPeopleAnswer,
      }),
    putOut: (id, participant) =>
      ask({ method: 'DELETE', path: `${of(id)}/people/${participant}`, answer: nothing }),
    deleteConversation: (id) => ask({ method: 'DELETE', path: of(id), answer: nothing }),
  };
}
