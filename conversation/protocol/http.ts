/**
 * What is said over HTTP under `/api/` (PROTOCOL.md, section 2). The server checks requests with these schemas
 * and makes `/api/openapi.json` from them; clients and bots parse answers with them.
 *
 * Requests are strict: a key that is not listed is refused, so nobody sets what is not theirs to set.
 */
import * as v from 'valibot';
import { conversationSummary, participant, shownName } from './conversation.ts';
import { accountId, conversationId, departmentId, entryId, siteId } from './ids.ts';
import { contactFields } from './http/asking.ts';
import { email, gender, mobile } from './http/contact.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const moment = count;
const base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/));

/** Letters, digits, dots, dashes and underscores; unique without regard to case. */
export const username = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be 1 to 64 letters, digits, dots, dashes or underscores, and begin with a letter or a digit',
  ),
);
/** A bound for what is hashed at all; what makes a good password is checked where one is set. */
export const password = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
/** One line that can be shown: no control characters, no marks that turn the direction of what follows. */
export const personName = v.pipe(
  shownName,
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u, 'must be one line of text'),
);
export const paragraph = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(/^[^\p{Cc}]*$/u, 'must be one line of text'));

export const accountRole = v.picklist(['super-admin', 'admin', 'agent', 'customer', 'bot']);
export const account = v.object({
  id: accountId,
  username,
  name: shownName,
  role: accountRole,
  active: v.boolean(),
  createdAt: moment,
  email: v.optional(v.string()),
  /** Whether a link that was sent there was used. */
  emailConfirmed: v.optional(v.boolean()),
  mobile: v.optional(v.string()),
  gender: v.optional(gender),
  /** Whether signing in takes a code as well. */
  twoSteps: v.optional(v.boolean()),
});
export type AccountJson = v.InferOutput<typeof account>;

/** A bound for what is looked at: twenty long attributes fit. */
export const identityTokenCharacters = 8192;

/**
 * POST /api/visitors → 201. With a token, whoever the site's server says it is (docs/identify.md); without one somebody
 * new, where the site has no key. `department`: which of their open conversations is asked for.
 */
export const newVisitor = v.strictObject({
  site: v.optional(siteId),
  token: v.optional(v.pipe(v.string(), v.maxLength(identityTokenCharacters))),
  department: v.optional(departmentId),
  /** Without a token: the answer is to hold the first ticket as well. */
  ticket: v.optional(v.boolean()),
});
export type NewVisitorRequest = v.InferInput<typeof newVisitor>;
export const newVisitorAnswer = v.object({
  token: v.string(),
  name: shownName,
  /** As of POST /api/session-tickets. Left out where there is none to be had now, or none was asked for. */
  ticket: v.optional(v.string()),
  /** Set where a token was shown. */
  identified: v.optional(
    v.object({
      /** The same on every device. */
      visitor: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
      /** The open conversation in which they wrote last. */
      conversation: v.optional(conversationId),
      /** What the token said, and nobody has to ask for. */
      knows: v.optional(v.array(v.picklist(contactFields)), () => []),
    }),
  ),
});
export type NewVisitorAnswer = v.InferOutput<typeof newVisitorAnswer>;

/** POST /api/session-tickets → 201. The ticket is for one `hello` within 30 seconds. */
export const newTicket = v.strictObject({});
export const newTicketAnswer = v.object({ ticket: v.string() });
export type NewTicketAnswer = v.InferOutput<typeof newTicketAnswer>;

/** POST /api/sign-in → 200 and a cookie. `username` may be an e-mail address. */
export const signIn = v.strictObject({
  username: v.pipe(v.string(), v.maxLength(256)),
  password,
  /** Of the second step: six digits, or a recovery code. */
  code: v.optional(v.pipe(v.string(), v.maxLength(64))),
});
/** Without `account` nobody is signed in yet: `code` is to be asked for, `setup` comes first. */
export const signInAnswer = v.union([
  v.object({ account, recoveryCodes: v.optional(v.array(v.string())) }),
  v.object({ needs: v.picklist(['code', 'setup']) }),
]);
export type SignInAnswer = v.InferOutput<typeof signInAnswer>;

/** POST /api/sign-out → 204; also where nobody is signed in. */
export const signOut = v.strictObject({});

/** GET /api/me: also for those who are nobody, because browsers write every 401 on their console. */
export const meAnswer = v.variant('kind', [
  v.object({ kind: v.literal('nobody') }),
  v.object({ kind: v.literal('visitor'), name: shownName }),
  v.object({ kind: v.literal('account'), account }),
]);
export type MeAnswer = v.InferOutput<typeof meAnswer>;

/** POST /api/me/password → 204; every other session of the account ends. */
export const changePassword = v.strictObject({ current: password, next: password });

/** GET /api/accounts */
export const accountsAnswer = v.object({
  accounts: v.array(account),
  /** Pass it as `after` for the next page; absent on the last one. */
  next: v.optional(username),
});
export type AccountsAnswer = v.InferOutput<typeof accountsAnswer>;

/**
 * POST /api/accounts → 201. Super admins make admins, admins make agents; agents join the first department.
 * Without a password, a mail invites them to choose one.
 */
export const newAccount = v.strictObject({
  username,
  name: personName,
  role: v.picklist(['admin', 'agent']),
  email: v.optional(email),
  mobile: v.optional(mobile),
  gender: v.optional(gender),
  password: v.optional(password),
});
export type NewAccountRequest = v.InferInput<typeof newAccount>;
export const accountAnswer = v.object({ account });
export type AccountAnswer = v.InferOutput<typeof accountAnswer>;

/**
 * PATCH /api/accounts/:id. A new password and `active: false` end every session of the account; null takes away,
 * `twoSteps: false` takes away the second step of who has lost it.
 */
export const changeAccount = v.strictObject({
  active: v.optional(v.boolean()),
  name: v.optional(personName),
  email: v.optional(v.nullable(email)),
  mobile: v.optional(v.nullable(mobile)),
  gender: v.optional(v.nullable(gender)),
  password: v.optional(password),
  twoSteps: v.optional(v.literal(false)),
});
export type ChangeAccountRequest = v.InferInput<typeof changeAccount>;

/** A whole number in a query string. */
export const queryNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[0-9]{1,15}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  );

/** GET /api/archive/conversations: newest activity first; `before` is the `activeAt` of the last one seen. */
export const archiveListQuery = v.strictObject({
  state: v.optional(v.picklist(['open', 'closed'])),
  before: v.optional(queryNumber(0, Number.MAX_SAFE_INTEGER)),
  limit: v.optional(queryNumber(1, 100), '50'),
});
export const archiveListAnswer = v.object({
  conversations: v.array(conversationSummary),
  /** Pass it as `before` for the next page; absent on the last one. */
  next: v.optional(moment),
});
export type ArchiveListAnswer = v.InferOutput<typeof archiveListAnswer>;

/** GET /api/archive/conversations/:id?from=: enough for the reader to verify everything itself. */
export const transcriptQuery = v.strictObject({
  from: v.optional(queryNumber(0, Number.MAX_SAFE_INTEGER)),
  limit: v.optional(queryNumber(1, 10_000), '5000'),
});
export const transcriptAnswer = v.object({
  summary: conversationSummary,
  participants: v.array(participant),
  certificates: v.array(base64Url),
  installationKey: base64Url,
  entries: v.array(
    v.object({
      seq: count,
      receivedAt: moment,
      verdict: v.picklist(['accepted', 'quarantined']),
      /** Header, signature and payload (none where it was erased). */
      bytes: base64Url,
    }),
  ),
  /** Pass it as `from` for the rest; absent where there is none. */
  next: v.optional(count),
});
export type TranscriptAnswer = v.InferOutput<typeof transcriptAnswer>;

/** GET /api/archive/search?q= */
export const searchQuery = v.strictObject({
  q: v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(200)),
  limit: v.optional(queryNumber(1, 100), '50'),
});
export const searchAnswer = v.object({
  hits: v.array(
    v.object({
      conversation: conversationId,
      entry: entryId,
      seq: count,
      receivedAt: moment,
      author: participant,
      /** The text around the words, in order. */
      snippet: v.array(v.object({ text: v.string(), hit: v.boolean() })),
    }),
  ),
});
export type SearchAnswer = v.InferOutput<typeof searchAnswer>;

/** POST /api/bot-sessions with the bots' key as bearer token → 201. Makes the bot's account where it is missing. */
export const newBotSession = v.strictObject({ username, name: v.optional(personName) });
export const newBotSessionAnswer = v.object({ token: v.string(), account });
export type NewBotSessionAnswer = v.InferOutput<typeof newBotSessionAnswer>;
