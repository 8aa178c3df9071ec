import { expect, test } from 'vitest';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import type { Actor, VisitorId } from '../accounts/actor.ts';
import { authorize } from './authorize.ts';
import { actions, kindOf, relations, type Action } from './permissions.ts';

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
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, true, false, false]);
  expect(answers[1]).toEqual(answers[5]);
  expect(answers[4]).toEqual(answers[5]);
  expect(authorize(visitor, 'join-conversation', 'own').ok).toBe(true);
  expect(authorize(visitor, 'join-conversation', 'department')).toEqual({
    ok: false,
    refusal: 'not-found',
  });
});

test('[U3] whose department raised it takes part and ends it, and does nothing of what those who answer do', () => {
  const agent = { ...admin, role: 'agent' } as const;
  const may = (action: Action) => authorize(agent, action, 'raiser').ok;
  const raisers: Action[] = ['join-conversation', 'close-conversation', 'take-seat'];
  expect(raisers.map(may)).toEqual([true, true, true]);
  const answerers: Action[] = [
    'transfer-conversation',
    'take-over-conversation',
    'read-transfers',
    'change-ticket',
    'read-client',
  ];
  expect(answerers.map(may)).toEqual([false, false, false, false, false]);
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
