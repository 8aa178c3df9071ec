/** Accounts of staff, as admins see and change them. */
import * as http from '../../../conversation/protocol/http.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { authorize } from '../../accounts/authorize.ts';
import { checkPassword, passwordSentences, type Passwords } from '../../accounts/passwords.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import type { AuditLog } from '../../audit.ts';
import type { DepartmentsStore } from '../../departments/departments-store.ts';
import { answer, busy, notAllowed, notFound, notSignedIn, refusal } from '../answer.ts';
import { route, type Route } from '../route.ts';

export function accountRoutes(options: {
  readonly accounts: AccountsStore;
  readonly departments: DepartmentsStore;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly audit: AuditLog;
}): Route[] {
  const { accounts, departments, sessions, passwords, audit } = options;
  return [
    route(
      {
        method: 'get',
        path: '/api/accounts',
        summary: 'All accounts, in the order of user names.',
        who: 'signed-in',
        answers: { status: 200, schema: http.accountsAnswer },
        refusals: ['not-allowed'],
      },
      async ({ authenticated }) => {
        if (authenticated === undefined) return notSignedIn();
        if (!authorize(authenticated.actor, { action: 'list-accounts' }).ok) return notAllowed();
        const list = await accounts.list();
        return answer(200, { accounts: [...list] } satisfies http.AccountsAnswer);
      },
    ),
    route(
      {
        method: 'post',
        path: '/api/accounts',
        summary: 'Super admins make admins and agents, admins make agents.',
        who: 'signed-in',
        body: http.newAccount,
        answers: { status: 201, schema: http.accountAnswer },
        refusals: ['not-allowed', 'conflict', 'weak-password', 'busy'],
      },
      async ({ authenticated, body }) => {
        if (authenticated === undefined) return notSignedIn();
        const { actor } = authenticated;
        const { username, name, role, password } = body;
        const isAllowed = authorize(actor, { action: 'create-account', role }).ok;
        if (!isAllowed || actor.kind !== 'account') return notAllowed();
        const good = checkPassword(password, username);
        if (!good.ok) return refusal('weak-password', passwordSentences[good.refusal], 'password');
        const hash = await passwords.hash(password);
        if (!hash.ok) return busy();
        const created = await accounts.create({
          username,
          name,
          role,
          passwordHash: hash.value,
          createdBy: actor.account,
        });
        if (!created.ok) return refusal('conflict', 'This user name is taken.', 'username');
        const account = created.value;
        await departments.addMember((await departments.first()).id, account.id);
        await audit.record(actor.account, 'account-created', account.id, { username, role });
        return answer(201, { account } satisfies http.AccountAnswer);
      },
    ),
    route(
      {
        method: 'patch',
        path: '/api/accounts/:id',
        summary: 'Changes name, password or whether the account may sign in.',
        who: 'signed-in',
        body: http.changeAccount,
        answers: { status: 200, schema: http.accountAnswer },
        refusals: ['not-allowed', 'not-found', 'weak-password', 'busy'],
      },
      async ({ authenticated, body, params }) => {
        if (authenticated === undefined) return notSignedIn();
        const { actor } = authenticated;
        if (actor.kind !== 'account' || !authorize(actor, { action: 'list-accounts' }).ok) {
          return notAllowed();
        }
        const before = await accounts.get(params['id'] as AccountId);
        if (before === undefined) return notFound();
        const { id, role, username } = before;
        if (!authorize(actor, { action: 'change-account', account: id, role }).ok) {
          return notAllowed();
        }
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
          await accounts.setPasswordHash(id, hash.value);
        }
        const { name, active } = body;
        const account = await accounts.change(id, { name, active });
        if (account === undefined) return notFound();
        if (body.password !== undefined || active === false) await sessions.endAllOf(id);
        await audit.record(actor.account, 'account-changed', id, { fields: Object.keys(body) });
        return answer(200, { account } satisfies http.AccountAnswer);
      },
    ),
  ];
}
