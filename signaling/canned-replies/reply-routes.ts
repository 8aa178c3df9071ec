/** `/api/replies`: the texts that staff keep ready, and who looks after which. */
import * as http from '../../conversation/protocol/http/replies.ts';
import type { AccountId, DepartmentId, ReplyId } from '../../conversation/protocol/ids.ts';
import { unreachable, type Result } from '../../conversation/protocol/result.ts';
import { authorize } from '../access/authorize.ts';
import type { Action, Relation } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import type { ChangeStaff, StaffStores } from '../accounts/staff-changes.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import { answer, notFound, refusal, type Answer } from '../http/answer.ts';
import { guardedRoute, type Demand, type Route } from '../http/route.ts';
import type {
  CannedReplies,
  ReplyOwner,
  ReplyRefusal,
  StoredReply,
} from './canned-replies-store.ts';

const manages = {
  personal: 'manage-own-replies',
  department: 'manage-department-replies',
  global: 'manage-global-replies',
} as const satisfies Record<ReplyOwner['kind'], Action>;
const managing = [manages.personal, manages.department, manages.global] as const;
type Managing = Demand & { readonly action: (typeof managing)[number] };

export function replyRoutes(options: {
  readonly replies: Pick<CannedReplies, 'get' | 'listFor'>;
  readonly departments: Pick<DepartmentsStore, 'list' | 'get'>;
  readonly relations: Pick<Relations, 'toDepartment'>;
  readonly changeStaff: ChangeStaff;
}): Route[] {
  const { replies, departments, relations, changeStaff } = options;
  const idIn = (params: Readonly<Record<string, string>>) => params['id'] as ReplyId;
  const departmentIn = (params: Readonly<Record<string, string>>) => params['id'] as DepartmentId;

  async function relationTo(owner: ReplyOwner, actor: Actor): Promise<Relation> {
    switch (owner.kind) {
      case 'personal':
        return owner.account === accountIn(actor) ? 'own' : 'other';
      case 'department':
        return relations.toDepartment(actor, owner.department);
      case 'global':
        return 'other';
      default:
        return unreachable(owner);
    }
  }

  async function demandOn(id: ReplyId, actor: Actor): Promise<Managing> {
    const reply = await replies.get(id);
    if (reply === undefined) return { action: manages.personal, relation: 'missing' };
    const { kind } = reply.owner;
    return { action: manages[kind], relation: await relationTo(reply.owner, actor) };
  }

  async function json(reply: StoredReply, actor: Actor): Promise<http.CannedReply> {
    const { id, owner, shortcut, text, changedAt } = reply;
    const relation = await relationTo(owner, actor);
    const mayChange = authorize(actor, manages[owner.kind], relation).ok;
    return { id, place: await placeOf(owner), shortcut, text, changedAt, mayChange };
  }

  async function placeOf(owner: ReplyOwner): Promise<http.ReplyPlace> {
    if (owner.kind !== 'department') return { kind: owner.kind };
    const { name = '' } = (await departments.get(owner.department)) ?? {};
    return { ...owner, name };
  }

  /** After the change: within it, whatever else is read waits for it to end. */
  async function said(
    status: 200 | 201,
    changed: Result<StoredReply, ReplyRefusal> | undefined,
    actor: Actor,
  ): Promise<Answer> {
    if (changed === undefined) return notFound();
    if (!changed.ok) return refused(changed.refusal);
    const reply = await json(changed.value, actor);
    return answer(status, { reply } satisfies http.ReplyAnswer);
  }

  async function add(owner: ReplyOwner, actor: Actor, words: http.NewReplyRequest) {
    const added = await changeStaff(async ({ replies, audit }) => {
      const added = await replies.add(owner, words);
      if (added.ok) await tell(audit, 'reply-added', actor, added.value);
      return added;
    });
    return said(201, added, actor);
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/replies',
        summary:
          'The canned replies that one may use: one’s own, those of one’s departments, and everybody’s.',
        actions: ['list-replies'],
        answers: { status: 200, schema: http.repliesAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-replies' }),
      async ({ actor }) => {
        const seen: DepartmentId[] = [];
        const lookedAfter: { id: DepartmentId; name: string }[] = [];
        for (const { id, name } of await departments.list()) {
          const relation = await relations.toDepartment(actor, id);
          if (authorize(actor, 'list-replies', relation).ok) seen.push(id);
          if (authorize(actor, manages.department, relation).ok) lookedAfter.push({ id, name });
        }
        const all: http.CannedReply[] = [];
        for (const reply of await replies.listFor(accountOf(actor), seen)) {
          all.push(await json(reply, actor));
        }
        const global = authorize(actor, manages.global).ok;
        return answer(200, {
          replies: all,
          mayAdd: { departments: lookedAfter, global },
        } satisfies http.RepliesAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/me/replies',
        summary: 'Adds a canned reply of one’s own.',
        actions: [manages.personal],
        body: http.newReply,
        answers: { status: 201, schema: http.replyAnswer },
        refusals: ['not-allowed', 'conflict'],
      },
      () => ({ action: manages.personal }),
      ({ actor, body }) => add({ kind: 'personal', account: accountOf(actor) }, actor, body),
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/replies',
        summary: 'Adds a canned reply for those who work in a department.',
        actions: [manages.department],
        body: http.newReply,
        answers: { status: 201, schema: http.replyAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: manages.department,
        relation: await relations.toDepartment(actor, departmentIn(params)),
      }),
      ({ actor, params, body }) =>
        add({ kind: 'department', department: departmentIn(params) }, actor, body),
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/replies',
        summary: 'Adds a canned reply for everybody who answers.',
        actions: [manages.global],
        body: http.newReply,
        answers: { status: 201, schema: http.replyAnswer },
        refusals: ['not-allowed', 'conflict'],
      },
      () => ({ action: manages.global }),
      ({ actor, body }) => add({ kind: 'global' }, actor, body),
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/replies/:id',
        summary: 'Changes the shortcut or the text of a canned reply.',
        actions: managing,
        body: http.changeReply,
        answers: { status: 200, schema: http.replyAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => demandOn(idIn(params), actor),
      async ({ actor, params, body }) => {
        const changed = await changeStaff(async ({ replies, audit }) => {
          const changed = await replies.change(idIn(params), body);
          if (changed?.ok === true) await tell(audit, 'reply-changed', actor, changed.value);
          return changed;
        });
        return said(200, changed, actor);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/replies/:id',
        summary: 'Takes a canned reply away.',
        actions: managing,
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => demandOn(idIn(params), actor),
      async ({ actor, params }) =>
        changeStaff(async ({ replies, audit }) => {
          const reply = await replies.get(idIn(params));
          if (reply === undefined) return notFound();
          await replies.delete(reply.id);
          await tell(audit, 'reply-deleted', actor, reply);
          return answer(204);
        }),
    ),
  ];
}

function accountIn(actor: Actor): AccountId | undefined {
  return actor.kind === 'account' ? actor.account : undefined;
}

/** What one keeps for oneself is nobody else's to know. */
async function tell(
  audit: StaffStores['audit'],
  action: 'reply-added' | 'reply-changed' | 'reply-deleted',
  actor: Actor,
  { id, owner, shortcut }: StoredReply,
): Promise<void> {
  if (owner.kind === 'personal') return;
  const department = owner.kind === 'department' ? { department: owner.department } : {};
  await audit.record(accountOf(actor), action, id, { shortcut, ...department });
}

function refused(why: ReplyRefusal): Answer {
  switch (why) {
    case 'taken':
      return refusal('conflict', 'There is a reply with this shortcut already.', 'shortcut');
    case 'too-many':
      return refusal(
        'conflict',
        `There are ${http.mostReplies} replies already. Take away one that is not used any more.`,
      );
    default:
      return unreachable(why);
  }
}
