/** Bots: how their programs sign in, and how admins make them and their keys. */
import * as http from '../../../conversation/protocol/http.ts';
import * as botHttp from '../../../conversation/protocol/http/bots.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { authorize } from '../../access/authorize.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type Actor, type BotKeyId } from '../../accounts/actor.ts';
import type { Account, AccountsStore } from '../../accounts/accounts-store.ts';
import type { BotKey, BotKeys } from '../../accounts/bot-keys.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, notFound, notSignedIn, refusal } from '../answer.ts';
import { guardedRoute, openRoute, type Route } from '../route.ts';

export interface BotRoutesOptions {
  readonly accounts: AccountsStore;
  readonly botKeys: BotKeys;
  readonly sessions: Sessions;
  readonly relations: Pick<Relations, 'toAccount' | 'toDepartment'>;
  readonly changeStaff: ChangeStaff;
}

const botsAtOnce = 500;

const keyJson = ({
  account: _of,
  scopes,
  usedAt,
  revokedAt,
  ...key
}: BotKey): botHttp.BotKeyJson => ({
  ...key,
  scopes: [...scopes],
  usedAt: usedAt ?? null,
  revokedAt: revokedAt ?? null,
});

export function botRoutes(options: BotRoutesOptions): Route[] {
  const { accounts, botKeys, sessions, relations, changeStaff } = options;

  /** With the installation's key a program names itself, and its account is made on first sight. */
  async function botNamed(username: string, name: string | undefined) {
    const existing = await accounts.byUsername(username);
    if (existing !== undefined) return existing;
    return changeStaff(async ({ accounts, departments, audit }) => {
      const created = await accounts.create({
        username,
        name: name ?? username,
        role: 'bot',
        passwordHash: undefined,
        createdBy: undefined,
      });
      // Two programs with one name may start at the same moment: the first one made it.
      if (!created.ok) return accounts.byUsername(username);
      const first = await departments.first();
      if (first !== undefined) await departments.addMember(first.id, created.value.id);
      await audit.record('server', 'bot-created', created.value.id, { username });
      return created.value;
    });
  }

  async function openFor(account: Account | undefined, key?: BotKeyId) {
    if (account?.role !== 'bot') {
      return refusal('conflict', 'This user name belongs to a person.', 'username');
    }
    if (!account.active) return refusal('not-allowed', 'This bot is switched off.');
    const { token } = await sessions.open(account.id, 'bot', { key });
    return answer(201, { token, account } satisfies http.NewBotSessionAnswer);
  }

  /** There are few of them among many accounts. */
  async function everyBot(): Promise<readonly Account[]> {
    const bots: Account[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: readonly Account[] = await accounts.page({
        kind: 'bots',
        after,
        limit: botsAtOnce,
      });
      bots.push(...page);
      after = page.length < botsAtOnce ? undefined : page.at(-1)?.username;
    }
    return bots;
  }

  /** Whoever is no bot is not there. */
  async function relationToBot(actor: Actor, id: AccountId) {
    const account = await accounts.get(id);
    return account?.role === 'bot' ? relations.toAccount(actor, id) : 'missing';
  }

  return [
    openRoute(
      {
        method: 'post',
        path: '/api/bot-sessions',
        summary:
          "Opens a session for the bot that the key belongs to; with the installation's key for the one that is named, which is made where it is missing.",
        who: 'bots-key',
        body: http.newBotSession,
        answers: { status: 201, schema: http.newBotSessionAnswer },
        refusals: ['not-signed-in', 'conflict', 'not-allowed'],
      },
      async ({ body, botsKey }) => {
        if (botsKey === undefined) return notSignedIn();
        return botsKey.kind === 'own'
          ? openFor(await accounts.get(botsKey.account), botsKey.id)
          : openFor(await botNamed(body.username, body.name));
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/bots',
        summary: 'All bots with their keys, in the order of user names.',
        actions: ['manage-bots'],
        answers: { status: 200, schema: botHttp.botsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-bots' }),
      async () => {
        const [bots, keys] = [await everyBot(), await botKeys.list()];
        return answer(200, {
          bots: bots.map(({ id, username, name, active }) => ({
            id,
            username,
            name,
            active,
            keys: keys.filter(({ account }) => account === id).map(keyJson),
          })),
        } satisfies botHttp.BotsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/bots',
        summary: 'Makes a bot and its first key, which is shown this once.',
        actions: ['manage-bots'],
        body: botHttp.newBot,
        answers: { status: 201, schema: botHttp.newBotAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      () => ({ action: 'manage-bots' }),
      async ({ actor, body: { username, name, scopes, department } }) => {
        const by = accountOf(actor);
        if (department !== undefined) {
          const relation = await relations.toDepartment(actor, department);
          if (!authorize(actor, 'manage-members', relation).ok) return notFound();
        }
        return changeStaff(async ({ accounts, botKeys, departments, audit }) => {
          const made = await accounts.create({
            username,
            name,
            role: 'bot',
            passwordHash: undefined,
            createdBy: by,
          });
          if (!made.ok) return refusal('conflict', 'This user name is taken.', 'username');
          const { id } = made.value;
          if (department !== undefined) await departments.addMember(department, id);
          const { key, secret } = await botKeys.issue(id, scopes, by);
          await audit.record(by, 'bot-created', id, { username, key: key.beginning, scopes });
          return answer(201, {
            account: made.value,
            key: keyJson(key),
            secret,
          } satisfies botHttp.NewBotAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/bots/:id/keys',
        summary: 'Makes another key for a bot; it is shown this once.',
        actions: ['manage-bots'],
        body: botHttp.newBotKey,
        answers: { status: 201, schema: botHttp.newBotKeyAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'manage-bots',
        relation: await relationToBot(actor, params['id'] as AccountId),
      }),
      async ({ actor, body: { scopes }, params }) => {
        const id = params['id'] as AccountId;
        const by = accountOf(actor);
        return changeStaff(async ({ botKeys, audit }) => {
          const { key, secret } = await botKeys.issue(id, scopes, by);
          await audit.record(by, 'bot-key-created', id, { key: key.beginning, scopes });
          return answer(201, { key: keyJson(key), secret } satisfies botHttp.NewBotKeyAnswer);
        });
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/bots/:id/keys/:key',
        summary: 'Revokes a key, and ends what was opened with it.',
        actions: ['manage-bots'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'manage-bots',
        relation: await relationToBot(actor, params['id'] as AccountId),
      }),
      async ({ actor, params }) => {
        const [id, key] = [params['id'] as AccountId, params['key'] as BotKeyId];
        return changeStaff(async ({ botKeys, sessions, audit }) => {
          if (!(await botKeys.revoke(key, id))) return notFound();
          await sessions.endAllWith(key);
          await audit.record(accountOf(actor), 'bot-key-revoked', id, { key });
          return answer(204);
        });
      },
    ),
  ];
}
