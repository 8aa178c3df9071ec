/** Whom a department may be able to write to; whether the other one takes it, the server says. */
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { OwnDepartment } from './begin-form.ts';
import type { GroupsApi } from './groups-api.ts';

export interface ThreadTarget {
  readonly id: DepartmentId;
  readonly name: string;
}

/** @returns those that are open to everybody and one's own ones, without `from`, in the order of names */
export async function findThreadTargets(
  api: Pick<GroupsApi, 'publicDepartments'>,
  from: DepartmentId,
  own: readonly OwnDepartment[],
): Promise<readonly ThreadTarget[]> {
  const open = await api.publicDepartments();
  const taking = own.filter(({ mayStart }) => mayStart.includes('departments'));
  const known = new Map<DepartmentId, string>();
  for (const { id, name } of [...taking, ...(open.ok ? open.value.departments : [])]) {
    if (id !== from) known.set(id, name);
  }
  return [...known]
    .map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
