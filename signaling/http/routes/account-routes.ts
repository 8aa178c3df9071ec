/** Accounts of staff, as admins see and change them. */
import * as http from '../../../conversation/protocol/http.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type AccountRole } from '../../accounts/actor.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { checkPassword, passwordSentences, type Passwords } from '../../accounts/passwords.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, busy, notFound, refusal } from '../answer.ts';
import { guardedRoute, type Route } from '../route.ts';

/** Nobody makes or changes an account of their own rank; super admins are made on the command line only. */
const managing = {
  'super-admin': 'manage-super-admins',
  admin: 'manage-admins',
  agent: 'manage-agents',
  customer: 'manage-customers',
  bot: 'manage-bots',
} as const satisfies Record<AccountRole, string>;
type ManageAction = (typeof managing)[AccountRole];

export function accountRoutes(options: {
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly relations: Pick<Relations, 'toAccount'>;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { accounts, passwords, relations, changeStaff } = options;
  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/accounts',
        summary: 'All accounts, in the order of user names.',
        actions: ['list-accounts'],
        answers: { status: 200, schema: http.accountsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-accounts' }),
      async () => {
        const list = await accounts.list();
        return answer(200, { accounts: [...list] } satisfies http.AccountsAnswer);
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
        refusals: ['not-allowed', 'conflict', 'weak-password', 'busy'],
      },
      ({ body }) => ({ action: body.role === 'admin' ? 'manage-admins' : 'manage-agents' }),
      async ({ actor, body }) => {
        const { username, name, role, password } = body;
        const by = accountOf(actor);
        const good = checkPassword(password, username);
        if (!good.ok) return refusal('weak-password', passwordSentences[good.refusal], 'password');
        const hash = await passwords.hash(password);
        if (!hash.ok) return busy();
        const created = await changeStaff(async ({ accounts, departments, audit }) => {
          const made = await accounts.create({
            username,
            name,
            role,
            passwordHash: hash.value,
            createdBy: by,
          });
          if (!made.ok) return made;
          const { id } = made.value;
          await departments.addMember((await departments.first()).id, id);
          await audit.record(by, 'account-created', id, { username, role });
          return made;
        });
        if (!created.ok) return refusal('conflict', 'This user name is taken.', 'username');
        return answer(201, { account: created.value } satisfies http.AccountAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/accounts/:id',
        summary: 'Changes name, password or whether the account may sign in.',
        actions: Object.values(managing) as [ManageAction, ...ManageAction[]],
        body: http.changeAccount,
        answers: { status: 200, schema: http.accountAnswer },
        refusals: ['not-allowed', 'not-found', 'weak-password', 'busy'],
      },
      async ({ actor, params }) => {
        const id = params['id'] as AccountId;
        const role = (await accounts.get(id))?.role ?? 'agent';
        return { action: managing[role], relation: await relations.toAccount(actor, id) };
      },
      async ({ actor, body, params }) => {
        const before = await accounts.get(params['id'] as AccountId);
        if (before === undefined) return notFound();
        const { id, role, username } = before;
        let newHash: string | undefined;
        if (body.password !== undefined) {
          if (role === 'bot') {
            return refusal('malformed', 'password must not be set for a bot.', 'password');
          }
          const good = checkPassword(body.password, username);
          if (!good.ok) {
            return refusal('weak-password', passwordSentences[good.refusal], 'password');
          }
          const hash = await passwords.hash(body.password);
          if (!hash.ok) return busy();
          newHash = hash.value;
        }
        const { name, active } = body;
        const account = await changeStaff(async ({ accounts, sessions, audit }) => {
          const changed = await accounts.change(id, { name, active });
          if (changed === undefined) return undefined;
          if (newHash !== undefined) await accounts.setPasswordHash(id, newHash);
          if (newHash !== undefined || active === false) await sessions.endAllOf(id);
          await audit.record(accountOf(actor), 'account-changed', id, {
            fields: Object.keys(body),
          });
          return changed;
        });
        if (account === undefined) return notFound();
        return answer(200, { account } satisfies http.AccountAnswer);
      },
    ),
  ];
}
