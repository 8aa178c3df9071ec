/** What the console asks about departments, their members, workers and bots. */
import {
  candidatesAnswer,
  departmentAnswer,
  departmentsAnswer,
  membersAnswer,
  workerAnswer,
  type CandidatesAnswer,
  type ChangeDepartmentRequest,
  type DepartmentAnswer,
  type DepartmentsAnswer,
  type MembersAnswer,
  type NewDepartmentRequest,
  type NewWorkerRequest,
  type PutMemberRequest,
  type WorkerAnswer,
} from '../../../conversation/protocol/http/departments.ts';
import type { AccountId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';

export interface DepartmentsApi {
  departments(): Promise<ApiResult<DepartmentsAnswer>>;
  addDepartment(department: NewDepartmentRequest): Promise<ApiResult<DepartmentAnswer>>;
  changeDepartment(
    id: DepartmentId,
    changes: ChangeDepartmentRequest,
  ): Promise<ApiResult<DepartmentAnswer>>;
  deleteDepartment(id: DepartmentId): Promise<ApiResult<unknown>>;
  members(id: DepartmentId): Promise<ApiResult<MembersAnswer>>;
  candidates(id: DepartmentId): Promise<ApiResult<CandidatesAnswer>>;
  /** Adds or changes. */
  putMember(
    id: DepartmentId,
    account: AccountId,
    member: PutMemberRequest,
  ): Promise<ApiResult<MembersAnswer>>;
  removeMember(id: DepartmentId, account: AccountId): Promise<ApiResult<unknown>>;
  addWorker(id: DepartmentId, worker: NewWorkerRequest): Promise<ApiResult<WorkerAnswer>>;
  deleteWorker(id: DepartmentId, account: AccountId): Promise<ApiResult<unknown>>;
}

export function createDepartmentsApi({ ask }: Pick<ApiClient, 'ask'>): DepartmentsApi {
  const pathOf = (id: DepartmentId) => `/api/departments/${id}`;
  return {
    departments: () => ask({ path: '/api/departments', answer: departmentsAnswer }),
    addDepartment: (body) =>
      ask({ method: 'POST', path: '/api/departments', body, answer: departmentAnswer }),
    changeDepartment: (id, body) =>
      ask({ method: 'PATCH', path: pathOf(id), body, answer: departmentAnswer }),
    deleteDepartment: (id) => ask({ method: 'DELETE', path: pathOf(id), answer: nothing }),
    members: (id) => ask({ path: `${pathOf(id)}/members`, answer: membersAnswer }),
    candidates: (id) => ask({ path: `${pathOf(id)}/candidates`, answer: candidatesAnswer }),
    putMember: (id, account, body) =>
      ask({
        method: 'PUT',
        path: `${pathOf(id)}/members/${account}`,
        body,
        answer: membersAnswer,
      }),
    removeMember: (id, account) =>
      ask({ method: 'DELETE', path: `${pathOf(id)}/members/${account}`, answer: nothing }),
    addWorker: (id, body) =>
      ask({ method: 'POST', path: `${pathOf(id)}/workers`, body, answer: workerAnswer }),
    deleteWorker: (id, account) =>
      ask({ method: 'DELETE', path: `${pathOf(id)}/workers/${account}`, answer: nothing }),
  };
}
