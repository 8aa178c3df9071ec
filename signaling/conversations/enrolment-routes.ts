/** Who is enrolled in a department, and where one belongs oneself. */
import * as http from '../../conversation/protocol/http/enrolments.ts';
import {
  ownDepartmentsAnswer,
  type OwnDepartmentsAnswer,
} from '../../conversation/protocol/http/groups.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import type { ChangeStaff } from '../accounts/staff-changes.ts';
import type { Database } from '../database/database.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import { answer, notFound, refusal, type Answer } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import { mostEnrolled, type Enrolled, type EnrolmentRefusal } from './enrolments.ts';
import { mayBegin } from './kinds.ts';
import { belongingsOf } from './people.ts';

export interface EnrolmentRoutesOptions {
  readonly database: Database;
  readonly departments: DepartmentsStore;
  readonly relations: Pick<Relations, 'toDepartment'>;
  readonly changeStaff: ChangeStaff;
}

type Params = Readonly<Record<string, string>>;

const toJson = ({ email, ...rest }: Enrolled) => ({
  ...rest,
  ...(email === undefined ? {} : { email }),
});

const sentences: Readonly<Record<EnrolmentRefusal, string>> = {
  'no-such-customer': 'No customer has this user name or e-mail address.',
  'enrolled-already': 'They are enrolled already.',
  'too-many': `As many are enrolled as can be: ${mostEnrolled}.`,
};

export function enrolmentRoutes(options: EnrolmentRoutesOptions): Route[] {
  const { database, departments, relations, changeStaff } = options;
  const departmentIn = (params: Params) => params['id'] as DepartmentId;
  const demand = async ({ actor, params }: { actor: Actor; params: Params }) => ({
    action: 'manage-enrolments' as const,
    relation: await relations.toDepartment(actor, departmentIn(params)),
  });

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments/:id/enrolments',
        summary: 'Which customers are enrolled in a department, in the order of names.',
        actions: ['manage-enrolments'],
        answers: { status: 200, schema: http.enrolmentsAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      demand,
      async ({ params }) => {
        const enrolled = await departments.enrolments.of(departmentIn(params));
        return answer(200, { enrolled: enrolled.map(toJson) } satisfies http.EnrolmentsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/enrolments',
        summary: 'Enrols a customer by user name or e-mail address.',
        actions: ['manage-enrolments'],
        body: http.newEnrolment,
        answers: { status: 201, schema: http.enrolmentAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      demand,
      async ({ actor, body: { who }, params }) => {
        const id = departmentIn(params);
        return changeStaff(async ({ departments, audit }): Promise<Answer> => {
          const added = await departments.enrolments.add(id, who);
          if (!added.ok) return refusal('conflict', sentences[added.refusal], 'who');
          const { account } = added.value;
          await audit.record(accountOf(actor), 'enrolled', id, { account });
          return answer(201, { enrolled: toJson(added.value) } satisfies http.EnrolmentAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/departments/:id/enrolments/:account',
        summary: 'Takes a customer out of a department and of all its groups.',
        actions: ['manage-enrolments'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      demand,
      async ({ actor, params }) => {
        const [id, account] = [departmentIn(params), params['account'] as AccountId];
        return changeStaff(async ({ departments, audit }) => {
          if (!(await departments.enrolments.remove(id, account))) return notFound();
          await audit.record(accountOf(actor), 'enrolment-ended', id, { account });
          return answer(204);
        });
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/me/departments',
        summary: 'Where one belongs, and what one may begin there.',
        actions: ['list-own-departments'],
        answers: { status: 200, schema: ownDepartmentsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-own-departments' }),
      async ({ actor }) => {
        const belongings = await belongingsOf(database, accountOf(actor));
        const standings = new Map(belongings.map((one) => [one.department, one.standing]));
        const own = (await departments.list()).flatMap((department) => {
          const standing = standings.get(department.id);
          if (standing === undefined) return [];
          const { id, name, description, active } = department;
          const mayStart = conversationKinds.filter(
            // Anybody at all may ask for support: that is no matter of belonging.
            (kind) => kind !== 'support' && active && mayBegin(kind, standing, department),
          );
          return [{ id, name, description, standing, mayStart }];
        });
        return answer(200, { departments: own } satisfies OwnDepartmentsAnswer);
      },
    ),
  ];
}
