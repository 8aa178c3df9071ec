/** The audit log, page by page and as a file. */
import * as http from '../../../conversation/protocol/http/audit.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import { kindOf, reachOf } from '../../access/permissions.ts';
import type { Relations } from '../../access/relations.ts';
import { accountOf, type Actor } from '../../accounts/actor.ts';
import type { AccountsStore } from '../../accounts/accounts-store.ts';
import type { AuditFilter, AuditPages, AuditScope } from '../../audit/audit-pages.ts';
import { csvLine } from '../../audit/csv.ts';
import type { AuditLog } from '../../audit.ts';
import { answer } from '../answer.ts';
import { guardedRoute, type GuardedCall, type Route } from '../route.ts';

export interface AuditRoutesOptions {
  readonly accounts: Pick<AccountsStore, 'byUsername'>;
  readonly audit: AuditLog;
  readonly auditPages: AuditPages;
  readonly relations: Pick<Relations, 'toDepartment' | 'departmentsOf'>;
}

interface AskedScope {
  readonly department?: DepartmentId | undefined;
}

/** Rows that are read at once for a file. */
const exportedAtOnce = 500;

export function auditRoutes(options: AuditRoutesOptions): Route[] {
  const { accounts, audit, auditPages, relations } = options;

  /** People know user names; the log knows ids. */
  async function filterOf(query: AuditFilter): Promise<AuditFilter> {
    const account = query.actor === undefined ? undefined : await accounts.byUsername(query.actor);
    const { action, from, to } = query;
    return { actor: account?.id ?? query.actor, action, from, to };
  }

  /** What a department's log shows is for its admins; without one, those of all their departments and people. */
  async function demandOf({ actor, query }: GuardedCall<unknown, AskedScope>) {
    const { department } = query;
    const relation = department && (await relations.toDepartment(actor, department));
    return { action: 'read-audit' as const, ...(relation && { relation }) };
  }

  async function scopeOf(actor: Actor, { department }: AskedScope): Promise<AuditScope> {
    if (department !== undefined) return { kind: 'departments', departments: [department] };
    if (reachOf(kindOf(actor), 'read-audit') === 'all') return { kind: 'all' };
    const departments = await relations.departmentsOf(actor);
    return { kind: 'departments', departments, people: { self: accountOf(actor) } };
  }

  async function* lines(filter: AuditFilter, scope: AuditScope): AsyncGenerator<string> {
    yield csvLine(['id', 'time', 'actor', 'actor name', 'action', 'thing', 'thing name', 'detail']);
    let before: number | undefined;
    do {
      const rows = await auditPages.page(filter, exportedAtOnce, before, scope);
      for (const { id, at, actor, actorName = '', action, thing, thingName = '', detail } of rows) {
        const time = new Date(at).toISOString();
        const cells = [actor, actorName, action, thing, thingName, JSON.stringify(detail)];
        yield csvLine([String(id), time, ...cells]);
      }
      before = rows.length < exportedAtOnce ? undefined : rows.at(-1)?.id;
    } while (before !== undefined);
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/audit',
        summary:
          'Who did what, newest first; to admins, in their departments and with their people.',
        actions: ['read-audit'],
        query: http.auditQuery,
        answers: { status: 200, schema: http.auditAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      demandOf,
      async ({ actor, query }) => {
        const scope = await scopeOf(actor, query);
        const { limit, before } = query;
        const rows = await auditPages.page(await filterOf(query), limit, before, scope);
        const last = rows.length < query.limit ? undefined : rows.at(-1);
        return answer(200, {
          rows: [...rows],
          ...(last === undefined ? {} : { next: last.id }),
        } satisfies http.AuditAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/audit/export',
        summary: 'All that fits the filter, as CSV; that it was exported is in the log as well.',
        actions: ['read-audit'],
        query: http.auditExportQuery,
        answers: { status: 200 },
        refusals: ['not-allowed', 'not-found'],
      },
      demandOf,
      async ({ actor, query }) => {
        const asked = Object.entries(query).filter(([, value]) => value !== undefined);
        const detail = Object.fromEntries(asked.map(([name, value]) => [name, String(value)]));
        await audit.record(accountOf(actor), 'audit-exported', 'audit', detail);
        return {
          status: 200,
          content: lines(await filterOf(query), await scopeOf(actor, query)),
          headers: {
            'Content-Type': 'text/csv; charset=utf-8',
            'Content-Disposition': 'attachment; filename="parley-audit.csv"',
          },
        };
      },
    ),
  ];
}
