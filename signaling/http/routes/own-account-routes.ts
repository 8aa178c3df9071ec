/** One's own way in: the second step of signing in, and the sessions that are open. */
import * as http from '../../../conversation/protocol/http/own-account.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import { accountOf } from '../../accounts/actor.ts';
import type { Demands } from '../../accounts/demands.ts';
import type { SecondStepCheck } from '../../accounts/second-step-check.ts';
import type { SecondSteps } from '../../accounts/second-steps.ts';
import type { Sessions } from '../../accounts/sessions.ts';
import type { SignIn } from '../../accounts/sign-in.ts';
import type { ChangeStaff } from '../../accounts/staff-changes.ts';
import { answer, notAllowed, notFound, refusal, type Answer } from '../answer.ts';
import { guardedRoute, type GuardedCall, type Route } from '../route.ts';
import { signInRefused } from './sign-in-refused.ts';

const alreadyOn = () => refusal('conflict', 'Two-step sign-in is on already.');
const isOff = () => refusal('conflict', 'Two-step sign-in is off.');

export function ownAccountRoutes(options: {
  readonly signIn: SignIn;
  readonly secondStep: Pick<SecondStepCheck, 'begin' | 'check'>;
  readonly secondSteps: SecondSteps;
  readonly demands: Demands;
  readonly sessions: Sessions;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { signIn, secondStep, secondSteps, demands, sessions, changeStaff } = options;

  /** Whoever finds an open session may not change how one gets in. */
  async function isOwner(
    call: GuardedCall<{ readonly password: string }>,
  ): Promise<Result<true, Answer>> {
    const { actor, body, address, deviceMark } = call;
    if (actor.kind !== 'account') return refuse(notAllowed());
    const checked = await signIn.verify(actor.username, body.password, address, deviceMark);
    if (checked.ok) return accept(true);
    return refuse(signInRefused(checked.refusal, 'The password is wrong.', 'password'));
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/me/two-steps',
        summary: "Whether one's own sign-in takes a code.",
        actions: ['manage-own-two-steps'],
        answers: { status: 200, schema: http.twoStepsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-own-two-steps' }),
      async ({ actor }) =>
        answer(200, {
          on: await secondSteps.isOn(accountOf(actor)),
          recoveryCodesLeft: await secondSteps.recoveryCodesLeft(accountOf(actor)),
          demanded: await demands.twoSteps(),
        } satisfies http.TwoStepsAnswer),
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/two-steps',
        summary:
          'Begins to set up two-step sign-in: a secret for an app, which counts once confirmed.',
        actions: ['manage-own-two-steps'],
        body: http.beginTwoSteps,
        answers: { status: 200, schema: http.beginTwoStepsAnswer },
        refusals: ['not-allowed', 'wrong-credentials', 'conflict', 'throttled', 'busy'],
      },
      () => ({ action: 'manage-own-two-steps' }),
      async (call) => {
        const owner = await isOwner(call);
        if (!owner.ok) return owner.refusal;
        const { actor } = call;
        const begun =
          actor.kind === 'account'
            ? await secondStep.begin({ id: actor.account, username: actor.username })
            : undefined;
        if (begun === undefined) return alreadyOn();
        return answer(200, begun satisfies http.BeginTwoStepsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/two-steps/confirm',
        summary: 'Turns two-step sign-in on with the first code; answers with the recovery codes.',
        actions: ['manage-own-two-steps'],
        body: http.confirmTwoSteps,
        answers: { status: 200, schema: http.recoveryCodesAnswer },
        refusals: ['not-allowed', 'wrong-credentials'],
      },
      () => ({ action: 'manage-own-two-steps' }),
      async ({ actor, body }) => {
        const account = accountOf(actor);
        const recoveryCodes = await changeStaff(async ({ secondSteps, audit }) => {
          const codes = await secondSteps.confirm(account, body.code);
          if (codes !== undefined) await audit.record(account, 'two-steps-on', account);
          return codes;
        });
        if (recoveryCodes === undefined) {
          const sentence = 'This code is not the one that the app shows now.';
          return refusal('wrong-credentials', sentence, 'code');
        }
        return answer(200, {
          recoveryCodes: [...recoveryCodes],
        } satisfies http.RecoveryCodesAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/two-steps/recovery-codes',
        summary: 'New recovery codes in place of those before.',
        actions: ['manage-own-two-steps'],
        body: http.renewRecoveryCodes,
        answers: { status: 200, schema: http.recoveryCodesAnswer },
        refusals: ['not-allowed', 'wrong-credentials', 'conflict', 'throttled', 'busy'],
      },
      () => ({ action: 'manage-own-two-steps' }),
      async (call) => {
        const owner = await isOwner(call);
        if (!owner.ok) return owner.refusal;
        const account = accountOf(call.actor);
        const recoveryCodes = await changeStaff(async ({ secondSteps, audit }) => {
          const codes = await secondSteps.renewRecoveryCodes(account);
          if (codes !== undefined) await audit.record(account, 'recovery-codes-renewed', account);
          return codes;
        });
        if (recoveryCodes === undefined) return isOff();
        return answer(200, {
          recoveryCodes: [...recoveryCodes],
        } satisfies http.RecoveryCodesAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/two-steps/off',
        summary: 'Turns two-step sign-in off, where it is not demanded.',
        actions: ['manage-own-two-steps'],
        body: http.turnTwoStepsOff,
        answers: { status: 204 },
        refusals: ['not-allowed', 'wrong-credentials', 'conflict', 'throttled', 'busy'],
      },
      () => ({ action: 'manage-own-two-steps' }),
      async (call) => {
        const owner = await isOwner(call);
        if (!owner.ok) return owner.refusal;
        if (await demands.twoSteps()) {
          return refusal('conflict', 'Two-step sign-in is demanded here and stays on.');
        }
        const account = accountOf(call.actor);
        await changeStaff(async ({ secondSteps, audit }) => {
          await secondSteps.remove(account);
          await audit.record(account, 'two-steps-off', account);
        });
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/me/sessions',
        summary: 'Where one is signed in, last used first.',
        actions: ['manage-own-sessions'],
        answers: { status: 200, schema: http.sessionsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-own-sessions' }),
      async ({ actor, authenticated }) => {
        const list = await sessions.listOf(accountOf(actor));
        return answer(200, {
          sessions: list.map(({ id, session, device, openedAt, seenAt }) => ({
            id,
            device,
            openedAt,
            seenAt,
            isThis: session === authenticated.session,
          })),
        } satisfies http.SessionsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/me/sessions',
        summary: "Ends all of one's sessions but this one.",
        actions: ['manage-own-sessions'],
        answers: { status: 204 },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'manage-own-sessions' }),
      async ({ actor, authenticated }) => {
        const account = accountOf(actor);
        await changeStaff(async ({ sessions, audit }) => {
          await sessions.endAllOf(account, authenticated.session);
          await audit.record(account, 'sessions-ended', account);
        });
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/me/sessions/:id',
        summary: "Ends one of one's sessions, and closes its sockets.",
        actions: ['manage-own-sessions'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => {
        const list = await sessions.listOf(accountOf(actor));
        const isOwn = list.some(({ id }) => id === params['id']);
        // Those of others are not looked for: they are as good as missing.
        return { action: 'manage-own-sessions', relation: isOwn ? 'own' : 'missing' };
      },
      async ({ actor, params }) => {
        const account = accountOf(actor);
        const isDone = await changeStaff(async ({ sessions, audit }) => {
          const isDone = await sessions.endOne(account, params['id'] ?? '');
          if (isDone) await audit.record(account, 'session-ended', account);
          return isDone;
        });
        return isDone ? answer(204) : notFound();
      },
    ),
  ];
}
