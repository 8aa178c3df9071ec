/** Signing in and out, and one's own password. */
import * as http from '../../../conversation/protocol/http.ts';
import {
  beginTwoStepsAnswer,
  beginTwoStepsSigningIn,
  type BeginTwoStepsAnswer,
} from '../../../conversation/protocol/http/own-account.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import { checkPassword, passwordSentences } from '../../accounts/passwords.ts';
import type { Passwords } from '../../accounts/passwords.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import type { DeviceMarks } from '../../accounts/device-marks.ts';
import type { FailedSignIns } from '../../audit/failed-sign-ins.ts';
import type { SecondStepCheck } from '../../accounts/second-step-check.ts';
import type { SignIn, SignInRefusal } from '../../accounts/sign-in.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, busy, notAllowed, notSignedIn, refusal } from '../answer.ts';
import { guardedRoute, openRoute, type Call, type GuardedCall, type Route } from '../route.ts';
import { signInRefused } from './sign-in-refused.ts';

export interface CookieSettings {
  /** Names of the cookies for the session and for the mark of the browser. */
  readonly session: string;
  readonly device: string;
  readonly isSecure: boolean;
}

const wrongPair = 'The user name or the password is wrong.';
/** Browsers keep a cookie for 400 days at most (RFC 6265bis, 4.1.2.2). */
const deviceSeconds = 400 * 24 * 60 * 60;

export function signInRoutes(options: {
  readonly signIn: SignIn;
  readonly secondStep: SecondStepCheck;
  readonly sessions: Sessions;
  readonly accounts: AccountsStore;
  readonly passwords: Passwords;
  readonly changeStaff: ChangeStaff;
  readonly deviceMarks: Pick<DeviceMarks, 'issue'>;
  readonly failedSignIns: FailedSignIns;
  readonly cookies: CookieSettings;
}): Route[] {
  const { signIn, secondStep, sessions, accounts, passwords, changeStaff, cookies } = options;

  /** SameSite=Lax: a link to the console works; a form or script of another site gets nothing. */
  const cookie = (name: string, value: string, maxAgeSeconds: number) =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}` +
    (cookies.isSecure ? '; Secure' : '');

  async function refused(
    why: SignInRefusal,
    { body, address }: Call<{ readonly username: string }>,
    wrong: string,
    field?: string,
  ) {
    if (why.reason === 'wrong') await options.failedSignIns.note(body.username, address);
    return signInRefused(why, wrong, field);
  }

  async function ownPassword(
    call: GuardedCall<{ readonly current: string; readonly next: string }>,
  ) {
    const { actor, authenticated, body } = call;
    const { current, next } = body;
    if (actor.kind !== 'account') return notAllowed();
    const isOwn = await signIn.verify(actor.username, current, call.address, call.deviceMark);
    if (!isOwn.ok) {
      return signInRefused(isOwn.refusal, 'The current password is wrong.', 'current');
    }
    const { session } = authenticated;
    const good = checkPassword(next, actor.username);
    if (!good.ok) return refusal('weak-password', passwordSentences[good.refusal], 'next');
    const hash = await passwords.hash(next);
    if (!hash.ok) return busy();
    await changeStaff(async ({ accounts, sessions, audit }) => {
      await accounts.setPasswordHash(actor.account, hash.value);
      await sessions.endAllOf(actor.account, session);
      await audit.record(actor.account, 'password-changed', actor.account);
    });
    return answer(204);
  }

  return [
    openRoute(
      {
        method: 'post',
        path: '/api/sign-in',
        summary:
          'Signs in with user name or e-mail address, password and maybe a code; sets the cookie.',
        who: 'anyone',
        body: http.signIn,
        answers: { status: 200, schema: http.signInAnswer },
        refusals: ['wrong-credentials', 'not-allowed', 'throttled', 'busy'],
      },
      async (call) => {
        const { username, password, code } = call.body;
        const { address, deviceMark, device } = call;
        const checked = await signIn.verify(username, password, address, deviceMark);
        if (!checked.ok) return refused(checked.refusal, call, wrongPair);
        const account = checked.value;
        const second = await secondStep.check(account, code, address, deviceMark);
        if (!second.ok) {
          return refused(second.refusal, call, 'This code is wrong, or was used already.', 'code');
        }
        if (second.value.state === 'missing') {
          return answer(200, { needs: second.value.needs } satisfies http.SignInAnswer);
        }
        const { recoveryCodes } = second.value;
        const { token, expiresAt, openedAt } = await changeStaff(async ({ sessions, audit }) => {
          await audit.record(account.id, 'signed-in', account.id, { address });
          return sessions.open(account.id, 'cookie', { device });
        });
        const body =
          recoveryCodes === undefined
            ? { account }
            : { account, recoveryCodes: [...recoveryCodes] };
        return {
          ...answer(200, body satisfies http.SignInAnswer),
          headers: {
            'Set-Cookie': [
              cookie(cookies.session, token, Math.floor((expiresAt - openedAt) / 1000)),
              cookie(cookies.device, options.deviceMarks.issue(account.id), deviceSeconds),
            ],
          },
        };
      },
    ),
    openRoute(
      {
        method: 'post',
        path: '/api/sign-in/two-steps',
        summary: 'Begins to set up the second step where it is demanded; the first code signs in.',
        who: 'anyone',
        body: beginTwoStepsSigningIn,
        answers: { status: 200, schema: beginTwoStepsAnswer },
        refusals: ['wrong-credentials', 'not-allowed', 'conflict', 'throttled', 'busy'],
      },
      async (call) => {
        const { username, password } = call.body;
        const { address, deviceMark } = call;
        const checked = await signIn.verify(username, password, address, deviceMark);
        if (!checked.ok) return refused(checked.refusal, call, wrongPair);
        const begun = await secondStep.beginSigningIn(checked.value);
        if (begun === undefined) {
          return refusal('conflict', 'There is nothing to be set up for this account.');
        }
        return answer(200, begun satisfies BeginTwoStepsAnswer);
      },
    ),
    openRoute(
      {
        method: 'post',
        path: '/api/sign-out',
        summary: 'Ends this session, closes its sockets and clears the cookie.',
        who: 'known',
        body: http.signOut,
        answers: { status: 204 },
        refusals: [],
      },
      async ({ authenticated }) => {
        if (authenticated === undefined) return notSignedIn();
        await sessions.end(authenticated.session);
        return {
          status: 204,
          headers: {
            'Set-Cookie': cookie(cookies.session, '', 0),
            'Clear-Site-Data': '"cache"',
          },
        };
      },
    ),
    openRoute(
      {
        method: 'get',
        path: '/api/me',
        summary: 'Who is asking: an account, a visitor or nobody.',
        who: 'known-or-not',
        answers: { status: 200, schema: http.meAnswer },
        refusals: [],
      },
      async ({ authenticated }) => {
        const me = (answered: http.MeAnswer) => answer(200, answered);
        if (authenticated === undefined) return me({ kind: 'nobody' });
        const { actor } = authenticated;
        if (actor.kind === 'visitor') return me({ kind: 'visitor', name: actor.name });
        const account = await accounts.get(actor.account);
        return me(account === undefined ? { kind: 'nobody' } : { kind: 'account', account });
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/password',
        summary: "Changes one's own password and ends one's other sessions.",
        actions: ['change-own-password'],
        body: http.changePassword,
        answers: { status: 204 },
        refusals: ['wrong-credentials', 'weak-password', 'not-allowed', 'throttled', 'busy'],
      },
      () => ({ action: 'change-own-password' }),
      (call) => ownPassword(call),
    ),
  ];
}
