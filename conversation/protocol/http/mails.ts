/** GET /api/mails: what became of the mails we wrote, newest first. Never what is in them: links in it are keys. */
import * as v from 'valibot';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const mailNote = v.object({
  id: v.string(),
  to: v.string(),
  subject: v.string(),
  createdAt: moment,
  attempts: moment,
  state: v.variant('kind', [
    v.object({
      kind: v.literal('waiting'),
      nextAt: moment,
      problem: v.optional(v.string()),
    }),
    /** `where`: "smtp", or the path of a file on the server. */
    v.object({ kind: v.literal('sent'), at: moment, where: v.string() }),
    v.object({ kind: v.literal('given-up'), problem: v.string() }),
  ]),
});
export type MailJson = v.InferOutput<typeof mailNote>;

export const mailsAnswer = v.object({ mails: v.array(mailNote) });
export type MailsAnswer = v.InferOutput<typeof mailsAnswer>;
