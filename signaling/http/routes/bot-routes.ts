/** How a bot's program signs in: with the key of the installation, under a name of its own. */
import * as http from '../../../conversation/protocol/http.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, refusal } from '../answer.ts';
import { openRoute, type Route } from '../route.ts';

export function botRoutes(options: {
  readonly accounts: AccountsStore;
  readonly sessions: Sessions;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { accounts, sessions, changeStaff } = options;

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
      await departments.addMember((await departments.first()).id, created.value.id);
      await audit.record('server', 'bot-created', created.value.id, { username });
      return created.value;
    });
  }

  return [
    openRoute(
      {
        method: 'post',
        path: '/api/bot-sessions',
        summary: "Opens a session for a bot, and makes the bot's account where it is missing.",
        who: 'bots-key',
        body: http.newBotSession,
        answers: { status: 201, schema: http.newBotSessionAnswer },
        refusals: ['not-signed-in', 'conflict', 'not-allowed'],
      },
      async ({ body }) => {
        const account = await botNamed(body.username, body.name);
        if (account?.role !== 'bot') {
          return refusal('conflict', 'This user name belongs to a person.', 'username');
        }
        if (!account.active) return refusal('not-allowed', 'This bot is switched off.');
        const { token } = await sessions.open(account.id, 'bot');
        return answer(201, { token, account } satisfies http.NewBotSessionAnswer);
      },
    ),
  ];
}
