/** Who works in a department: its members, and the workers that it makes itself. */
import * as http from '../../../conversation/protocol/http/departments.ts';
import type { AccountId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type Actor } from '../../accounts/actor.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { checkPassword, passwordSentences, type Passwords } from '../../accounts/passwords.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import type { Member } from '../../departments/members.ts';
import { answer, busy, notFound, refusal } from '../answer.ts';
import { guardedRoute, type Route } from '../route.ts';

export interface MemberRoutesOptions {
  readonly accounts: AccountsStore;
  readonly departments: DepartmentsStore;
  readonly passwords: Passwords;
  readonly relations: Pick<Relations, 'toDepartment'>;
  readonly changeStaff: ChangeStaff;
}

const toJson = ({ ownCapacity, ...member }: Member): http.MemberJson => ({
  ...member,
  ownCapacity: ownCapacity ?? null,
});

/** Workers neither lead nor move: they are their department's for good. */
const boundElsewhere = () =>
  refusal('conflict', 'This is a worker of another department, and belongs to that one only.');
const tooMany = (most: number) =>
  refusal('conflict', `This department has ${most} workers, and no more are allowed.`);

export function memberRoutes(options: MemberRoutesOptions): Route[] {
  const { accounts, departments, passwords, relations, changeStaff } = options;
  const departmentIn = (params: Readonly<Record<string, string>>) => params['id'] as DepartmentId;
  const accountIn = (params: Readonly<Record<string, string>>) => params['account'] as AccountId;
  const relationTo = (actor: Actor, params: Readonly<Record<string, string>>) =>
    relations.toDepartment(actor, departmentIn(params));

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments/:id/members',
        summary: 'Who belongs to a department, in the order in which they were added.',
        actions: ['list-members'],
        answers: { status: 200, schema: http.membersAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'list-members',
        relation: await relationTo(actor, params),
      }),
      async ({ params }) => {
        const members = await departments.members(departmentIn(params));
        return answer(200, { members: members.map(toJson) } satisfies http.MembersAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments/:id/candidates',
        summary: 'Agents, admins and bots who could become members.',
        actions: ['manage-members'],
        answers: { status: 200, schema: http.candidatesAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'manage-members',
        relation: await relationTo(actor, params),
      }),
      async ({ params }) => {
        const candidates = await departments.candidates(departmentIn(params));
        return answer(200, { candidates: [...candidates] } satisfies http.CandidatesAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'put',
        path: '/api/departments/:id/members/:account',
        summary: 'Adds a member, or changes position and capacity of one.',
        actions: ['manage-members'],
        body: http.putMember,
        answers: { status: 200, schema: http.membersAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'manage-members',
        relation: await relationTo(actor, params),
      }),
      async ({ actor, body, params }) => {
        const [id, account] = [departmentIn(params), accountIn(params)];
        return changeStaff(async ({ accounts, departments, workers, audit }) => {
          const who = await accounts.get(account);
          if (who === undefined || who.role === 'customer') return notFound();
          const boundTo = await workers.departmentOf(account);
          if (boundTo !== undefined && boundTo !== id) return boundElsewhere();
          if (body.position === 'head' && (boundTo !== undefined || who.role === 'bot')) {
            const sentence = 'Only agents and admins lead a department.';
            return refusal('conflict', sentence, 'position');
          }
          const before = await departments.members(id);
          const isNew = before.every((member) => member.account !== account);
          await departments.addMember(id, account);
          await departments.changeMember(id, account, body);
          const { position = '', capacity = '' } = body;
          await audit.record(accountOf(actor), isNew ? 'member-added' : 'member-changed', id, {
            account,
            position,
            capacity: String(capacity),
          });
          const members = await departments.members(id);
          return answer(200, { members: members.map(toJson) } satisfies http.MembersAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/departments/:id/members/:account',
        summary: 'Takes a member out of the department; what they answer they go on answering.',
        actions: ['manage-members'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'manage-members',
        relation: await relationTo(actor, params),
      }),
      async ({ actor, params }) => {
        const [id, account] = [departmentIn(params), accountIn(params)];
        return changeStaff(async ({ departments, audit }) => {
          const members = await departments.members(id);
          const member = members.find((one) => one.account === account);
          if (member === undefined) return notFound();
          if (member.isWorker) {
            const sentence = 'A worker stays as long as the account: delete the worker instead.';
            return refusal('conflict', sentence);
          }
          await departments.removeMember(id, account);
          await audit.record(accountOf(actor), 'member-removed', id, { account });
          return answer(204);
        });
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/workers',
        summary: 'The head of a department makes a worker, as many as its policy allows.',
        actions: ['manage-workers'],
        body: http.newWorker,
        answers: { status: 201, schema: http.workerAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict', 'weak-password', 'busy'],
      },
      async ({ actor, params }) => ({
        action: 'manage-workers',
        relation: await relationTo(actor, params),
      }),
      async ({ actor, body: { username, name, password }, params }) => {
        const id = departmentIn(params);
        const by = accountOf(actor);
        const good = checkPassword(password, username);
        if (!good.ok) return refusal('weak-password', passwordSentences[good.refusal], 'password');
        const hash = await passwords.hash(password);
        if (!hash.ok) return busy();
        return changeStaff(async ({ accounts, departments, workers, audit }) => {
          const department = await departments.get(id);
          if (department === undefined) return notFound();
          const { maxWorkers } = department;
          if ((await workers.of(id)).length >= maxWorkers) return tooMany(maxWorkers);
          const made = await accounts.create({
            username,
            name,
            role: 'agent',
            passwordHash: hash.value,
            createdBy: by,
          });
          if (!made.ok) return refusal('conflict', 'This user name is taken.', 'username');
          await workers.bind(made.value.id, id);
          await departments.addMember(id, made.value.id);
          const detail = { department: id, username };
          await audit.record(by, 'worker-created', made.value.id, detail);
          return answer(201, { account: made.value } satisfies http.WorkerAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/departments/:id/workers/:account',
        summary: 'Deletes a worker; what they answered waits for somebody else.',
        actions: ['manage-workers'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'manage-workers',
        relation: await relationTo(actor, params),
      }),
      async ({ actor, params }) => {
        const [id, account] = [departmentIn(params), accountIn(params)];
        const who = await accounts.get(account);
        return changeStaff(async (stores) => {
          const { accounts, departments, sessions, workers, audit } = stores;
          if (who === undefined || (await workers.departmentOf(account)) !== id) return notFound();
          await sessions.endAllOf(account);
          await stores.releaseWork(account);
          await departments.removeMember(id, account);
          await accounts.delete(account);
          const detail = { department: id, username: who.username };
          await audit.record(accountOf(actor), 'worker-deleted', account, detail);
          return answer(204);
        });
      },
    ),
  ];
}
