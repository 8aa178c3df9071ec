/** One's own way in: the second step of signing in, and the sessions that are open. */
import * as v from 'valibot';
import { password, signIn } from '../http.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Six digits of an app, or a recovery code. */
const code = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64));

/** POST /api/sign-in/two-steps → 200: where the second step is demanded and was not set up. */
export const beginTwoStepsSigningIn = v.strictObject(signIn.entries);

/** POST /api/me/two-steps → 200 */
export const beginTwoSteps = v.strictObject({ password });
/** The secret in base 32, to be typed into an app, and the same as a link that apps read. */
export const beginTwoStepsAnswer = v.object({ secret: v.string(), link: v.string() });
export type BeginTwoStepsAnswer = v.InferOutput<typeof beginTwoStepsAnswer>;

/** GET /api/me/two-steps */
export const twoStepsAnswer = v.object({
  on: v.boolean(),
  recoveryCodesLeft: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** A super admin demands it of all staff: it cannot be turned off. */
  demanded: v.boolean(),
});
export type TwoStepsAnswer = v.InferOutput<typeof twoStepsAnswer>;

/** POST /api/me/two-steps/confirm → 200: it is on from then on. The codes are shown this once. */
export const confirmTwoSteps = v.strictObject({ code });
/** POST /api/me/two-steps/recovery-codes → 200: in place of those before. */
export const renewRecoveryCodes = v.strictObject({ password });
export const recoveryCodesAnswer = v.object({ recoveryCodes: v.array(v.string()) });
export type RecoveryCodesAnswer = v.InferOutput<typeof recoveryCodesAnswer>;

/** POST /api/me/two-steps/off → 204 */
export const turnTwoStepsOff = v.strictObject({ password });

/** GET /api/me/sessions: last used first. DELETE ends all but this one, DELETE …/:id one. */
export const session = v.object({
  id: v.string(),
  /** Words about the browser that opened it. */
  device: v.string(),
  openedAt: moment,
  /** Known to a minute. */
  seenAt: moment,
  isThis: v.boolean(),
});
export type SessionJson = v.InferOutput<typeof session>;
export const sessionsAnswer = v.object({ sessions: v.array(session) });
export type SessionsAnswer = v.InferOutput<typeof sessionsAnswer>;

/** GET and PATCH /api/settings → 200: what holds for the whole installation. */
export const settings = v.object({ demandTwoSteps: v.boolean() });
export const changeSettings = v.strictObject({ demandTwoSteps: v.boolean() });
export type SettingsAnswer = v.InferOutput<typeof settings>;
