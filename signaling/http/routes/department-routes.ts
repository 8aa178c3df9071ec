/** Settings of departments. */
import * as http from '../../../conversation/protocol/http.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf } from '../../accounts/actor.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import { answer, notFound, refusal } from '../answer.ts';
import { guardedRoute, type Route } from '../route.ts';

export function departmentRoutes(options: {
  readonly departments: DepartmentsStore;
  readonly relations: Pick<Relations, 'toDepartment'>;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { departments, relations, changeStaff } = options;
  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments',
        summary: 'All departments with their settings, oldest first.',
        actions: ['list-departments'],
        answers: { status: 200, schema: http.departmentsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-departments' }),
      async () => {
        const list = await departments.list();
        return answer(200, { departments: [...list] } satisfies http.DepartmentsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/departments/:id',
        summary: 'Changes settings of a department.',
        actions: ['change-department'],
        body: http.changeDepartment,
        answers: { status: 200, schema: http.departmentAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'change-department',
        relation: await relations.toDepartment(actor, params['id'] as DepartmentId),
      }),
      async ({ actor, body, params }) => {
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
          await audit.record(accountOf(actor), 'department-changed', id, { fields });
          return changed;
        });
        if (department === undefined) return notFound();
        return answer(200, { department } satisfies http.DepartmentAnswer);
      },
    ),
  ];
}
