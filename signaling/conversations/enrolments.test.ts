import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { enrolmentsAnswer } from '../../conversation/protocol/http/enrolments.ts';
import {
  groupAnswer,
  groupPeopleAnswer,
  ownDepartmentsAnswer,
  peopleAnswer,
} from '../../conversation/protocol/http/groups.ts';
import { createSchool, type School } from './school.fixture.ts';

let school: School;
beforeEach(async () => {
  school = await createSchool();
});
afterEach(() => school.close());

describe('enrolling', () => {
  test('by user name or e-mail address; each once, and only customers', async () => {
    const { ask, course, head, ana, ben } = school;
    const path = `/api/departments/${course}/enrolments`;
    const enrol = (who: string) => ask(head, 'POST', path, { who });
    const dora = await school.customer('dora');
    expect((await enrol('DORA@school.example')).status).toBe(201);
    expect(await enrol('dora')).toMatchObject({
      status: 409,
      json: { error: { field: 'who', message: 'They are enrolled already.' } },
    });
    const noCustomer = { error: { field: 'who', code: 'conflict' } };
    expect(await enrol('teacher')).toMatchObject({ status: 409, json: noCustomer });
    expect(await enrol('nobody')).toMatchObject({ status: 409, json: noCustomer });
    const { enrolled } = v.parse(enrolmentsAnswer, (await ask(head, 'GET', path)).json);
    expect(enrolled.map(({ name }) => name)).toEqual([ana.name, ben.name, 'dora']);
    expect((await ask(head, 'DELETE', `${path}/${dora.account}`)).status).toBe(204);
    expect((await ask(head, 'DELETE', `${path}/${dora.account}`)).status).toBe(404);
  });

  test('is done by heads and admins, and stands in the audit log', async () => {
    const { ask, course, teacher, ana, admin } = school;
    const path = `/api/departments/${course}/enrolments`;
    expect((await ask(teacher, 'POST', path, { who: 'ana' })).status).toBe(404);
    expect((await ask(ana, 'POST', path, { who: 'ana' })).status).toBe(403);
    const eva = await school.customer('eva');
    expect((await ask(admin, 'POST', path, { who: 'eva' })).status).toBe(201);
    const { text } = await ask(admin, 'GET', '/api/audit?action=enrolled');
    expect(text).toContain(eva.account);
  });

  test('[U9] one sees where one belongs, and what one may begin there', async () => {
    const { ask, ana, teacher, worker, course } = school;
    const own = async (who: typeof ana) => {
      const { json } = await ask(who, 'GET', '/api/me/departments');
      return v.parse(ownDepartmentsAnswer, json).departments;
    };
    expect(await own(ana)).toMatchObject([
      { id: course, standing: 'enrolled', mayStart: ['course', 'direct', 'study-group'] },
    ]);
    expect((await own(teacher))[0]?.mayStart).toEqual([
      'direct',
      'study-group',
      'discussion',
      'departments',
      'announcement',
    ]);
    expect((await own(worker))[0]).toMatchObject({ standing: 'worker', mayStart: [] });
    expect(await own(await school.customer('stranger'))).toEqual([]);
  });

  test('[L1] whom one may reach is found by name; workers and oneself are not among them', async () => {
    const { ask, ana, teacher, course } = school;
    const path = `/api/departments/${course}/people`;
    const found = async (who: typeof ana, query = '') =>
      v
        .parse(peopleAnswer, (await ask(who, 'GET', path + query)).json)
        .people.map(({ name }) => name);
    expect(await found(ana)).toEqual(['ben', 'boss', 'head', 'teacher']);
    expect(await found(teacher)).toEqual(['ana', 'ben', 'boss', 'head']);
    expect(await found(ana, '?q=EA')).toEqual(['head', 'teacher']);
    expect(await found(ana, '?limit=1')).toEqual(['ben']);
  });
});

describe('[L1] beginning', () => {
  test.each([
    [
      'a discussion by somebody enrolled',
      'ana',
      { kind: 'discussion', title: 'Words' },
      403,
      undefined,
    ],
    [
      'an announcement by somebody enrolled',
      'ana',
      { kind: 'announcement', title: 'W' },
      403,
      undefined,
    ],
    ['a discussion without a title', 'teacher', { kind: 'discussion' }, 409, 'title'],
    ['a direct one with nobody', 'ana', { kind: 'direct' }, 409, 'people'],
    [
      'a study group with a stranger',
      'ana',
      { kind: 'study-group', title: 'W', people: ['A'.repeat(22)] },
      409,
      'people',
    ],
    ['a kind that there is not', 'teacher', { kind: 'support', title: 'W' }, 400, 'kind'],
    ['a title of two lines', 'teacher', { kind: 'discussion', title: 'a\nb' }, 400, 'title'],
    [
      'a title of 121 characters',
      'teacher',
      { kind: 'discussion', title: 'x'.repeat(121) },
      400,
      'title',
    ],
  ] as const)('[W9] %s is refused', async (_, who, body, status, field) => {
    const { ask, course } = school;
    const answered = await ask(school[who], 'POST', `/api/departments/${course}/groups`, body);
    expect(answered.status).toBe(status);
    if (field !== undefined) expect(answered.json).toMatchObject({ error: { field } });
  });

  test('[W9] nobody begins anything with a worker, and a worker begins nothing', async () => {
    const { ask, course, teacher, ana, worker } = school;
    const path = `/api/departments/${course}/groups`;
    const withWorker = { kind: 'direct', people: [worker.account] };
    expect((await ask(teacher, 'POST', path, withWorker)).status).toBe(409);
    expect((await ask(ana, 'POST', path, withWorker)).status).toBe(409);
    expect((await ask(worker, 'POST', path, withWorker)).status).toBe(403);
  });

  test('[W9] a kind that the department does not allow is refused with a sentence', async () => {
    const { ask, course, admin, teacher } = school;
    await ask(admin, 'PATCH', `/api/departments/${course}`, { kinds: ['support', 'course'] });
    const body = { kind: 'discussion', title: 'Words' };
    expect(await ask(teacher, 'POST', `/api/departments/${course}/groups`, body)).toMatchObject({
      status: 409,
      json: { error: { field: 'kind' } },
    });
  });

  test('two have one direct conversation, called by the other one', async () => {
    const { begin, ana, ben } = school;
    const one = await begin(ana, { kind: 'direct', people: [ben.account] });
    const other = await begin(ben, { kind: 'direct', people: [ana.account] });
    expect(other.conversation).toBe(one.conversation);
    expect([one.title, other.title]).toEqual(['ben', 'ana']);
    expect(one).toMatchObject({ kind: 'direct', people: 2, status: { state: 'open' } });
  });

  test('who began a study group invites and puts out; a member leaves; nobody else sees it', async () => {
    const { ask, begin, ana, ben, teacher, head } = school;
    const group = await begin(ana, { kind: 'study-group', title: 'Exercise 3', people: [] });
    const path = `/api/conversations/${group.conversation}/people`;
    expect((await ask(ben, 'GET', path)).status).toBe(404);
    const people = { people: [ben.account, teacher.account] };
    const { json } = await ask(ana, 'POST', path, people);
    const told = v.parse(groupPeopleAnswer, json);
    expect(told.people.map(({ name, isStarter, isYou }) => [name, isStarter, isYou])).toEqual([
      ['ana', true, true],
      expect.arrayContaining(['ben']),
      expect.arrayContaining(['teacher']),
    ]);
    expect(told.may).toEqual({
      invite: true,
      remove: true,
      leave: true,
      close: true,
      delete: false,
    });
    const idOf = (name: string) => told.people.find((one) => one.name === name)?.participant ?? '';

    const bens = v.parse(groupPeopleAnswer, (await ask(ben, 'GET', path)).json);
    expect(bens.may).toMatchObject({ invite: false, remove: false, leave: true, close: false });
    expect((await ask(ben, 'POST', path, { people: [head.account] })).status).toBe(403);
    expect((await ask(ben, 'DELETE', `${path}/${idOf('ana')}`)).status).toBe(403);
    expect((await ask(head, 'GET', path)).status).toBe(404);
    expect((await ask(school.admin, 'GET', path)).status).toBe(200);
    expect((await ask(teacher, 'POST', path, { people: [head.account] })).status).toBe(200);
    expect((await ask(teacher, 'DELETE', `${path}/${idOf('ben')}`)).status).toBe(204);
    expect((await ask(ben, 'GET', path)).status).toBe(404);
    expect((await ask(ana, 'DELETE', `${path}/${idOf('ana')}`)).status).toBe(204);
    expect((await ask(ana, 'GET', path)).status).toBe(404);
  });

  test('[W9] a masked department allows nothing that shows names, both ways round', async () => {
    const { ask, admin, course } = school;
    const path = `/api/departments/${course}`;
    const masks = await ask(admin, 'PATCH', path, { names: 'masked' });
    expect(masks).toMatchObject({ status: 409, json: { error: { field: 'names' } } });
    const kinds = ['support', 'departments'];
    expect((await ask(admin, 'PATCH', path, { names: 'masked', kinds })).status).toBe(200);
    const allows = await ask(admin, 'PATCH', path, { kinds: [...kinds, 'discussion'] });
    expect(allows).toMatchObject({ status: 409, json: { error: { field: 'kinds' } } });
    const preset = await ask(admin, 'PATCH', path, { preset: 'institutions' });
    expect(preset.status).toBe(200);
  });
});

test('an answer with a summary is what its schema says', async () => {
  const { ask, course, teacher } = school;
  const body = { kind: 'announcement', title: 'The exam' };
  const { status, json } = await ask(teacher, 'POST', `/api/departments/${course}/groups`, body);
  expect(status).toBe(201);
  expect(v.parse(groupAnswer, json).summary).toMatchObject({
    kind: 'announcement',
    title: 'The exam',
    people: 1,
    client: { name: 'teacher', role: 'agent' },
  });
});
