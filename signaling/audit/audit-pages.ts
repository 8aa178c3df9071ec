/** Reads the audit log, newest first: whatever is filtered, an index has the rows in that order. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { auditValue, type AuditRowJson } from '../../conversation/protocol/http/audit.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Database } from '../database/database.ts';

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Milliseconds; both are included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Whose rows: all, or those of departments and, with `people`, of whoever belongs to none and of oneself. */
export type AuditScope =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'departments';
      readonly departments: readonly DepartmentId[];
      readonly people?: { readonly self: AccountId };
    };

export interface AuditPages {
  /** @param before id of the last row of the page before. */
  page(
    filter: AuditFilter,
    limit: number,
    before?: number,
    scope?: AuditScope,
  ): Promise<readonly AuditRowJson[]>;
}

export function createAuditPages(database: Database): AuditPages {
  async function momentOf(id: number): Promise<number | undefined> {
    const row = await database
      .selectFrom('audit_log')
      .select('at')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.at;
  }

  /** The newest rows of one scope that fit; each is read in the order of an index. */
  function newest(
    from: 'audit_log' | 'audit_scopes',
    { actor, action, from: first, to }: AuditFilter,
    limit: number,
    before: { readonly at: number; readonly id: number } | undefined,
  ) {
    // Both have these columns; only one of them has scopes.
    let query = database
      .selectFrom(`${from as 'audit_scopes'} as row`)
      .select(['row.at', 'row.id']);
    if (actor !== undefined) query = query.where('row.actor', '=', actor);
    if (action !== undefined) query = query.where('row.action', '=', action);
    if (first !== undefined) query = query.where('row.at', '>=', first);
    if (to !== undefined) query = query.where('row.at', '<=', to);
    if (before !== undefined) {
      // A clock that was set back gives later rows earlier moments, so the id alone is no place in this order.
      query = query.where(sql<boolean>`(row.at, row.id) < (${before.at}, ${before.id})`);
    }
    return query.orderBy('row.at', 'desc').orderBy('row.id', 'desc').limit(limit);
  }

  async function idsOf(
    filter: AuditFilter,
    limit: number,
    before: { readonly at: number; readonly id: number } | undefined,
    scope: AuditScope,
  ): Promise<readonly number[]> {
    if (scope.kind === 'all') {
      return (await newest('audit_log', filter, limit, before).execute()).map(({ id }) => id);
    }
    const found = new Map<number, number>();
    const scopes: readonly string[] = [
      ...scope.departments,
      ...(scope.people === undefined ? [] : ['people']),
    ];
    for (const one of scopes) {
      const rows = await newest('audit_scopes', filter, limit, before)
        .where('row.scope', '=', one)
        .execute();
      for (const { id, at } of rows) found.set(id, at);
    }
    const self = scope.people?.self;
    if (self !== undefined && (filter.actor ?? self) === self) {
      const own = await newest('audit_log', { ...filter, actor: self }, limit, before).execute();
      for (const { id, at } of own) found.set(id, at);
    }
    return [...found]
      .toSorted(([a, x], [b, y]) => y - x || b - a)
      .slice(0, limit)
      .map(([id]) => id);
  }

  return {
    async page(filter, limit, before, scope = { kind: 'all' }) {
      const at = before === undefined ? undefined : await momentOf(before);
      if (before !== undefined && at === undefined) return [];
      const place = before === undefined || at === undefined ? undefined : { at, id: before };
      const ids = await idsOf(filter, limit, place, scope);
      const rows = await database
        .selectFrom('audit_log as log')
        .leftJoin('accounts as by', 'by.id', 'log.actor')
        .leftJoin('accounts as whom', 'whom.id', 'log.thing')
        .leftJoin('departments', 'departments.id', 'log.thing')
        .leftJoin('sites', 'sites.id', 'log.thing')
        .leftJoin('conversations', 'conversations.id', 'log.thing')
        .leftJoin('departments as place', (join) =>
          join.on(sql<boolean>`place.id = json_extract(log.detail, '$.department')`),
        )
        .select([
          'log.id',
          'log.at',
          'log.actor',
          'log.action',
          'log.thing',
          'log.detail',
          'by.name as by_name',
          'whom.name as account_name',
          'departments.name as department_name',
          'sites.name as site_name',
          'conversations.title',
          'place.name as place_name',
        ])
        .where('log.id', 'in', ids)
        .orderBy('log.at', 'desc')
        .orderBy('log.id', 'desc')
        .execute();
      return rows.map((row) => {
        const { by_name: actorName, place_name: departmentName } = row;
        const thingName = row.account_name ?? row.department_name ?? row.site_name ?? row.title;
        return {
          id: row.id,
          at: row.at,
          actor: row.actor,
          ...(actorName === null ? {} : { actorName }),
          action: row.action,
          thing: row.thing,
          ...(thingName === null ? {} : { thingName }),
          detail: detailOf(row.detail),
          ...(departmentName === null ? {} : { departmentName }),
        };
      });
    },
  };
}

/** Triggers and older versions write here too: one odd value must not hide the log, so it is shown as it stands. */
function detailOf(text: string): AuditRowJson['detail'] {
  const values = Object.entries(v.parse(v.record(v.string(), v.unknown()), JSON.parse(text)));
  return Object.fromEntries(
    values.map(([name, value]) => [name, v.is(auditValue, value) ? value : JSON.stringify(value)]),
  );
}
