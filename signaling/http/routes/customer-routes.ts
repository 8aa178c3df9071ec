/** What customers do before they are signed in, and what they see of their conversations afterwards. */
import * as http from '../../../conversation/protocol/http/customers.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { Customers } from '../../accounts/customers.ts';
import { readOwnConversations } from '../../accounts/own-conversations.ts';
import { passwordSentences, type PasswordRefusal } from '../../accounts/passwords.ts';
import type { PasswordResets } from '../../accounts/password-resets.ts';
import type { Database } from '../../database/database.ts';
import type { RateLimit } from '../../rate-limit.ts';
import { answer, busy, linkOver, refusal, throttled, type Answer } from '../answer.ts';
import { guardedRoute, openRoute, type Route } from '../route.ts';

/** What an address has to wait for the next try, once it has had many. */
const waitMs = 60_000;

export function customerRoutes(options: {
  readonly customers: Customers;
  readonly passwordResets: PasswordResets;
  readonly database: Database;
  /** For everything here that writes a mail or hashes a password. */
  readonly limit: RateLimit;
}): Route[] {
  const { customers, passwordResets, database, limit } = options;
  return [
    openRoute(
      {
        method: 'post',
        path: '/api/customers',
        summary:
          'Registers a customer; a mail says what comes next, whether they are known or not.',
        who: 'anyone',
        body: http.newCustomer,
        answers: { status: 204 },
        refusals: ['weak-password', 'throttled', 'busy'],
      },
      async ({ body, address }) => {
        if (!limit.take(address)) return throttled(waitMs);
        const registered = await customers.register(body);
        return registered.ok ? answer(204) : refused(registered.refusal);
      },
    ),
    openRoute(
      {
        method: 'post',
        path: '/api/customers/confirm',
        summary: 'Makes the account whose address is confirmed by the key in a mail.',
        who: 'anyone',
        body: http.confirmCustomer,
        answers: { status: 204 },
        refusals: ['link-over'],
      },
      async ({ body }) => ((await customers.confirm(body.key)).ok ? answer(204) : linkOver()),
    ),
    openRoute(
      {
        method: 'post',
        path: '/api/password-resets',
        summary:
          'Sends a mail for choosing a new password; the answer is the same for all addresses.',
        who: 'anyone',
        body: http.newPasswordReset,
        answers: { status: 204 },
        refusals: ['throttled'],
      },
      async ({ body, address }) => {
        if (!limit.take(address)) return throttled(waitMs);
        await passwordResets.request(body.email);
        return answer(204);
      },
    ),
    openRoute(
      {
        method: 'post',
        path: '/api/password-resets/use',
        summary: 'Sets a new password by the key in a mail, and ends every session of the account.',
        who: 'anyone',
        body: http.usePasswordReset,
        answers: { status: 204 },
        refusals: ['link-over', 'weak-password', 'busy'],
      },
      async ({ body }) => {
        const used = await passwordResets.use(body.key, body.password);
        return used.ok ? answer(204) : refused(used.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/me/conversations',
        summary: 'The conversations that a customer or a visitor raised, newest activity first.',
        actions: ['list-own-conversations'],
        query: http.ownConversationsQuery,
        answers: { status: 200, schema: http.ownConversationsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-own-conversations' }),
      async ({ actor, query: { before, limit } }) => {
        const page = { before, limit: limit + 1 };
        const found = await readOwnConversations(database, actor, page);
        const conversations = found.slice(0, limit);
        const next = found.length > limit ? conversations.at(-1)?.activeAt : undefined;
        return answer(200, { conversations, next } satisfies http.OwnConversationsAnswer);
      },
    ),
  ];
}

function refused(why: PasswordRefusal | 'busy' | 'link-over'): Answer {
  switch (why) {
    case 'busy':
      return busy();
    case 'link-over':
      return linkOver();
    case 'too-short':
    case 'too-long':
    case 'too-common':
      return refusal('weak-password', passwordSentences[why], 'password');
    default:
      return unreachable(why);
  }
}
