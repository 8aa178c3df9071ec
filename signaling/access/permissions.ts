/**
 * Who may do what, as a table. Every HTTP route, every message of a session and every topic is one of these actions;
 * `access.test.ts` makes every case of it and tries it on a running server.
 */
import type { BotScope } from '../../conversation/protocol/http/bots.ts';
import type { Actor } from '../accounts/actor.ts';

/**
 * The kinds of those who ask. A site's server signed who somebody identified is; of a visitor nothing is known. Whoever
 * is signed out, or was switched off, is nobody.
 */
export const actorKinds = [
  'super-admin',
  'admin',
  'agent',
  'worker',
  'customer',
  'identified',
  'visitor',
  'bot',
  'nobody',
] as const;
export type ActorKind = (typeof actorKinds)[number];

/**
 * What a thing is to whoever asks. A conversation is one's own while one takes part in it, an account or a session
 * where it is oneself, a department where one leads it. `raiser`: a department of one's own raised it to another one.
 * `department`: it belongs to a department that one belongs to, as a member or enrolled. `both`: these two.
 */
export const relations = ['own', 'raiser', 'both', 'department', 'other', 'missing'] as const;
export type Relation = (typeof relations)[number];

/** How far a permission reaches; each includes those before it. Where no thing is asked about, `all` is yes. */
export const reaches = ['none', 'own', 'department', 'all'] as const;
export type Reach = (typeof reaches)[number];

type Row = readonly [Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach, Reach];

const all = 'all';
const dept = 'department';
const own = 'own';
const none = 'none';

const rows = {
  // In conversations. Columns: super admin, admin, agent, worker, customer, identified, visitor, bot, nobody
  'open-session': /*          */ [all, all, all, all, all, all, all, all, none],
  'start-conversation': /*    */ [none, none, none, none, all, all, all, none, none],
  'join-conversation': /*     */ [own, own, own, own, own, own, own, own, none],
  'take-part': /*             */ [own, own, own, own, own, own, own, own, none],
  'be-introduced': /*         */ [own, own, own, own, own, own, own, own, none],
  'close-conversation': /*    */ [own, own, own, own, own, own, own, own, none],
  'ask-for-person': /*        */ [none, none, none, none, none, none, none, own, none],
  'answer-conversations': /*  */ [all, all, all, all, none, none, none, all, none],
  'transfer-conversation': /* */ [all, dept, own, none, none, none, none, none, none],
  'take-over-conversation': /**/ [all, dept, dept, none, none, none, none, none, none],
  'read-transfers': /*        */ [all, dept, dept, own, none, none, none, none, none],
  'watch-conversation': /*    */ [all, dept, none, none, none, none, none, none, none],
  'change-ticket': /*         */ [all, dept, dept, own, none, none, none, own, none],
  'list-tickets': /*          */ [all, dept, dept, own, own, none, none, none, none],
  'read-client': /*           */ [all, dept, dept, own, none, none, none, none, none],
  'tell-context': /*          */ [none, none, none, none, none, own, own, none, none],
  'answer-form': /*           */ [none, none, none, none, own, own, own, none, none],
  'read-notes': /*            */ [all, dept, dept, own, none, none, none, none, none],
  'write-notes': /*           */ [all, dept, dept, own, none, none, none, none, none],
  'arrange-conversation': /*  */ [all, dept, dept, own, none, none, none, none, none],
  'list-beside': /*           */ [all, dept, dept, own, none, none, none, none, none],
  'see-viewers': /*           */ [all, dept, dept, own, none, none, none, none, none],
  'describe-client': /*       */ [all, dept, dept, own, none, none, none, none, none],
  'see-queue': /*             */ [all, dept, dept, none, none, none, none, none, none],
  'add-file': /*              */ [own, own, own, own, own, own, own, own, none],
  'read-file': /*             */ [all, dept, own, own, own, own, own, own, none],
  'read-archive': /*          */ [all, dept, none, none, none, none, none, dept, none],
  'delete-conversation': /*   */ [all, dept, own, own, own, own, own, none, none],

  // Among the people of a department, and between departments
  'start-group': /*           */ [dept, dept, dept, none, dept, none, none, none, none],
  'list-people': /*           */ [dept, dept, dept, none, dept, none, none, none, none],
  'list-group-people': /*     */ [all, dept, own, own, own, none, none, none, none],
  'invite-to-group': /*       */ [own, own, own, none, own, none, none, none, none],
  'leave-group': /*           */ [own, own, own, none, own, none, none, none, none],
  'raise-for-department': /*  */ [dept, dept, dept, none, none, none, none, none, none],
  'take-seat': /*             */ [own, own, own, none, none, none, none, none, none],

  // Canned replies: one's own, a department's, everybody's
  'list-replies': /*          */ [all, dept, dept, dept, none, none, none, none, none],
  'manage-own-replies': /*    */ [own, own, own, own, none, none, none, none, none],
  'manage-department-replies': [all, dept, own, none, none, none, none, none, none],
  'manage-global-replies': /* */ [all, all, none, none, none, none, none, none, none],

  // Oneself
  'change-own-password': /*   */ [all, all, all, all, all, none, none, none, none],
  'manage-own-two-steps': /*  */ [all, all, all, all, none, none, none, none, none],
  'manage-own-sessions': /*   */ [own, own, own, own, own, none, none, none, none],
  'list-own-conversations': /**/ [none, none, none, none, all, all, all, none, none],
  'list-own-departments': /*  */ [all, all, all, all, all, none, none, none, none],

  // People
  'list-accounts': /*         */ [all, all, none, none, none, none, none, none, none],
  'manage-super-admins': /*   */ [none, none, none, none, none, none, none, none, none],
  'manage-admins': /*         */ [all, none, none, none, none, none, none, none, none],
  'manage-agents': /*         */ [all, all, none, none, none, none, none, none, none],
  'manage-customers': /*      */ [all, all, none, none, none, none, none, none, none],
  'manage-bots': /*           */ [all, all, none, none, none, none, none, none, none],
  'read-mails': /*            */ [all, all, none, none, none, none, none, none, none],

  // Departments
  'list-departments': /*      */ [all, dept, dept, dept, none, none, none, none, none],
  'make-department': /*       */ [all, all, none, none, none, none, none, none, none],
  'change-department': /*     */ [all, dept, none, none, none, none, none, none, none],
  'delete-department': /*     */ [all, dept, none, none, none, none, none, none, none],
  'list-members': /*          */ [all, dept, dept, none, none, none, none, none, none],
  'manage-members': /*        */ [all, dept, none, none, none, none, none, none, none],
  'manage-workers': /*        */ [all, dept, own, none, none, none, none, none, none],
  'manage-enrolments': /*     */ [all, dept, own, none, none, none, none, none, none],

  'list-labels': /*           */ [all, dept, dept, dept, none, none, none, none, none],
  'manage-labels': /*         */ [all, dept, none, none, none, none, none, none, none],

  // The installation
  'manage-shared-labels': /*  */ [all, none, none, none, none, none, none, none, none],
  'manage-sites': /*          */ [all, all, none, none, none, none, none, none, none],
  'demand-two-steps': /*      */ [all, none, none, none, none, none, none, none, none],
  'read-audit': /*            */ [all, dept, none, none, none, none, none, none, none],
} as const satisfies Record<string, Row>;

export type Action = keyof typeof rows;
export const actions = Object.keys(rows) as readonly Action[];

export function reachOf(kind: ActorKind, action: Action): Reach {
  return rows[action][actorKinds.indexOf(kind)] ?? 'none';
}

/**
 * What one may do in a conversation that a department of one's own raised. What else reaches one's own conversations
 * is for those who answer: passing it on, its notes, its ticket.
 */
export const raiserMay: ReadonlySet<Action> = new Set<Action>([
  'join-conversation',
  'take-part',
  'be-introduced',
  'close-conversation',
  'delete-conversation',
  'take-seat',
  'add-file',
  'read-file',
]);

export function kindOf(actor: Actor | undefined): ActorKind {
  if (actor === undefined) return 'nobody';
  if (actor.kind === 'visitor') return actor.identified === true ? 'identified' : 'visitor';
  return actor.workerOf === undefined ? actor.role : 'worker';
}

/** What a bot's key has to allow besides; the other actions need nothing of it. */
export const scopeFor: Readonly<Partial<Record<Action, BotScope>>> = {
  'join-conversation': 'answer',
  'take-part': 'answer',
  'be-introduced': 'answer',
  'close-conversation': 'answer',
  'ask-for-person': 'answer',
  'answer-conversations': 'answer',
  'change-ticket': 'answer',
  'read-archive': 'read-archive',
  'add-file': 'answer',
  'read-file': 'answer',
};
