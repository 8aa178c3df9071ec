/** Accounts of staff, as admins see and change them. */
import * as http from '../../../conversation/protocol/http.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { authorize } from '../../accounts/authorize.ts';
import { checkPassword, passwordSentences, type Passwords } from '../../accounts/passwords.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, busy, notAllowed, notFound, notSignedIn, refusal } from '../answer.ts';
import { route, type Route } from '../route.ts';

export function accountRoutes(options: {
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { accounts, passwords, changeStaff } = options;
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
        const created = await changeStaff(async ({ accounts, departments, audit }) => {
          const made = await accounts.create({
            username,
            name,
            role,
            passwordHash: hash.value,
            createdBy: actor.account,
          });
          if (!made.ok) return made;
          const { id } = made.value;
          await departments.addMember((await departments.first()).id, id);
          await audit.record(actor.account, 'account-created', id, { username, role });
          return made;
        });
        if (!created.ok) return refusal('conflict', 'This user name is taken.', 'username');
        return answer(201, { account: created.value } satisfies http.AccountAnswer);
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
          await audit.record(actor.account, 'account-changed', id, { fields: Object.keys(body) });
          return changed;
        });
        if (account === undefined) return notFound();
        return answer(200, { account } satisfies http.AccountAnswer);
      },
    ),
  ];
}
