import { expect, test } from 'vitest';
import type { AccountJson } from '../../../conversation/protocol/http.ts';
import type { AccountId } from '../../../conversation/protocol/ids.ts';
import { mayManage, rolesToGive, sortAccounts } from './account-facts.ts';

const account = (name: string, role: AccountJson['role'], active = true): AccountJson => ({
  id: name as AccountId,
  username: name.toLowerCase(),
  name,
  role,
  active,
  createdAt: 0,
});

test('active people stand first, then by rank, then by name', () => {
  const all = [
    account('Old boss', 'super-admin', false),
    account('Zoe', 'agent'),
    account('faq', 'bot'),
    account('Ada', 'agent'),
    account('Ben', 'admin'),
  ];
  expect(sortAccounts(all).map(({ name }) => name)).toEqual([
    'Ben',
    'Ada',
    'Zoe',
    'faq',
    'Old boss',
  ]);
});

test('nobody manages their own rank or one above it', () => {
  expect(mayManage('admin', 'agent')).toBe(true);
  expect(mayManage('admin', 'admin')).toBe(false);
  expect(mayManage('super-admin', 'admin')).toBe(true);
  expect(mayManage('super-admin', 'super-admin')).toBe(false);
  expect(mayManage('agent', 'agent')).toBe(false);
  expect(rolesToGive('admin')).toEqual(['agent']);
  expect(rolesToGive('super-admin')).toEqual(['agent', 'admin']);
});
