/** `/api/labels`: made by those who lead departments, set by those who answer. */
import * as http from '../../conversation/protocol/http/labels.ts';
import type { DepartmentId, LabelId } from '../../conversation/protocol/ids.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import { answer, notFound, refusal, type Answer } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { LabelRefusal, LabelsStore } from './labels-store.ts';

export interface LabelRoutesOptions {
  readonly labels: LabelsStore;
  readonly relations: Pick<Relations, 'toDepartment' | 'departmentsOf'>;
}

export function labelRoutes({ labels, relations }: LabelRoutesOptions): Route[] {
  const labelIn = (params: Readonly<Record<string, string>>) => params['id'] as LabelId;

  /** Those for every department are nobody's own: who manages all manages them. */
  async function demandFor(actor: Actor, params: Readonly<Record<string, string>>) {
    const action = 'manage-labels';
    const label = await labels.get(labelIn(params));
    if (label === undefined) return { action, relation: 'missing' } as const;
    if (label.department === undefined) return { action, relation: 'other' } as const;
    return { action, relation: await relations.toDepartment(actor, label.department) } as const;
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/labels',
        summary: 'The labels of one’s departments, and those for all.',
        actions: ['list-labels'],
        answers: { status: 200, schema: http.labelsAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'list-labels' }),
      async ({ actor }) => {
        const isEverything = reachOf(kindOf(actor), 'list-labels') === 'all';
        const departments = isEverything ? undefined : await relations.departmentsOf(actor);
        const list = await labels.list(departments);
        return answer(200, { labels: list } satisfies http.LabelsAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/labels',
        summary: 'Makes a label for every department.',
        actions: ['manage-shared-labels'],
        body: http.newLabel,
        answers: { status: 201, schema: http.labelAnswer },
        refusals: ['not-allowed', 'conflict'],
      },
      () => ({ action: 'manage-shared-labels' }),
      async ({ actor, body }) => {
        const made = await labels.add(body, undefined, accountOf(actor));
        if (!made.ok) return labelRefused(made.refusal);
        return answer(201, { label: made.value } satisfies http.LabelAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/departments/:id/labels',
        summary: 'Makes a label of one department.',
        actions: ['manage-labels'],
        body: http.newLabel,
        answers: { status: 201, schema: http.labelAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async ({ actor, params }) => ({
        action: 'manage-labels',
        relation: await relations.toDepartment(actor, params['id'] as DepartmentId),
      }),
      async ({ actor, params, body }) => {
        const made = await labels.add(body, params['id'] as DepartmentId, accountOf(actor));
        if (!made.ok) return labelRefused(made.refusal);
        return answer(201, { label: made.value } satisfies http.LabelAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/labels/:id',
        summary: 'Changes the name or the colour of a label.',
        actions: ['manage-labels'],
        body: http.changeLabel,
        answers: { status: 200, schema: http.labelAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      ({ actor, params }) => demandFor(actor, params),
      async ({ actor, params, body }) => {
        const changed = await labels.change(labelIn(params), body, accountOf(actor));
        if (!changed.ok) return labelRefused(changed.refusal);
        return answer(200, { label: changed.value } satisfies http.LabelAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/labels/:id',
        summary: 'Deletes a label, also from the conversations that have it.',
        actions: ['manage-labels'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      ({ actor, params }) => demandFor(actor, params),
      async ({ actor, params }) => {
        const deleted = await labels.delete(labelIn(params), accountOf(actor));
        return deleted.ok ? answer(204) : labelRefused(deleted.refusal);
      },
    ),
  ];
}

export function labelRefused(why: LabelRefusal): Answer {
  switch (why) {
    case 'not-found':
      return notFound();
    case 'name-taken':
      return refusal('conflict', 'Another label has this name.', 'name');
    case 'too-many':
      return refusal('conflict', 'There are as many labels here as are allowed.');
  }
}
