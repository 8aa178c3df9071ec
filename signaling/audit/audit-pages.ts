/** Reads the audit log, newest first: whatever is filtered, an index has the rows in that order. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { auditValue, type AuditRowJson } from '../../conversation/protocol/http/audit.ts';
import type { Database } from '../database/database.ts';

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Milliseconds; both are included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AuditPages {
  /** @param before id of the last row of the page before. */
  page(filter: AuditFilter, limit: number, before?: number): Promise<readonly AuditRowJson[]>;
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

  return {
    async page({ actor, action, from, to }, limit, before) {
      let query = database
        .selectFrom('audit_log as log')
        .leftJoin('accounts as by', 'by.id', 'log.actor')
        .leftJoin('accounts as whom', 'whom.id', 'log.thing')
        .leftJoin('departments', 'departments.id', 'log.thing')
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
        ]);
      if (actor !== undefined) query = query.where('log.actor', '=', actor);
      if (action !== undefined) query = query.where('log.action', '=', action);
      if (from !== undefined) query = query.where('log.at', '>=', from);
      if (to !== undefined) query = query.where('log.at', '<=', to);
      if (before !== undefined) {
        const at = await momentOf(before);
        if (at === undefined) return [];
        // A clock that was set back gives later rows earlier moments, so the id alone is no place in this order.
        query = query.where(sql<boolean>`(log.at, log.id) < (${at}, ${before})`);
      }
      const rows = await query
        .orderBy('log.at', 'desc')
        .orderBy('log.id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => {
        const { by_name: actorName, account_name, department_name } = row;
        const thingName = account_name ?? department_name;
        return {
          id: row.id,
          at: row.at,
          actor: row.actor,
          ...(actorName === null ? {} : { actorName }),
          action: row.action,
          thing: row.thing,
          ...(thingName === null ? {} : { thingName }),
          detail: detailOf(row.detail),
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
