/** What is asked and said about accounts, besides what every part of the API knows of them (http.ts). */
import * as v from 'valibot';
import { queryNumber, username } from '../http.ts';

/** GET /api/accounts: in the order of user names. `q` is looked for in names, user names and e-mail addresses. */
export const accountsQuery = v.strictObject({
  kind: v.optional(v.picklist(['staff', 'customers', 'bots'])),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  after: v.optional(username),
  limit: v.optional(queryNumber(1, 500), '200'),
});
