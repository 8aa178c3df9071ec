/** Accounts, departments, conversations and groups, made in the database of a server under test. */
import { randomBytes } from 'node:crypto';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import type { AccountRole, Actor } from '../accounts/actor.ts';
import { createPasswords } from '../accounts/passwords.ts';
import { createSessions } from '../accounts/sessions.ts';
import { createVisitorsStore } from '../accounts/visitors-store.ts';
import { createSystemClock } from '../clock.ts';
import { createGroupsStore } from '../conversations/groups-store.ts';
import { databasePath } from '../database/data-folder.ts';
import { openDatabase } from '../database/database.ts';
import { openDepartmentsStore } from '../departments/departments-store.ts';
import { createWorkers } from '../departments/workers.ts';
import type { TestServer } from '../server.fixture.ts';
import { createConversationStore } from '../session/conversation-store.ts';

export const newId = <Id extends string>() => randomIdFrom(randomBytes(16)) as Id;

export type Makers = Awaited<ReturnType<typeof openMakers>>;

export async function openMakers({ dataDir }: TestServer) {
  const database = await openDatabase(databasePath(dataDir));
  const clock = createSystemClock();
  const stores = { database, now: clock.now, randomBytes };
  const accounts = createAccountsStore(stores);
  const departments = await openDepartmentsStore(stores);
  const conversations = createConversationStore(stores);
  const groups = createGroupsStore(stores);
  const visitors = createVisitorsStore(stores);
  const sessions = createSessions({ database, clock, randomBytes, onFault: () => undefined });
  const support = (await departments.first())!.id;
  // Nobody signs in with it.
  const hashed = await createPasswords().hash('words that nobody shows here');
  const passwordHash = hashed.ok ? hashed.value : undefined;

  async function isThere(department: DepartmentId): Promise<boolean> {
    return (await departments.get(department)) !== undefined;
  }

  async function bindWorker(account: AccountId, department: DepartmentId): Promise<void> {
    await createWorkers(database).bind(account, department);
    await departments.addMember(department, account);
  }

  async function newAccount(role: AccountRole) {
    const username = `${role}-${newId()
      .slice(0, 12)
      .replaceAll(/[^A-Za-z0-9]/g, 'x')}`;
    const name = `The ${role}`;
    const made = await accounts.create({
      username,
      name,
      role,
      passwordHash,
      createdBy: undefined,
    });
    if (!made.ok) throw new Error(made.refusal);
    const actor: Actor = { kind: 'account', account: made.value.id, username, name, role };
    return { id: made.value.id, actor };
  }

  async function newDepartment(): Promise<DepartmentId> {
    const id = newId<DepartmentId>();
    const row = await database
      .selectFrom('departments')
      .selectAll()
      .where('id', '=', support)
      .executeTakeFirstOrThrow();
    await database
      .insertInto('departments')
      .values({ ...row, id, name: `Department ${id}` })
      .execute();
    return id;
  }

  async function newCourse(): Promise<DepartmentId> {
    const id = await newDepartment();
    await departments.change(id, { kinds: conversationKinds });
    return id;
  }

  async function someAgent(department: DepartmentId): Promise<Actor> {
    const { id, actor } = await newAccount('agent');
    await departments.addMember(department, id);
    return actor;
  }

  async function raise(actor: Actor, department: DepartmentId): Promise<ConversationId> {
    const conversation = newId<ConversationId>();
    const raised = await conversations.raise({
      conversation,
      actor,
      department,
      prefer: undefined,
    });
    if (!raised.ok) throw new Error(raised.refusal);
    return conversation;
  }

  async function newGroup(
    kind: 'study-group' | 'discussion',
    by: Actor,
    department: DepartmentId,
  ): Promise<ConversationId> {
    await departments.change(department, { kinds: conversationKinds });
    const started = await groups.start({ department, kind, title: 'A group', people: [] }, by);
    if (!started.ok) throw new Error(started.refusal);
    return started.value.conversation;
  }

  return {
    stores,
    accounts,
    departments,
    conversations,
    visitors,
    sessions,
    /** The department of the first start. */
    support,
    isThere,
    bindWorker,
    newAccount,
    newDepartment,
    /** A department with every kind of conversation. */
    newCourse,
    /** An agent of that department, as whoever acts. */
    someAgent,
    raise,
    newGroup,
    async close() {
      sessions.close();
      await database.destroy();
    },
  };
}
