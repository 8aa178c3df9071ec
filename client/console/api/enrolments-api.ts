/** What the console asks about the customers who belong to a department. */
import {
  enrolmentAnswer,
  enrolmentsAnswer,
  type EnrolmentAnswer,
  type EnrolmentsAnswer,
} from '../../../conversation/protocol/http/enrolments.ts';
import type { AccountId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';

export interface EnrolmentsApi {
  enrolments(department: DepartmentId): Promise<ApiResult<EnrolmentsAnswer>>;
  /** @param who user name or e-mail address of a customer */
  enrol(department: DepartmentId, who: string): Promise<ApiResult<EnrolmentAnswer>>;
  endEnrolment(department: DepartmentId, account: AccountId): Promise<ApiResult<unknown>>;
}

export function createEnrolmentsApi({ ask }: Pick<ApiClient, 'ask'>): EnrolmentsApi {
  const of = (id: DepartmentId) => `/api/departments/${id}/enrolments`;
  return {
    enrolments: (department) => ask({ path: of(department), answer: enrolmentsAnswer }),
    enrol: (department, who) =>
      ask({ method: 'POST', path: of(department), body: { who }, answer: enrolmentAnswer }),
    endEnrolment: (department, account) =>
      ask({ method: 'DELETE', path: `${of(department)}/${account}`, answer: nothing }),
  };
}
