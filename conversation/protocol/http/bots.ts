/** What is said over HTTP about bots and the keys that they sign in with. */
import * as v from 'valibot';
import { shownName } from '../conversation.ts';
import { account, personName, username } from '../http.ts';
import { accountId, departmentId } from '../ids.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `answer`: takes conversations of its departments. `read-archive`: reads their transcripts. */
export const botScopes = ['answer', 'read-archive'] as const;
export type BotScope = (typeof botScopes)[number];
export const scopeList = v.pipe(
  v.array(v.picklist(botScopes)),
  v.minLength(1, 'must name at least one'),
  v.maxLength(botScopes.length),
  v.check((list) => new Set(list).size === list.length, 'must name each once'),
);

export const botKeyId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/, 'must be an id of 22 characters'),
);

export const botKey = v.object({
  id: botKeyId,
  /** Its first characters; the whole key was shown once. */
  beginning: v.string(),
  scopes: v.array(v.picklist(botScopes)),
  createdAt: moment,
  usedAt: v.nullable(moment),
  revokedAt: v.nullable(moment),
});
export type BotKeyJson = v.InferOutput<typeof botKey>;

/** GET /api/bots, in the order of user names. */
export const botsAnswer = v.object({
  bots: v.array(
    v.object({
      id: accountId,
      username: v.string(),
      name: shownName,
      active: v.boolean(),
      keys: v.array(botKey),
    }),
  ),
});
export type BotsAnswer = v.InferOutput<typeof botsAnswer>;

/** POST /api/bots → 201. It joins the department that is named, or else none. */
export const newBot = v.strictObject({
  username,
  name: personName,
  scopes: scopeList,
  department: v.optional(departmentId),
});
export type NewBotRequest = v.InferInput<typeof newBot>;
/** `secret` is the key itself, and is shown this once. */
export const newBotAnswer = v.object({ account, key: botKey, secret: v.string() });
export type NewBotAnswer = v.InferOutput<typeof newBotAnswer>;

/** POST /api/bots/:id/keys → 201 */
export const newBotKey = v.strictObject({ scopes: scopeList });
export const newBotKeyAnswer = v.object({ key: botKey, secret: v.string() });
export type NewBotKeyAnswer = v.InferOutput<typeof newBotKeyAnswer>;
