/** A course with its people on a running server: who asks over HTTP, and who is connected over `/session`. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import { groupAnswer, type NewGroupRequest } from '../../conversation/protocol/http/groups.ts';
import type { AccountId, DepartmentId } from '../../conversation/protocol/ids.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import type { AccountRole } from '../accounts/actor.ts';
import { createSessions } from '../accounts/sessions.ts';
import { createSystemClock } from '../clock.ts';
import type { Environment } from '../config.ts';
import { databasePath } from '../database/data-folder.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { openDepartmentsStore } from '../departments/departments-store.ts';
import { createWorkers } from '../departments/workers.ts';
import { startTestServer, type Asked, type TestServer } from '../server.fixture.ts';
import { type Client } from '../session/client.fixture.ts';
import { enterSession } from '../session/enter.fixture.ts';

export interface SchoolPerson {
  readonly account: AccountId;
  readonly name: string;
  readonly cookie: string;
}

export interface School {
  readonly server: TestServer;
  /** A second door to the server's database. */
  readonly database: Database;
  readonly course: DepartmentId;
  /** Where only the admin belongs; both allow what departments say to each other. */
  readonly office: DepartmentId;
  /** The head of the office too. */
  readonly admin: SchoolPerson;
  readonly head: SchoolPerson;
  readonly teacher: SchoolPerson;
  readonly worker: SchoolPerson;
  /** Enrolled. */
  readonly ana: SchoolPerson;
  readonly ben: SchoolPerson;
  readonly customer: (name: string) => Promise<SchoolPerson>;
  readonly agent: (name: string, department: DepartmentId) => Promise<SchoolPerson>;
  readonly enrol: (person: SchoolPerson) => Promise<void>;
  readonly ask: (who: SchoolPerson, method: string, path: string, body?: unknown) => Promise<Asked>;
  /** In the course. */
  readonly begin: (
    who: SchoolPerson,
    group: Omit<NewGroupRequest, 'people'> & { readonly people?: readonly AccountId[] },
  ) => Promise<ConversationSummary>;
  /** Said hello, and was welcomed. */
  readonly connect: (who: SchoolPerson) => Promise<Client>;
  readonly close: () => Promise<void>;
}

export async function createSchool(environment: Environment = {}): Promise<School> {
  const server = await startTestServer(environment);
  const database = await openDatabase(databasePath(server.dataDir));
  const clock = createSystemClock();
  const stores = { database, now: clock.now, randomBytes };
  const accounts = createAccountsStore(stores);
  const departments = await openDepartmentsStore(stores);
  const sessions = createSessions({ database, clock, randomBytes, onFault: () => undefined });
  const clients: Client[] = [];

  async function person(name: string, role: AccountRole): Promise<SchoolPerson> {
    const made = await accounts.create({
      username: name,
      name,
      role,
      email: `${name}@school.example`,
      passwordHash: undefined,
      createdBy: undefined,
    });
    if (!made.ok) throw new Error(made.refusal);
    const { token } = await sessions.open(made.value.id, 'cookie');
    return { account: made.value.id, name, cookie: `parley=${token}` };
  }

  const course = (await departments.create({ name: 'Course', preset: 'learning', description: '' }))
    .id;
  const office = (
    await departments.create({ name: 'Office', preset: 'support-desk', description: '' })
  ).id;

  const school: School = {
    server,
    database,
    course,
    office,
    admin: await person('boss', 'admin'),
    head: await person('head', 'agent'),
    teacher: await person('teacher', 'agent'),
    worker: await person('worker', 'agent'),
    ana: await person('ana', 'customer'),
    ben: await person('ben', 'customer'),
    customer: (name) => person(name, 'customer'),
    async agent(name, department) {
      const made = await person(name, 'agent');
      await departments.addMember(department, made.account);
      return made;
    },
    async enrol({ name }) {
      const path = `/api/departments/${course}/enrolments`;
      const { status, text } = await school.ask(school.head, 'POST', path, { who: name });
      if (status !== 201) throw new Error(text);
    },
    ask: ({ cookie }, method, path, body) =>
      server.ask(path, { method, cookie, ...(body === undefined ? {} : { body }) }),
    async begin(who, group) {
      const path = `/api/departments/${course}/groups`;
      const { status, text, json } = await school.ask(who, 'POST', path, group);
      if (status !== 201) throw new Error(text);
      return v.parse(groupAnswer, json).summary;
    },
    async connect({ cookie }) {
      const client = await enterSession(server, { cookie });
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      sessions.close();
      await server.close();
      await database.destroy();
    },
  };
  const { admin, head, teacher, worker, ana, ben } = school;
  for (const each of [admin, head, teacher]) await departments.addMember(course, each.account);
  await departments.changeMember(course, head.account, { position: 'head' });
  await createWorkers(database).bind(worker.account, course);
  await departments.addMember(course, worker.account);
  await departments.addMember(office, admin.account);
  await departments.changeMember(office, admin.account, { position: 'head' });
  for (const each of [ana, ben]) await departments.enrolments.add(course, each.name);
  return school;
}
