import { describe, expect, test } from 'vitest';
import { conversationKinds, groupKinds, queuedKinds } from '../../conversation/protocol/kinds.ts';
import {
  goesDirect,
  kindRules,
  mayBegin,
  mayEnd,
  mayInvite,
  openKinds,
  standings,
} from './kinds.ts';

const allowed = { kinds: conversationKinds, names: 'open' } as const;

test('[L1] who begins which kind', () => {
  const beginners = Object.fromEntries(
    conversationKinds.map((kind) => [
      kind,
      standings.filter((standing) => mayBegin(kind, standing, allowed)),
    ]),
  );
  expect(beginners).toEqual({
    support: ['enrolled', 'stranger'],
    course: ['enrolled'],
    direct: ['staff', 'enrolled'],
    'study-group': ['staff', 'enrolled'],
    discussion: ['staff'],
    departments: ['staff'],
    announcement: ['staff'],
  });
});

test('[U3] [U4] a worker begins nothing, and nobody reaches a worker', () => {
  for (const kind of conversationKinds) {
    expect(kindRules[kind].begins).not.toContain('worker');
    expect(kindRules[kind].reaches).not.toContain('worker');
  }
});

test('nothing is begun that the department does not allow, and nothing open where names are masked', () => {
  for (const kind of conversationKinds) {
    const others = { ...allowed, kinds: conversationKinds.filter((one) => one !== kind) };
    expect(standings.some((standing) => mayBegin(kind, standing, others))).toBe(false);
  }
  const masked = { ...allowed, names: 'masked' } as const;
  const begun = conversationKinds.filter((kind) =>
    standings.some((standing) => mayBegin(kind, standing, masked)),
  );
  expect(begun).toEqual(['support', 'departments']);
  expect(openKinds(conversationKinds)).toEqual(['course', ...groupKinds]);
});

test('[L1] all who belong to a department read what is said to everybody; of announcements staff alone write', () => {
  const readers = (kind: (typeof conversationKinds)[number]) => kindRules[kind].reads;
  expect(conversationKinds.filter((kind) => readers(kind).length > 0)).toEqual([
    'discussion',
    'announcement',
  ]);
  expect(readers('announcement')).toEqual(['staff', 'worker', 'enrolled']);
  expect(kindRules.announcement.writes).toEqual(['staff']);
  expect(kindRules.discussion.writes).toEqual(['staff', 'worker', 'enrolled']);
  for (const kind of groupKinds) expect(kindRules[kind].writes).not.toContain('stranger');
});

describe('who ends it, and deletes it afterwards', () => {
  test('[U8] what is raised: the raiser, and staff where the policy says so', () => {
    for (const kind of queuedKinds) {
      const raiser = { kind, standing: 'stranger', seat: 'raiser', isStarter: true } as const;
      const answerer = { kind, standing: 'staff', seat: 'answerer', isStarter: false } as const;
      expect(mayEnd({ ...raiser, whoCloses: 'raiser' })).toBe(true);
      expect(mayEnd({ ...answerer, whoCloses: 'raiser' })).toBe(false);
      expect(mayEnd({ ...answerer, whoCloses: 'anybody' })).toBe(true);
      const nobody = { ...answerer, standing: 'stranger', seat: undefined } as const;
      expect(mayEnd({ ...nobody, whoCloses: 'anybody' })).toBe(false);
    }
    const sharer = { standing: 'stranger', seat: 'sharer', isStarter: true } as const;
    expect(mayEnd({ ...sharer, kind: 'departments', whoCloses: 'raiser' })).toBe(true);
  });

  test.each([
    ['direct', 'enrolled', 'member', false, true],
    ['direct', 'staff', undefined, false, false],
    ['study-group', 'enrolled', 'member', true, true],
    ['study-group', 'enrolled', 'member', false, false],
    ['study-group', 'staff', 'member', false, true],
    ['discussion', 'staff', undefined, false, true],
    ['discussion', 'enrolled', 'member', false, false],
    ['discussion', 'worker', 'member', false, false],
    ['announcement', 'staff', 'member', true, true],
    ['announcement', 'enrolled', undefined, false, false],
  ] as const)('%s by %s (%s, began it: %s): %s', (kind, standing, seat, isStarter, may) => {
    expect(mayEnd({ kind, standing, seat, isStarter, whoCloses: 'raiser' })).toBe(may);
  });
});

test('[L1] only study groups take and lose members; by whoever began them, and staff', () => {
  const invites = conversationKinds.filter((kind) => mayInvite(kind, 'enrolled', true));
  expect(invites).toEqual(['study-group']);
  expect(mayInvite('study-group', 'enrolled', false)).toBe(false);
  expect(mayInvite('study-group', 'staff', false)).toBe(true);
  expect(conversationKinds.filter((kind) => kindRules[kind].leaves)).toEqual(['study-group']);
});

test('[W8] groups are linked while they are small; announcements never, and what is raised always', () => {
  expect(goesDirect('study-group', 6, 6)).toBe(true);
  expect(goesDirect('study-group', 7, 6)).toBe(false);
  expect(goesDirect('direct', 2, 0)).toBe(false);
  expect(goesDirect('announcement', 1, 6)).toBe(false);
  expect(goesDirect('support', 9, 6)).toBe(true);
});
