/** Customers: registering, confirming the address, a forgotten password, and what they see of their conversations. */
import * as v from 'valibot';
import { conversationSummary } from '../conversation.ts';
import { password, personName, queryNumber } from '../http.ts';
import { email, mobile } from './contact.ts';

/** What stands behind the `#` of a link in a mail. */
const key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'must be the key of a link'));

/** POST /api/customers → 204, whether the address is known or not; what comes next stands in the mail. */
export const newCustomer = v.strictObject({ name: personName, email, mobile, password });
export type NewCustomerRequest = v.InferInput<typeof newCustomer>;

/** POST /api/customers/confirm → 204. The account is there from then on. */
export const confirmCustomer = v.strictObject({ key });

/** POST /api/password-resets → 204, whether the address is known or not. */
export const newPasswordReset = v.strictObject({ email });

/** POST /api/password-resets/use → 204. Every session of the account ends. Also for invitations. */
export const usePasswordReset = v.strictObject({ key, password });

/** GET /api/me/conversations: those that one raised, newest activity first. */
export const ownConversationsQuery = v.strictObject({
  before: v.optional(queryNumber(0, Number.MAX_SAFE_INTEGER)),
  limit: v.optional(queryNumber(1, 100), '50'),
});
const moment = v.pipe(v.number(), v.integer(), v.minValue(0));
export const ownConversation = v.object({
  ...conversationSummary.entries,
  departmentName: v.string(),
  /** The last that was said, cut off; absent where nothing was said. */
  lastText: v.optional(v.string()),
});
export type OwnConversationJson = v.InferOutput<typeof ownConversation>;
export const ownConversationsAnswer = v.object({
  conversations: v.array(ownConversation),
  /** Pass it as `before` for the next page; absent on the last one. */
  next: v.optional(moment),
});
export type OwnConversationsAnswer = v.InferOutput<typeof ownConversationsAnswer>;
