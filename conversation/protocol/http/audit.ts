/** What is said over HTTP about the audit log. */
import * as v from 'valibot';
import { queryNumber } from '../http.ts';
import { departmentId } from '../ids.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const word = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(64),
  v.regex(/^[A-Za-z0-9._-]+$/, 'must be a name or an id'),
);
const most = Number.MAX_SAFE_INTEGER;

const filter = {
  /** A user name, an account's id, `server`, `su` or `nobody`. */
  actor: v.optional(word),
  action: v.optional(word),
  /** What it was about, or where that person worked then. */
  department: v.optional(departmentId),
  /** Milliseconds of Unix time; both are included. */
  from: v.optional(queryNumber(0, most)),
  to: v.optional(queryNumber(0, most)),
};

/** GET /api/audit: newest first; `before` is the `next` of the page before. */
export const auditQuery = v.strictObject({
  ...filter,
  before: v.optional(queryNumber(0, most)),
  limit: v.optional(queryNumber(1, 200), '50'),
});
/** GET /api/audit/export: all that fits the filter, as CSV (RFC 4180). */
export const auditExportQuery = v.strictObject(filter);

export const auditValue = v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]);

export const auditRow = v.object({
  id: count,
  at: count,
  /** Account id, `server`, `su` for the command line, or `nobody` for whoever did not sign in. */
  actor: v.string(),
  /** Absent where the account is gone, or there is none. */
  actorName: v.optional(v.string()),
  action: v.string(),
  thing: v.string(),
  /** Of an account, a department, a site or a group that is still there. */
  thingName: v.optional(v.string()),
  detail: v.record(v.string(), auditValue),
  /** Of the department that `detail` names by its id, while that is there. */
  departmentName: v.optional(v.string()),
});
export type AuditRowJson = v.InferOutput<typeof auditRow>;

export const auditAnswer = v.object({
  rows: v.array(auditRow),
  /** Pass it as `before` for the next page; absent on the last one. */
  next: v.optional(count),
});
export type AuditAnswer = v.InferOutput<typeof auditAnswer>;
