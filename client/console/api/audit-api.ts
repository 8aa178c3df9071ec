/** What the console asks of the audit log. */
import { auditAnswer, type AuditAnswer } from '../../../conversation/protocol/http/audit.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { ApiClient, ApiResult } from '../../signed-in/api/api-client.ts';
import { queryOf } from '../../signed-in/api/query-of.ts';

export interface AuditQuery {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly department?: DepartmentId | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AuditApi {
  /** Newest first; `before` is the `next` of the page before. */
  auditRows(
    query: AuditQuery & { readonly before?: number | undefined },
    signal: AbortSignal,
  ): Promise<ApiResult<AuditAnswer>>;
}

/** Where the browser downloads the same rows as CSV. */
export function auditExportPath({ actor, action, department, from, to }: AuditQuery): string {
  return `/api/audit/export${queryOf({ actor, action, department, from, to })}`;
}

export function createAuditApi({ ask }: Pick<ApiClient, 'ask'>): AuditApi {
  return {
    auditRows: ({ actor, action, department, from, to, before }, signal) =>
      ask({
        path: `/api/audit${queryOf({ actor, action, department, from, to, before })}`,
        answer: auditAnswer,
        signal,
      }),
  };
}
