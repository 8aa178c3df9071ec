/** What is said over HTTP about canned replies: texts that staff keep ready under a shortcut. */
import * as v from 'valibot';
import { departmentId, replyId } from '../ids.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const replyCharacters = 4000;
/** Of one person, of one department, and of all: a list that one can still look through. */
export const mostReplies = 300;

const oneWord = 'must be one word of at most 32 letters, digits, dashes and underscores';

/** What is typed after the slash: one word, the same in capitals and in small letters. */
export const shortcut = v.pipe(
  v.string(),
  v.trim(),
  // NFC puts marks in order, which takes the square of their number.
  v.maxLength(128, oneWord),
  v.transform((written) => written.normalize('NFC').toLowerCase()),
  v.regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,31}$/u, oneWord),
);
/** Lines and tabs, and nothing else that cannot be seen. */
export const replyText = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(replyCharacters, `must be at most ${replyCharacters} characters`),
  v.regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, 'must be plain text'),
);

/** Whose it is: one's own, a department's, or everybody's. */
export const replyPlace = v.variant('kind', [
  v.object({ kind: v.literal('personal') }),
  v.object({ kind: v.literal('department'), department: departmentId, name: v.string() }),
  v.object({ kind: v.literal('global') }),
]);
export type ReplyPlace = v.InferOutput<typeof replyPlace>;

export const cannedReply = v.object({
  id: replyId,
  place: replyPlace,
  shortcut: v.string(),
  text: v.string(),
  changedAt: moment,
  /** Whether whoever asks may change it. */
  mayChange: v.boolean(),
});
export type CannedReply = v.InferOutput<typeof cannedReply>;

/** GET /api/replies: one's own, those of one's departments, and everybody's. */
export const repliesAnswer = v.object({
  replies: v.array(cannedReply),
  /** Where one may add some: departments whose replies one looks after, and whether everybody's are among them. */
  mayAdd: v.object({
    departments: v.array(v.object({ id: departmentId, name: v.string() })),
    global: v.boolean(),
  }),
});
export type RepliesAnswer = v.InferOutput<typeof repliesAnswer>;

/** POST /api/me/replies, /api/departments/:id/replies, /api/replies → 201 */
export const newReply = v.strictObject({ shortcut, text: replyText });
export type NewReplyRequest = v.InferInput<typeof newReply>;
export const replyAnswer = v.object({ reply: cannedReply });
export type ReplyAnswer = v.InferOutput<typeof replyAnswer>;

/** PATCH /api/replies/:id */
export const changeReply = v.strictObject({
  shortcut: v.optional(shortcut),
  text: v.optional(replyText),
});
export type ChangeReplyRequest = v.InferInput<typeof changeReply>;
