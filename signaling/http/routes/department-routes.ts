/** Settings of departments. */
import * as http from '../../../conversation/protocol/http.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { authorize } from '../../accounts/authorize.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import { answer, notAllowed, notFound, notSignedIn, refusal } from '../answer.ts';
import { route, type Route } from '../route.ts';

export function departmentRoutes(options: {
  readonly departments: DepartmentsStore;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { departments, changeStaff } = options;
  return [
    route(
      {
        method: 'get',
        path: '/api/departments',
        summary: 'All departments with their settings, oldest first.',
        who: 'signed-in',
        answers: { status: 200, schema: http.departmentsAnswer },
        refusals: ['not-allowed'],
      },
      async ({ authenticated }) => {
        if (authenticated === undefined) return notSignedIn();
        if (!authorize(authenticated.actor, { action: 'list-departments' }).ok) {
          return notAllowed();
        }
        const list = await departments.list();
        return answer(200, { departments: [...list] } satisfies http.DepartmentsAnswer);
      },
    ),
    route(
      {
        method: 'patch',
        path: '/api/departments/:id',
        summary: 'Changes settings of a department.',
        who: 'signed-in',
        body: http.changeDepartment,
        answers: { status: 200, schema: http.departmentAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ authenticated, body, params }) => {
        if (authenticated === undefined) return notSignedIn();
        const { actor } = authenticated;
        if (actor.kind !== 'account' || !authorize(actor, { action: 'change-department' }).ok) {
          return notAllowed();
        }
        const id = params['id'] as DepartmentId;
        const list = await departments.list();
        const isTaken = list.some(
          (other) => other.id !== id && other.name.toLowerCase() === body.name?.toLowerCase(),
        );
        if (isTaken) return refusal('conflict', 'Another department has this name.', 'name');
        const department = await changeStaff(async ({ departments, audit }) => {
          const changed = await departments.change(id, body);
          if (changed === undefined) return undefined;
          const fields = Object.keys(body);
          await audit.record(actor.account, 'department-changed', id, { fields });
          return changed;
        });
        if (department === undefined) return notFound();
        return answer(200, { department } satisfies http.DepartmentAnswer);
      },
    ),
  ];
}
