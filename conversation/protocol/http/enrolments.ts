/** Which customers belong to a department besides its members, over HTTP. */
import * as v from 'valibot';
import { shownName } from '../conversation.ts';
import { accountId } from '../ids.ts';
import { username } from '../http.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const enrolled = v.object({
  account: accountId,
  username,
  name: shownName,
  email: v.optional(v.string()),
  since: moment,
});

/** GET /api/departments/:id/enrolments, in the order of names. */
export const enrolmentsAnswer = v.object({ enrolled: v.array(enrolled) });
export type EnrolmentsAnswer = v.InferOutput<typeof enrolmentsAnswer>;

/** POST /api/departments/:id/enrolments → 201. `who`: user name or e-mail address of a customer. */
export const newEnrolment = v.strictObject({
  who: v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(256)),
});
export type NewEnrolmentRequest = v.InferInput<typeof newEnrolment>;
export const enrolmentAnswer = v.object({ enrolled });
export type EnrolmentAnswer = v.InferOutput<typeof enrolmentAnswer>;
