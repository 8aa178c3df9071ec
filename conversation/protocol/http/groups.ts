/** Conversations among the people of a department, and between departments, over HTTP. */
import * as v from 'valibot';
import { conversationSummary, role, shownName } from '../conversation.ts';
import { accountId, departmentId, participantId } from '../ids.ts';
import { conversationKind, groupKinds } from '../kinds.ts';
import { personName, queryNumber } from '../http.ts';
import { subject } from './tickets.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const titleCharacters = 120;
/** Beyond this it is a discussion. Each of them may need logs of their own. */
export const mostInvited = 63;

/** What somebody is to a department. */
export const standing = v.picklist(['staff', 'worker', 'enrolled']);
export type StandingJson = v.InferOutput<typeof standing>;

/** GET /api/me/departments: where one belongs, and what one may begin there. */
export const ownDepartmentsAnswer = v.object({
  departments: v.array(
    v.object({
      id: departmentId,
      name: v.string(),
      description: v.string(),
      standing,
      /** Kinds that its policy allows and one may begin in it; `departments`: that one may raise to others from it. */
      mayStart: v.array(conversationKind),
    }),
  ),
});
export type OwnDepartmentsAnswer = v.InferOutput<typeof ownDepartmentsAnswer>;

/** GET /api/departments/:id/people: whom one may begin something with there, in the order of names. */
export const peopleQuery = v.strictObject({
  /** Looked for in names. */
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
  limit: v.optional(queryNumber(1, 200), '50'),
});
export const peopleAnswer = v.object({
  people: v.array(v.object({ account: accountId, name: shownName, standing })),
  /** Whether there are further ones. */
  more: v.boolean(),
});
export type PeopleAnswer = v.InferOutput<typeof peopleAnswer>;

/**
 * POST /api/departments/:id/groups → 201. `direct` takes one person and no title, and answers with the one that
 * there is; a study group takes those who are invited at once; the others take nobody, as everybody may read them.
 */
export const newGroup = v.strictObject({
  kind: v.picklist(groupKinds),
  title: v.optional(v.pipe(personName, v.maxLength(titleCharacters))),
  people: v.optional(v.pipe(v.array(accountId), v.maxLength(mostInvited)), []),
});
export type NewGroupRequest = v.InferInput<typeof newGroup>;

/** POST /api/departments/:id/threads → 201: that department raises one to another. A subject makes it a ticket. */
export const newThread = v.strictObject({ to: departmentId, subject: v.optional(subject) });
export type NewThreadRequest = v.InferInput<typeof newThread>;

export const groupAnswer = v.object({ summary: conversationSummary });
export type GroupAnswer = v.InferOutput<typeof groupAnswer>;

/** GET /api/conversations/:id/people: who takes part in a group, in the order in which they came. */
export const groupPeopleAnswer = v.object({
  people: v.array(
    v.object({
      participant: participantId,
      name: shownName,
      role,
      isStarter: v.boolean(),
      isYou: v.boolean(),
      since: moment,
    }),
  ),
  /** What one may do to it now. */
  may: v.object({
    invite: v.boolean(),
    remove: v.boolean(),
    leave: v.boolean(),
    close: v.boolean(),
    delete: v.boolean(),
  }),
});
export type GroupPeopleAnswer = v.InferOutput<typeof groupPeopleAnswer>;

/** POST /api/conversations/:id/people → 200. Who is in it already stays. */
export const invitation = v.strictObject({
  people: v.pipe(v.array(accountId), v.minLength(1), v.maxLength(mostInvited)),
});
export type InvitationRequest = v.InferInput<typeof invitation>;
