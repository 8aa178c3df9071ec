import { expect, test } from 'vitest';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import type { Actor, VisitorId } from '../accounts/actor.ts';
import { authorize } from './authorize.ts';
import { actions, kindOf, relations } from './permissions.ts';

const admin: Actor = {
  kind: 'account',
  account: 'a' as AccountId,
  username: 'a',
  name: 'A',
  role: 'admin',
};
const visitor: Actor = { kind: 'visitor', visitor: 'v' as VisitorId, name: 'Visitor 1' };

test('nobody may do nothing at all', () => {
  for (const action of actions) {
    for (const relation of [undefined, ...relations]) {
      expect(authorize(undefined, action, relation)).toEqual({ ok: false, refusal: 'not-allowed' });
    }
  }
});

test('who may do something with some things learns of the others only that they are not there', () => {
  const answers = relations.map((relation) => authorize(admin, 'read-archive', relation));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, false, false]);
  expect(answers[2]).toEqual(answers[3]);
  expect(authorize(visitor, 'join-conversation', 'own').ok).toBe(true);
  expect(authorize(visitor, 'join-conversation', 'department')).toEqual({
    ok: false,
    refusal: 'not-found',
  });
});

test('who may not do it at all is told so, whatever it is about', () => {
  for (const relation of relations) {
    expect(authorize(visitor, 'read-archive', relation)).toEqual({
      ok: false,
      refusal: 'not-allowed',
    });
  }
});

test('a missing thing is missing for those as well whose permission reaches everything', () => {
  const superAdmin = { ...admin, role: 'super-admin' } as const;
  expect(authorize(superAdmin, 'read-archive', 'other').ok).toBe(true);
  expect(authorize(superAdmin, 'read-archive', 'missing')).toEqual({
    ok: false,
    refusal: 'not-found',
  });
});

test('an account is of the kind of its role, and who shows nothing is nobody', () => {
  expect(kindOf(admin)).toBe('admin');
  expect(kindOf(visitor)).toBe('visitor');
  expect(kindOf(undefined)).toBe('nobody');
});
