import { describe, expect, test } from 'vitest';
import type { AccountId } from '../../conversation/protocol/ids.ts';
import { accountRoles, type AccountRole, type Actor, type VisitorId } from './actor.ts';
import { authorize, type ConversationAccess, type Demand } from './authorize.ts';

const me = 'me' as AccountId;
const visitor: Actor = { kind: 'visitor', visitor: 'me' as VisitorId, name: 'Visitor 1' };
const actors: Record<'visitor' | AccountRole, Actor> = {
  visitor,
  ...(Object.fromEntries(
    accountRoles.map((role) => [
      role,
      { kind: 'account', account: me, username: 'me', name: 'Me', role },
    ]),
  ) as Record<AccountRole, Actor>),
};
type Who = keyof typeof actors;
const everybody = Object.keys(actors) as Who[];

const mine: ConversationAccess = {
  participants: [
    { account: me, visitor: null, left: false },
    { account: null, visitor: 'me' as VisitorId, left: false },
  ],
};
const left: ConversationAccess = {
  participants: mine.participants.map((participant) => ({ ...participant, left: true })),
};
/** Ids of visitors and accounts are different things, also where they are spelled alike. */
const foreign: ConversationAccess = {
  participants: [
    { account: 'other' as AccountId, visitor: null, left: false },
    { account: null, visitor: 'other' as VisitorId, left: false },
    { account: null, visitor: null, left: false },
  ],
};

const staff: Who[] = ['super-admin', 'admin', 'agent'];
const admins: Who[] = ['super-admin', 'admin'];

/** A demand without a row here is a type error. */
const table: Record<Demand['action'], [string, Demand, Who[]][]> = {
  'open-session': [['', { action: 'open-session' }, everybody]],
  'start-conversation': [['', { action: 'start-conversation' }, ['visitor', 'customer']]],
  'join-conversation': [
    ['where they take part', { action: 'join-conversation', conversation: mine }, everybody],
    ['that they left', { action: 'join-conversation', conversation: left }, []],
    ['of others', { action: 'join-conversation', conversation: foreign }, []],
  ],
  'close-conversation': [
    ['where they take part', { action: 'close-conversation', conversation: mine }, everybody],
    ['of others', { action: 'close-conversation', conversation: foreign }, []],
  ],
  'answer-conversations': [['', { action: 'answer-conversations' }, [...staff, 'bot']]],
  'ask-for-person': [
    ['where they take part', { action: 'ask-for-person', conversation: mine }, ['bot']],
    ['of others', { action: 'ask-for-person', conversation: foreign }, []],
  ],
  'read-archive': [['', { action: 'read-archive' }, admins]],
  'change-own-password': [['', { action: 'change-own-password' }, [...staff, 'customer']]],
  'list-accounts': [['', { action: 'list-accounts' }, admins]],
  'create-account': [
    ['super admin', { action: 'create-account', role: 'super-admin' }, []],
    ['admin', { action: 'create-account', role: 'admin' }, ['super-admin']],
    ['agent', { action: 'create-account', role: 'agent' }, admins],
    ['customer', { action: 'create-account', role: 'customer' }, admins],
    ['bot', { action: 'create-account', role: 'bot' }, []],
  ],
  'change-account': [
    ['super admin', { action: 'change-account', account: me, role: 'super-admin' }, []],
    ['admin', { action: 'change-account', account: me, role: 'admin' }, ['super-admin']],
    ['agent', { action: 'change-account', account: me, role: 'agent' }, admins],
    ['customer', { action: 'change-account', account: me, role: 'customer' }, admins],
    ['bot', { action: 'change-account', account: me, role: 'bot' }, admins],
  ],
  'list-departments': [['', { action: 'list-departments' }, staff]],
  'change-department': [['', { action: 'change-department' }, admins]],
};

describe.each(Object.entries(table))('%s', (_action, rows) => {
  test.each(rows)('%s', (_what, demand, allowed) => {
    const granted = everybody.filter((who) => authorize(actors[who], demand).ok);
    expect(granted.toSorted()).toEqual(allowed.toSorted());
  });
});

test('a refusal is a value', () => {
  expect(authorize(visitor, { action: 'read-archive' })).toEqual({
    ok: false,
    refusal: 'not-allowed',
  });
});
