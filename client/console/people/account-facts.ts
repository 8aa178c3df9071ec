import type { AccountJson } from '../../../conversation/protocol/http.ts';
import type { GenderJson } from '../../../conversation/protocol/http/contact.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';

type AccountRole = AccountJson['role'];

export function accountRoleWords(role: AccountRole): string {
  switch (role) {
    case 'super-admin':
      return 'Super admin';
    case 'admin':
      return 'Admin';
    case 'agent':
      return 'Agent';
    case 'customer':
      return 'Customer';
    case 'bot':
      return 'Bot';
    default:
      return unreachable(role);
  }
}

/** What buttons to show; the server has the last word. Nobody manages their own rank. */
export function mayManage(manager: AccountRole, managed: AccountRole): boolean {
  if (managed === 'super-admin') return false;
  if (managed === 'admin') return manager === 'super-admin';
  return manager === 'super-admin' || manager === 'admin';
}

/** The roles that somebody may give to a new person. */
export function rolesToGive(manager: AccountRole): readonly ('agent' | 'admin')[] {
  return manager === 'super-admin' ? ['agent', 'admin'] : ['agent'];
}

/** '' is not said. */
export type GenderChoice = '' | GenderJson;
export const genderOptions: readonly (readonly [GenderChoice, string])[] = [
  ['', 'Not said'],
  ['female', 'Female'],
  ['male', 'Male'],
  ['other', 'Other'],
];
export const genderOf = (choice: GenderChoice): GenderJson | undefined =>
  choice === '' ? undefined : choice;

const rank: readonly AccountRole[] = ['super-admin', 'admin', 'agent', 'customer', 'bot'];

/** Active ones first, then by rank, then by name. */
export function sortAccounts(accounts: readonly AccountJson[]): AccountJson[] {
  return accounts.toSorted(
    (a, b) =>
      Number(b.active) - Number(a.active) ||
      rank.indexOf(a.role) - rank.indexOf(b.role) ||
      a.name.localeCompare(b.name),
  );
}
