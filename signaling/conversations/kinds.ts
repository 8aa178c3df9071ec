/**
 * Who may do what in each kind of conversation, as one table. `access/permissions.ts` says first who reaches a
 * conversation at all; this says what the kind of it adds. Names are the department's policy or always open.
 */
import { isGroup, type ConversationKind } from '../../conversation/protocol/kinds.ts';

/** What somebody is to a department: a member, an agent of its own, an enrolled customer, or none of these. */
export const standings = ['staff', 'worker', 'enrolled', 'stranger'] as const;
export type Standing = (typeof standings)[number];

/** What somebody is in one conversation. `sharer`: belongs to the department that raised it, without its seat. */
export type Seat = 'raiser' | 'sharer' | 'answerer' | 'member';

export interface KindRule {
  /** Who begins it in the department, or (support, course, departments) towards it. */
  readonly begins: readonly Standing[];
  /** With whom: the department itself, one or several of its people, or all of them. */
  readonly with: 'department' | 'one' | 'invited' | 'everybody';
  /** Whom those who begin it, or invite, may reach. */
  readonly reaches: readonly Standing[];
  /** Who reads it without having been named; whoever has a seat in it always does. */
  readonly reads: readonly Standing[];
  /** Of those who read it or have a seat: who may write. */
  readonly writes: readonly Standing[];
  /** Who may bring others in, and put them out: whoever began it, and staff in it. */
  readonly invites: boolean;
  /** Whether one leaves by oneself. */
  readonly leaves: boolean;
  /** Who ends it, and deletes it afterwards. `policy`: the raiser, and staff where the department says so. */
  readonly closes: 'policy' | 'its two' | 'starter or staff' | 'staff';
  readonly names: 'policy' | 'open';
}

const people: readonly Standing[] = ['staff', 'worker', 'enrolled'];

export const kindRules: Readonly<Record<ConversationKind, KindRule>> = {
  support: {
    begins: ['stranger', 'enrolled'],
    with: 'department',
    reaches: [],
    reads: [],
    writes: ['stranger', 'enrolled', 'staff', 'worker'],
    invites: false,
    leaves: false,
    closes: 'policy',
    names: 'policy',
  },
  course: {
    begins: ['enrolled'],
    with: 'department',
    reaches: [],
    reads: [],
    writes: ['stranger', 'enrolled', 'staff', 'worker'],
    invites: false,
    leaves: false,
    closes: 'policy',
    names: 'open',
  },
  // Staff of one department to another one, in the name of theirs.
  departments: {
    begins: ['staff'],
    with: 'department',
    reaches: [],
    reads: [],
    writes: ['stranger', 'staff', 'worker'],
    invites: false,
    leaves: false,
    closes: 'policy',
    names: 'policy',
  },
  direct: {
    begins: ['staff', 'enrolled'],
    with: 'one',
    reaches: ['staff', 'enrolled'],
    reads: [],
    writes: people,
    invites: false,
    leaves: false,
    closes: 'its two',
    names: 'open',
  },
  'study-group': {
    begins: ['staff', 'enrolled'],
    with: 'invited',
    reaches: ['staff', 'enrolled'],
    reads: [],
    writes: people,
    invites: true,
    leaves: true,
    closes: 'starter or staff',
    names: 'open',
  },
  discussion: {
    begins: ['staff'],
    with: 'everybody',
    reaches: [],
    reads: people,
    writes: people,
    invites: false,
    leaves: false,
    closes: 'staff',
    names: 'open',
  },
  announcement: {
    begins: ['staff'],
    with: 'everybody',
    reaches: [],
    reads: people,
    writes: ['staff'],
    invites: false,
    leaves: false,
    closes: 'staff',
    names: 'open',
  },
};

/** What somebody may begin in a department that allows `allowed`. */
export function mayBegin(
  kind: ConversationKind,
  standing: Standing,
  department: { readonly kinds: readonly ConversationKind[]; readonly names: 'open' | 'masked' },
): boolean {
  const { begins, names } = kindRules[kind];
  if (names === 'open' && department.names === 'masked') return false;
  return department.kinds.includes(kind) && begins.includes(standing);
}

/** Kinds that always show names: a department that masks them cannot allow these. */
export const openKinds = (kinds: readonly ConversationKind[]): readonly ConversationKind[] =>
  kinds.filter((kind) => kindRules[kind].names === 'open');

export interface Ending {
  readonly kind: ConversationKind;
  readonly standing: Standing;
  readonly seat: Seat | undefined;
  /** Whether they raised or began it; of a department's, whether theirs did. */
  readonly isStarter: boolean;
  readonly whoCloses: 'raiser' | 'anybody';
}

/** Whether they may end it; once it has ended, the same may delete it. */
export function mayEnd({ kind, standing, seat, isStarter, whoCloses }: Ending): boolean {
  switch (kindRules[kind].closes) {
    case 'policy':
      return isStarter || (whoCloses === 'anybody' && (seat !== undefined || standing === 'staff'));
    case 'its two':
      return seat !== undefined;
    case 'starter or staff':
      return isStarter || standing === 'staff';
    case 'staff':
      return standing === 'staff';
  }
}

/** Whether they may bring others in, or put them out. */
export function mayInvite(kind: ConversationKind, standing: Standing, isStarter: boolean): boolean {
  return kindRules[kind].invites && (isStarter || standing === 'staff');
}

/** With six, each keeps five links; with more, what each one says leaves their machine too often. */
export const usualMeshPeers = 6;

/** The server introduces the peers of few; what is said to everybody never waits for links. */
export function goesDirect(kind: ConversationKind, people: number, meshPeers: number): boolean {
  return kind !== 'announcement' && (!isGroup(kind) || people <= meshPeers);
}
