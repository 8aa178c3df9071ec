/** Accounts as admins see and change them. */
import * as http from '../../../conversation/protocol/http.ts';
import { accountsQuery } from '../../../conversation/protocol/http/people.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type AccountRole } from '../../accounts/actor.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { checkPassword, passwordSentences, type Passwords } from '../../accounts/passwords.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import type { Workers } from '../../departments/workers.ts';
import { answer, busy, notFound, refusal, type Answer } from '../answer.ts';
import { guardedRoute, type Demand, type GuardedCall, type Route } from '../route.ts';

/** Nobody makes or changes an account of their own rank; super admins are made on the command line only. */
const managing = {
  'super-admin': 'manage-super-admins',
  admin: 'manage-admins',
  agent: 'manage-agents',
  customer: 'manage-customers',
  bot: 'manage-bots',
} as const satisfies Record<AccountRole, string>;
type ManageAction = (typeof managing)[AccountRole] | 'manage-workers';
const actions: readonly [ManageAction, ...ManageAction[]] = [
  'manage-workers',
  ...Object.values(managing),
];

export function accountRoutes(options: {
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly relations: Pick<Relations, 'toAccount' | 'toDepartment'>;
  readonly workers: Pick<Workers, 'departmentOf'>;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { accounts, passwords, relations, workers, changeStaff } = options;

  async function managed({
    actor,
    params,
  }: GuardedCall<unknown>): Promise<Demand & { readonly action: ManageAction }> {
    const id = params['id'] as AccountId;
    const department = await workers.departmentOf(id);
    const relation = department && (await relations.toDepartment(actor, department));
    // The worker of a department that was deleted is an agent like others.
    if (relation !== undefined && relation !== 'missing') {
      return { action: 'manage-workers', relation };
    }
    const role = (await accounts.get(id))?.role ?? 'agent';
    return { action: managing[role], relation: await relations.toAccount(actor, id) };
  }

  async function hashOf(password: string, username: string): Promise<Result<string, Answer>> {
    const good = checkPassword(password, username);
    if (!good.ok) {
      return refuse(refusal('weak-password', passwordSentences[good.refusal], 'password'));
    }
    const hash = await passwords.hash(password);
    return hash.ok ? hash : refuse(busy());
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/accounts',
        summary: 'Accounts of a kind or with some words in them, in the order of user names.',
        actions: ['list-accounts'],
        query: accountsQuery,
        answers: { status: 200, schema: http.accountsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-accounts' }),
      async ({ query: { kind, q, after, limit } }) => {
        const found = await accounts.page({ kind, words: q, after, limit: limit + 1 });
        const list = found.slice(0, limit);
        const next = found.length > limit ? list.at(-1)?.username : undefined;
        return answer(200, { accounts: list, next } satisfies http.AccountsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/accounts',
        summary: 'Super admins make admins and agents, admins make agents.',
        actions: ['manage-admins', 'manage-agents'],
        body: http.newAccount,
        answers: { status: 201, schema: http.accountAnswer },
        refusals: ['malformed', 'not-allowed', 'conflict', 'weak-password', 'busy'],
      },
      ({ body }) => ({ action: body.role === 'admin' ? 'manage-admins' : 'manage-agents' }),
      async ({ actor, body }) => {
        const { password, ...wanted } = body;
        const by = accountOf(actor);
        if (password === undefined && wanted.email === undefined) {
          const sentence = 'password is missing; without one, an e-mail address is needed.';
          return refusal('malformed', sentence, 'password');
        }
        const hash = password === undefined ? undefined : await hashOf(password, wanted.username);
        if (hash?.ok === false) return hash.refusal;
        const created = await changeStaff(async ({ accounts, departments, audit, invite }) => {
          const made = await accounts.create({
            ...wanted,
            passwordHash: hash?.value,
            createdBy: by,
          });
          if (!made.ok) return made;
          const { id, username, name, role, email } = made.value;
          if (hash === undefined && email !== undefined) {
            await invite({ id, email, name }, actor.name);
          }
          const first = await departments.first();
          if (first !== undefined) await departments.addMember(first.id, id);
          await audit.record(by, 'account-created', id, { username, role });
          return made;
        });
        return created.ok
          ? answer(201, { account: created.value } satisfies http.AccountAnswer)
          : taken(created.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/accounts/:id',
        summary: 'Changes what is known of somebody, the password, or whether they may sign in.',
        actions,
        body: http.changeAccount,
        answers: { status: 200, schema: http.accountAnswer },
        refusals: ['malformed', 'not-allowed', 'not-found', 'conflict', 'weak-password', 'busy'],
      },
      managed,
      async ({ actor, body, params }) => {
        const before = await accounts.get(params['id'] as AccountId);
        if (before === undefined) return notFound();
        const { id, role, username } = before;
        const { password, active, twoSteps, name, email, mobile, gender } = body;
        if (password !== undefined && role === 'bot') {
          return refusal('malformed', 'password must not be set for a bot.', 'password');
        }
        const hash = password === undefined ? undefined : await hashOf(password, username);
        if (hash?.ok === false) return hash.refusal;
        const result = await changeStaff(async (stores) => {
          const { accounts, sessions, secondSteps, audit, releaseWork } = stores;
          const changed = await accounts.change(id, { name, active, email, mobile, gender });
          if (!changed.ok) return changed;
          if (hash !== undefined) await accounts.setPasswordHash(id, hash.value);
          if (hash !== undefined || active === false) await sessions.endAllOf(id);
          if (active === false) await releaseWork(id);
          if (twoSteps === false) await secondSteps.remove(id);
          await audit.record(accountOf(actor), 'account-changed', id, {
            fields: Object.keys(body),
          });
          return accept((await accounts.get(id)) ?? changed.value);
        });
        if (result.ok) return answer(200, { account: result.value } satisfies http.AccountAnswer);
        return result.refusal === 'missing' ? notFound() : taken(result.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/accounts/:id',
        summary: 'Deletes an account for good; what was said with it stays in the archive.',
        actions,
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      managed,
      async ({ actor, params }) => {
        const id = params['id'] as AccountId;
        const isDone = await changeStaff(async ({ accounts, sessions, audit, releaseWork }) => {
          const account = await accounts.get(id);
          if (account === undefined) return false;
          const { username, role } = account;
          // While it is known where they worked: their departments see it in the log.
          await audit.record(accountOf(actor), 'account-deleted', id, { username, role });
          await releaseWork(id);
          await sessions.endAllOf(id);
          await accounts.delete(id);
          return true;
        });
        return isDone ? answer(204) : notFound();
      },
    ),
  ];
}

function taken(what: 'username-taken' | 'email-taken'): Answer {
  return what === 'username-taken'
    ? refusal('conflict', 'This user name is taken; choose another one.', 'username')
    : refusal('conflict', 'Another account has this e-mail address.', 'email');
}
