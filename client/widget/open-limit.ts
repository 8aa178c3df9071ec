import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';

/** @returns how many are open where nobody may open another one; undefined: one may */
export function openLimit(
  live: readonly ConversationSummary[],
  department: DepartmentId | undefined,
  most: number | undefined,
): number | undefined {
  if (department === undefined || most === undefined) return undefined;
  const here = live.filter(
    (one) => one.department === department && !isGroup(one.kind) && one.status.state !== 'closed',
  );
  return here.length >= most ? here.length : undefined;
}
