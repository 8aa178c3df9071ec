/** Conversations among the people of a department, and between departments: begun, joined, left, deleted. */
import * as http from '../../conversation/protocol/http/groups.ts';
import {
  randomIdFrom,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import type { Action } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import { readSummary } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import { answer, notFound, type Answer } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { SessionServer } from '../session/session-server.ts';
import { readGroup } from './group-people.ts';
import { refusedGroup, refusedThread } from './group-refusals.ts';
import { kindRules, mayBegin, type Standing } from './kinds.ts';
import { findPeople, standingOf } from './people.ts';

export interface GroupRoutesOptions {
  readonly database: Database;
  readonly departments: Pick<DepartmentsStore, 'get'>;
  readonly groups: SessionServer['groups'];
  readonly raise: SessionServer['raise'];
  readonly randomBytes: (length: number) => Uint8Array;
  readonly relations: Pick<Relations, 'toConversation' | 'toDepartment'>;
}

type Params = Readonly<Record<string, string>>;
interface Asking {
  readonly actor: Actor;
  readonly params: Params;
}

export function groupRoutes(options: GroupRoutesOptions): Route[] {
  const { database, departments, groups, relations } = options;
  const departmentIn = (params: Params) => params['id'] as DepartmentId;
  const conversationIn = (params: Params) => params['id'] as ConversationId;
  const inDepartment =
    <Named extends Action>(action: Named) =>
    async ({ actor, params }: Asking) => ({
      action,
      relation: await relations.toDepartment(actor, departmentIn(params)),
    });
  const inConversation =
    <Named extends Action>(action: Named) =>
    async ({ actor, params }: Asking) => ({
      action,
      relation: await relations.toConversation(actor, conversationIn(params)),
    });

  async function begun(conversation: ConversationId, actor: Actor): Promise<Answer> {
    const summary = await readSummary(database, conversation, accountOf(actor));
    if (summary === undefined) return notFound();
    return answer(201, { summary } satisfies http.GroupAnswer);
  }

  async function groupOf({ actor, params }: Asking): Promise<Answer> {
    const group = await readGroup(database, conversationIn(params), actor);
    return group === undefined ? notFound() : answer(200, group satisfies http.GroupPeopleAnswer);
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/departments/:id/people',
        summary: 'Whom one may begin something with, or invite, in the order of names.',
        actions: ['list-people'],
        query: http.peopleQuery,
        answers: { status: 200, schema: http.peopleAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      inDepartment('list-people'),
      async ({ actor, params, query: { q, limit } }) => {
        const id = departmentIn(params);
        const department = await departments.get(id);
        if (department === undefined) return notFound();
        const account = accountOf(actor);
        const standing = await standingOf(database, id, account);
        const found = await findPeople(database, id, {
          standings: reachedBy(standing, department),
          q,
          limit: limit + 2,
        });
        const others = found.filter((person) => person.account !== account);
        return answer(200, {
          people: others.slice(0, limit),
          more: others.length > limit,
        } satisfies http.PeopleAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/groups',
        summary: 'Begins a direct conversation, a study group, a discussion or an announcement.',
        actions: ['start-group'],
        body: http.newGroup,
        answers: { status: 201, schema: http.groupAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict', 'throttled'],
      },
      inDepartment('start-group'),
      async ({ actor, address, body: { kind, title, people }, params }) => {
        const department = departmentIn(params);
        const group = { department, kind, title, people, address };
        const started = await groups.start(group, actor);
        return started.ok ? begun(started.value, actor) : refusedGroup(started.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/threads',
        summary: 'Raises a conversation to another department, in the name of this one.',
        actions: ['raise-for-department'],
        body: http.newThread,
        answers: { status: 201, schema: http.groupAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict', 'throttled'],
      },
      inDepartment('raise-for-department'),
      async ({ actor, address, body: { to, subject }, params }) => {
        const conversation = randomIdFrom(options.randomBytes(16)) as ConversationId;
        const raised = await options.raise({
          conversation,
          actor,
          address,
          department: to,
          kind: 'departments',
          from: departmentIn(params),
          prefer: undefined,
          subject,
        });
        return raised.ok ? begun(conversation, actor) : refusedThread(raised.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/seat',
        summary: 'Speaks for one’s own department, which raised it, from now on.',
        actions: ['take-seat'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict', 'throttled'],
      },
      inConversation('take-seat'),
      async ({ actor, params }) => {
        const taken = await groups.takeSeat(conversationIn(params), actor);
        return taken.ok ? answer(204) : refusedGroup(taken.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/people',
        summary: 'Who takes part in a group, and what one may do to it.',
        actions: ['list-group-people'],
        answers: { status: 200, schema: http.groupPeopleAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      inConversation('list-group-people'),
      groupOf,
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/people',
        summary: 'Invites people of the department; who is in it already stays.',
        actions: ['invite-to-group'],
        body: http.invitation,
        answers: { status: 200, schema: http.groupPeopleAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict', 'throttled'],
      },
      inConversation('invite-to-group'),
      async ({ actor, body: { people }, params }) => {
        const invited = await groups.invite(conversationIn(params), people, actor);
        return invited.ok ? groupOf({ actor, params }) : refusedGroup(invited.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/conversations/:id/people/:participant',
        summary: 'Leaves a group, or puts somebody out of it.',
        actions: ['leave-group'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      inConversation('leave-group'),
      async ({ actor, params }) => {
        const participant = params['participant'] as ParticipantId;
        const removed = await groups.remove(conversationIn(params), participant, actor);
        return removed.ok ? answer(204) : refusedGroup(removed.refusal);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/conversations/:id',
        summary: 'Deletes what was said in a closed conversation: nobody can read it any more.',
        actions: ['delete-conversation'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      inConversation('delete-conversation'),
      async ({ actor, params }) => {
        const erased = await groups.erase(conversationIn(params), actor);
        return erased.ok ? answer(204) : refusedGroup(erased.refusal);
      },
    ),
  ];
}

/** Where nothing may be begun with somebody, nobody is to be found. */
function reachedBy(
  standing: Standing,
  department: Parameters<typeof mayBegin>[2],
): readonly Standing[] {
  const kinds = conversationKinds.filter((kind) => mayBegin(kind, standing, department));
  return [...new Set(kinds.flatMap((kind) => kindRules[kind].reaches))];
}
