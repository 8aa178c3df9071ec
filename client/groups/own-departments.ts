/** Where one belongs, as the pages look it up. */
import { createSignal, type Accessor } from 'solid-js';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { OwnDepartment } from './begin-form.ts';
import type { GroupsApi } from './groups-api.ts';

export interface OwnDepartments {
  /** Undefined until the server has answered for the first time. */
  readonly all: Accessor<readonly OwnDepartment[] | undefined>;
  /** Of one's own; undefined where there is only one, which goes without saying. */
  nameOf(department: DepartmentId): string | undefined;
  /** One was made for a single department, and is given what one answers: there is no queue to take from. */
  isWorker(): boolean;
  /** Policies and memberships change; what was known stays where the server cannot be reached. */
  reload(): Promise<void>;
}

export function createOwnDepartments(api: Pick<GroupsApi, 'ownDepartments'>): OwnDepartments {
  const [all, setAll] = createSignal<readonly OwnDepartment[]>();
  async function reload() {
    const answer = await api.ownDepartments();
    if (answer.ok) setAll(answer.value.departments);
  }
  void reload();
  return {
    all,
    reload,
    isWorker: () => all()?.some(({ standing }) => standing === 'worker') === true,
    nameOf(department) {
      const known = all() ?? [];
      return known.length > 1 ? known.find(({ id }) => id === department)?.name : undefined;
    },
  };
}
