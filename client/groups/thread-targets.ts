/** Whom a department can write to. */
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { GroupsApi } from './groups-api.ts';

export interface ThreadTarget {
  readonly id: DepartmentId;
  readonly name: string;
}

/** @returns those that take threads from others, without `from`, in the order of names */
export async function findThreadTargets(
  api: Pick<GroupsApi, 'publicDepartments'>,
  from: DepartmentId,
): Promise<readonly ThreadTarget[]> {
  const answer = await api.publicDepartments();
  if (!answer.ok) return [];
  return answer.value.departments
    .filter(({ id, kinds }) => id !== from && kinds.includes('departments'))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
