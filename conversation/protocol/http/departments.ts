/** What is said over HTTP about departments, their members and their workers. */
import * as v from 'valibot';
import { connectionPolicy, shownName } from '../conversation.ts';
import { accountId, departmentId } from '../ids.ts';
import { conversationKind, conversationKinds } from '../kinds.ts';
import { askingForm } from './asking.ts';
import { openingHours } from '../opening-hours.ts';
import { account, accountRole, paragraph, password, personName, username } from '../http.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const moment = count;
const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Three kinds of organisation; each one sets the policies to what suits it. */
export const presets = ['support-desk', 'institutions', 'learning'] as const;
export type Preset = (typeof presets)[number];
const preset = v.picklist(presets);

const kinds = v.pipe(
  v.array(conversationKind),
  v.maxLength(conversationKinds.length),
  v.check((list) => new Set(list).size === list.length, 'must name each kind once'),
);

const whoCloses = v.picklist(['raiser', 'anybody']);
const names = v.picklist(['open', 'masked']);

export const department = v.object({
  id: departmentId,
  name: v.string(),
  description: v.string(),
  greeting: v.string(),
  offlineMessage: v.string(),
  preset,
  active: v.boolean(),
  hours: openingHours,
  firstAnswer: v.picklist(['people', 'bots']),
  agentCapacity: count,
  botCapacity: count,
  graceMs: count,
  connection: connectionPolicy,
  /** Open at the same time, of one raiser. */
  maxOpenThreads: count,
  maxWorkers: count,
  /** Who may close or delete a conversation: only whoever raised it, or staff too. */
  whoCloses,
  names,
  /** Whether participants hear that somebody watches. */
  tellsWatching: v.boolean(),
  /** Whether those who answer may see what a client writes, as it is written; the client can turn that off. */
  previews: v.boolean(),
  kinds,
  /** Before a conversation. Where names are masked, nothing is asked. */
  asks: askingForm,
});
export type DepartmentJson = v.InferOutput<typeof department>;

/** GET /api/departments: those that one belongs to (super admins: all), in their order. */
export const departmentsAnswer = v.object({ departments: v.array(department) });
export type DepartmentsAnswer = v.InferOutput<typeof departmentsAnswer>;
export const departmentAnswer = v.object({ department });
export type DepartmentAnswer = v.InferOutput<typeof departmentAnswer>;

/** POST /api/departments → 201. Whoever makes it is its head. */
export const newDepartment = v.strictObject({
  name: personName,
  preset,
  description: v.optional(paragraph(500), ''),
});
export type NewDepartmentRequest = v.InferInput<typeof newDepartment>;

/** PATCH /api/departments/:id. A preset sets all its policies; what else is named comes on top of them. */
export const changeDepartment = v.strictObject({
  name: v.optional(personName),
  description: v.optional(paragraph(500)),
  greeting: v.optional(paragraph(500)),
  offlineMessage: v.optional(paragraph(500)),
  preset: v.optional(preset),
  active: v.optional(v.boolean()),
  hours: v.optional(openingHours),
  firstAnswer: v.optional(v.picklist(['people', 'bots'])),
  agentCapacity: v.optional(wholeNumber(0, 1000)),
  botCapacity: v.optional(wholeNumber(0, 100_000)),
  graceMs: v.optional(wholeNumber(0, 24 * 60 * 60_000)),
  connection: v.optional(connectionPolicy),
  maxOpenThreads: v.optional(wholeNumber(1, 1000)),
  maxWorkers: v.optional(wholeNumber(0, 1000)),
  whoCloses: v.optional(whoCloses),
  names: v.optional(names),
  tellsWatching: v.optional(v.boolean()),
  previews: v.optional(v.boolean()),
  kinds: v.optional(kinds),
  asks: v.optional(askingForm),
  /** Its place, from 0, among those that one may see; the others keep theirs. */
  position: v.optional(wholeNumber(0, 10_000)),
});
export type ChangeDepartmentRequest = v.InferInput<typeof changeDepartment>;

/** GET /api/departments/public: what the widget and customers see of those that take conversations. */
export const publicDepartmentsAnswer = v.object({
  departments: v.array(
    v.object({
      id: departmentId,
      name: v.string(),
      description: v.string(),
      kinds: v.array(conversationKind),
      isOpen: v.boolean(),
      /** When it opens next; absent while it is open, and where no opening is in sight. */
      opensAt: v.optional(moment),
    }),
  ),
});
export type PublicDepartmentsAnswer = v.InferOutput<typeof publicDepartmentsAnswer>;

export const memberPosition = v.picklist(['head', 'member']);
export const member = v.object({
  account: accountId,
  username: v.string(),
  name: shownName,
  role: accountRole,
  active: v.boolean(),
  position: memberPosition,
  /** The member's own, where it is not the department's. */
  ownCapacity: v.nullable(count),
  capacity: count,
  /** An agent that was made by this department, and belongs to no other. */
  isWorker: v.boolean(),
});
export type MemberJson = v.InferOutput<typeof member>;

/** GET /api/departments/:id/members, in the order in which they were added. */
export const membersAnswer = v.object({ members: v.array(member) });
export type MembersAnswer = v.InferOutput<typeof membersAnswer>;

/** GET /api/departments/:id/candidates: agents, admins and bots who could become members. */
export const candidatesAnswer = v.object({
  candidates: v.array(
    v.object({ account: accountId, username: v.string(), name: shownName, role: accountRole }),
  ),
});
export type CandidatesAnswer = v.InferOutput<typeof candidatesAnswer>;

/** PUT /api/departments/:id/members/:account: adds a member, or changes one. */
export const putMember = v.strictObject({
  position: v.optional(memberPosition),
  /** null: the department's. */
  capacity: v.optional(v.nullable(wholeNumber(0, 100_000))),
});
export type PutMemberRequest = v.InferInput<typeof putMember>;

/** POST /api/departments/:id/workers → 201 */
export const newWorker = v.strictObject({ username, name: personName, password });
export type NewWorkerRequest = v.InferInput<typeof newWorker>;
export const workerAnswer = v.object({ account });
export type WorkerAnswer = v.InferOutput<typeof workerAnswer>;
