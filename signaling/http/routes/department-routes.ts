/** Departments: their settings, their order, and what everybody may know of them. */
import * as http from '../../../conversation/protocol/http/departments.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import { kindOf, reachOf } from '../../access/permissions.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type Actor } from '../../accounts/actor.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import type { Department, DepartmentChanges } from '../../departments/department-row.ts';
import type { Departments, DepartmentsStore } from '../../departments/departments-store.ts';
import { isOpenAt, nextOpeningAt } from '../../departments/opening-hours.ts';
import { openKinds } from '../../conversations/kinds.ts';
import { policiesOf } from '../../departments/presets.ts';
import { answer, notFound, refusal, type Answer } from '../answer.ts';
import { guardedRoute, openRoute, type Route } from '../route.ts';

export interface DepartmentRoutesOptions {
  readonly departments: DepartmentsStore;
  readonly relations: Pick<Relations, 'toDepartment' | 'departmentsOf'>;
  readonly changeStaff: ChangeStaff;
  readonly now: () => number;
}

/** As everybody may see it: nothing of who works there. */
export function openingOf(
  { hours }: Department,
  now: number,
): { readonly isOpen: boolean; readonly opensAt?: number } {
  if (isOpenAt(hours, now)) return { isOpen: true };
  const opensAt = nextOpeningAt(hours, now);
  return { isOpen: false, ...(opensAt === undefined ? {} : { opensAt }) };
}

const toJson = (department: Department): http.DepartmentJson => ({
  ...department,
  kinds: [...department.kinds],
});

const showsNames =
  'Courses, direct conversations, study groups, discussions and announcements always show names. A department that masks them cannot allow these.';

/** What is changed in the end: a preset brings its policies, and what is masked goes through the server. */
function changesOf(before: Department, body: DepartmentChanges): Result<DepartmentChanges, Answer> {
  const changes = body.preset === undefined ? body : { ...policiesOf[body.preset], ...body };
  const names = changes.names ?? before.names;
  if (names === 'open') return accept(changes);
  const isAsked = changes.names !== undefined || changes.kinds !== undefined;
  if (isAsked && openKinds(changes.kinds ?? before.kinds).length > 0) {
    const field = body.kinds === undefined ? 'names' : 'kinds';
    return refuse(refusal('conflict', showsNames, field));
  }
  if (body.connection !== undefined && body.connection !== 'server') {
    const sentence = 'Masked conversations always go through the server.';
    return refuse(refusal('conflict', sentence, 'connection'));
  }
  return accept({ ...changes, connection: 'server' });
}

async function isTaken(
  departments: Departments,
  name: string | undefined,
  by?: DepartmentId,
): Promise<boolean> {
  const list = await departments.list();
  return list.some((one) => one.id !== by && one.name.toLowerCase() === name?.toLowerCase());
}

async function isLastActive(departments: Departments, id: DepartmentId): Promise<boolean> {
  const list = await departments.list();
  return list.every((one) => one.id === id || !one.active);
}

/** What a policy was set to is for the audit log; what is said to clients is not. */
function policyValues(body: DepartmentChanges) {
  const words = ['name', 'description', 'greeting', 'offlineMessage'];
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string | number | boolean][] =>
      words.includes(name) || value === undefined || typeof value === 'object'
        ? []
        : [[name, value]],
    ),
  );
}

const nameTaken = () => refusal('conflict', 'Another department has this name.', 'name');

export function departmentRoutes(options: DepartmentRoutesOptions): Route[] {
  const { departments, relations, changeStaff, now } = options;

  /** In their order. */
  async function visibleTo(actor: Actor): Promise<readonly Department[]> {
    const list = await departments.list();
    if (reachOf(kindOf(actor), 'list-departments') === 'all') return list;
    const own = new Set(await relations.departmentsOf(actor));
    return list.filter(({ id }) => own.has(id));
  }

  return [
    openRoute(
      {
        method: 'get',
        path: '/api/departments/public',
        summary: 'The departments that take conversations, and whether they are open.',
        who: 'anyone',
        answers: { status: 200, schema: http.publicDepartmentsAnswer },
        refusals: [],
      },
      async () => {
        const list = await departments.list();
        return answer(200, {
          departments: list
            .filter(({ active }) => active)
            .map((one) => ({
              id: one.id,
              name: one.name,
              description: one.description,
              kinds: [...one.kinds],
              ...openingOf(one, now()),
            })),
        } satisfies http.PublicDepartmentsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments',
        summary: 'The departments that one belongs to (super admins: all), in their order.',
        actions: ['list-departments'],
        answers: { status: 200, schema: http.departmentsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-departments' }),
      async ({ actor }) => {
        const list = await visibleTo(actor);
        return answer(200, { departments: list.map(toJson) } satisfies http.DepartmentsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments',
        summary: 'Makes a department from a preset; whoever makes it is its head.',
        actions: ['make-department'],
        body: http.newDepartment,
        answers: { status: 201, schema: http.departmentAnswer },
        refusals: ['not-allowed', 'conflict'],
      },
      () => ({ action: 'make-department' }),
      async ({ actor, body }) => {
        const by = accountOf(actor);
        return changeStaff(async ({ departments, audit }) => {
          if (await isTaken(departments, body.name)) return nameTaken();
          const made = await departments.create(body);
          await departments.addMember(made.id, by);
          await departments.changeMember(made.id, by, { position: 'head' });
          const { name, preset } = body;
          await audit.record(by, 'department-created', made.id, { name, preset });
          return answer(201, { department: toJson(made) } satisfies http.DepartmentAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/departments/:id',
        summary: 'Changes settings, policies, hours or the place of a department.',
        actions: ['change-department'],
        body: http.changeDepartment,
        answers: { status: 200, schema: http.departmentAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'change-department',
        relation: await relations.toDepartment(actor, params['id'] as DepartmentId),
      }),
      async ({ actor, body: { position, ...body }, params }) => {
        const id = params['id'] as DepartmentId;
        const visible = (await visibleTo(actor)).map((one) => one.id);
        return changeStaff(async ({ departments, audit }) => {
          const before = await departments.get(id);
          if (before === undefined) return notFound();
          if (await isTaken(departments, body.name, id)) return nameTaken();
          if (body.active === false && (await isLastActive(departments, id))) {
            const sentence = 'At least one department must take conversations.';
            return refusal('conflict', sentence, 'active');
          }
          const changes = changesOf(before, body);
          if (!changes.ok) return changes.refusal;
          const changed = (await departments.change(id, changes.value)) ?? before;
          if (position !== undefined) {
            await departments.arrange(
              visible.filter((one) => one !== id).toSpliced(position, 0, id),
            );
          }
          const fields = [...Object.keys(body), ...(position === undefined ? [] : ['position'])];
          await audit.record(accountOf(actor), 'department-changed', id, {
            fields,
            ...policyValues(body),
          });
          return answer(200, { department: toJson(changed) } satisfies http.DepartmentAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/departments/:id',
        summary:
          'Deletes a department in which nothing is open, with its workers; the archive stays.',
        actions: ['delete-department'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'delete-department',
        relation: await relations.toDepartment(actor, params['id'] as DepartmentId),
      }),
      async ({ actor, params }) => {
        const id = params['id'] as DepartmentId;
        return changeStaff(async ({ accounts, departments, sessions, workers, audit }) => {
          const before = await departments.get(id);
          if (before === undefined) return notFound();
          if ((await departments.openConversations(id)) > 0) {
            const sentence = 'Conversations are open in this department. Close them first.';
            return refusal('conflict', sentence);
          }
          if (await isLastActive(departments, id)) {
            return refusal('conflict', 'At least one department must take conversations.');
          }
          const gone = await workers.of(id);
          for (const worker of gone) {
            await sessions.endAllOf(worker);
            await accounts.delete(worker);
          }
          await departments.delete(id);
          const detail = { name: before.name, workers: gone.length };
          await audit.record(accountOf(actor), 'department-deleted', id, detail);
          return answer(204);
        });
      },
    ),
  ];
}
