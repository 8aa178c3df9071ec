/** One of each kind, and things that are theirs, their department's, somebody else's or not there at all. */
import { randomBytes } from 'node:crypto';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
  type ReplyId,
  type SiteId,
} from '../../conversation/protocol/ids.ts';
import { conversationKinds } from '../../conversation/protocol/kinds.ts';
import { createAccountsStore } from '../accounts/accounts-store.ts';
import { createBotKeys } from '../accounts/bot-keys.ts';
import type { AccountRole, Actor, BotKeyId, SiteKeyId } from '../accounts/actor.ts';
import { createPasswords } from '../accounts/passwords.ts';
import { createSessions } from '../accounts/sessions.ts';
import { createLabelsStore } from '../beside/labels-store.ts';
import { createNotesStore } from '../beside/notes-store.ts';
import { createVisitorsStore } from '../accounts/visitors-store.ts';
import { createCannedReplies, type ReplyOwner } from '../canned-replies/canned-replies-store.ts';
import { createSystemClock } from '../clock.ts';
import { createGroupsStore } from '../conversations/groups-store.ts';
import { databasePath } from '../database/data-folder.ts';
import { openDatabase } from '../database/database.ts';
import { openDepartmentsStore } from '../departments/departments-store.ts';
import { createWorkers } from '../departments/workers.ts';
import { commitAssign } from '../pairing/assign.ts';
import { startTestServer, type Ask, type TestServer } from '../server.fixture.ts';
import { createConversationStore } from '../session/conversation-store.ts';
import { createIdentifiedVisitors } from '../sites/identified-visitors.ts';
import { openSitesStore } from '../sites/sites-store.ts';
import type { ActorKind, Relation } from './permissions.ts';
import { secretsOf } from './secrets.fixture.ts';

export interface Person {
  readonly kind: ActorKind;
  readonly actor: Actor | undefined;
  /** What shows the server who asks. */
  readonly proof: Pick<Ask, 'cookie' | 'bearer'>;
  /** Of another session of theirs: one gets so many tickets only. */
  readonly anotherProof?: () => Promise<Person['proof']>;
}

export interface Organisation {
  readonly server: TestServer;
  readonly people: readonly Person[];
  /** What nobody may ever be told, by its spelling: what it is. */
  secrets(): Promise<ReadonlyMap<string, string>>;
  /** Each call makes a new one. @returns undefined where there is no such thing for them */
  conversation(person: Person, relation: Relation): Promise<ConversationId | undefined>;
  account(person: Person, relation: Relation, role: AccountRole): Promise<AccountId | undefined>;
  department(person: Person, relation: Relation): Promise<DepartmentId | undefined>;
  /** A group: their own one was begun by them, or is said to all of their department. */
  group(person: Person, relation: Relation): Promise<ConversationId | undefined>;
  /** Whoever began that group, where it is there. */
  starterOf(group: ConversationId): Promise<ParticipantId>;
  /** A customer; enrolled in that department where it is there. */
  newEnrolled(department: DepartmentId): Promise<AccountId>;
  /** An agent; of that department where it is there. */
  newMember(department: DepartmentId | undefined): Promise<AccountId>;
  /** An agent; a worker of that department where it is there. */
  newWorker(department: DepartmentId): Promise<AccountId>;
  /** A key of that bot, where it is there. */
  newBotKey(bot: AccountId): Promise<BotKeyId>;
  /** A canned reply: one's own, of such a department, or everybody's, which is nobody's own. */
  reply(person: Person, relation: Relation, kind: ReplyOwner['kind']): Promise<ReplyId | undefined>;
  /** Of somebody who is signed in with a cookie, besides the one that they show. */
  session(person: Person, relation: Relation): Promise<string | undefined>;
  /** A site that holds the widget, of nobody. */
  site(relation: Relation): Promise<SiteId | undefined>;
  /** A key of that site, where it is there. */
  newSiteKey(site: SiteId): Promise<string>;
  /** One of theirs beside that conversation, where it is there. */
  newNote(conversation: ConversationId, person: Person): Promise<string>;
  /** Of that department; for all of them where none is named. */
  newLabel(department?: DepartmentId): Promise<string>;
  close(): Promise<void>;
}

const newId = <Id extends string>() => randomIdFrom(randomBytes(16)) as Id;

/** A server with the departments "Support", where everybody of the staff belongs, and others. */
export async function createOrganisation(): Promise<Organisation> {
  const server = await startTestServer();
  const database = await openDatabase(databasePath(server.dataDir));
  const clock = createSystemClock();
  const stores = { database, now: clock.now, randomBytes };
  const accounts = createAccountsStore(stores);
  const visitors = createVisitorsStore(stores);
  const departments = await openDepartmentsStore(stores);
  const conversations = createConversationStore(stores);
  const groups = createGroupsStore(stores);
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

  async function person(role: AccountRole): Promise<Person> {
    const { id, actor } = await newAccount(role);
    if (role !== 'customer') await departments.addMember(support, id);
    const kind = role === 'bot' ? 'bot' : 'cookie';
    const anotherProof = async () => {
      const { token } = await sessions.open(id, kind);
      return kind === 'bot' ? { bearer: token } : { cookie: `parley=${token}` };
    };
    return { kind: role, actor, proof: await anotherProof(), anotherProof };
  }

  /** A bot whose key lets it read, and nothing else. */
  async function readingBot(): Promise<Person> {
    const { id, actor } = await newAccount('bot');
    await departments.addMember(support, id);
    const { key } = await createBotKeys(stores).issue(id, ['read-archive'], id);
    const anotherProof = async () => ({
      bearer: (await sessions.open(id, 'bot', { key: key.id })).token,
    });
    const reads = { ...actor, scopes: ['read-archive'] } as const;
    return { kind: 'bot', actor: reads, proof: await anotherProof(), anotherProof };
  }

  async function worker(): Promise<Person> {
    const agent = await person('agent');
    if (agent.actor?.kind !== 'account') throw new Error('Agents are accounts.');
    await bindWorker(agent.actor.account, support);
    return { ...agent, kind: 'worker', actor: { ...agent.actor, workerOf: support } };
  }

  async function visitor(): Promise<Person & { readonly actor: Actor }> {
    const { token, visitor, name } = await visitors.create();
    return { kind: 'visitor', actor: { kind: 'visitor', visitor, name }, proof: { bearer: token } };
  }

  /** As a token of the site's server makes them. */
  async function identifiedVisitor(): Promise<Person> {
    const sites = await openSitesStore(stores);
    const { id: site } = await sites.create({ name: 'Shop', origins: [], department: null });
    const { key } = await sites.addSecret(site);
    const entered = await createIdentifiedVisitors(stores).enter({
      site,
      key: key.id as SiteKeyId,
      claims: { sub: 'user-1', name: 'Ada' },
      until: clock.now() + 60_000,
    });
    if (entered === undefined) throw new Error('A token without a jti is never used up.');
    const { token, visitor, name } = entered;
    const actor = { kind: 'visitor', visitor, name, identified: true } as const;
    return { kind: 'identified', actor, proof: { bearer: token } };
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

  /** Raised by a colleague in a department of theirs, so that they have no seat in it. */
  async function departmentsThread(
    { kind, actor }: Person,
    to: DepartmentId,
  ): Promise<ConversationId | undefined> {
    const isOfStaff = kind === 'super-admin' || kind === 'admin' || kind === 'agent';
    if (actor?.kind !== 'account' || !isOfStaff) return undefined;
    const from = await newDepartment();
    await departments.addMember(from, actor.account);
    const conversation = newId<ConversationId>();
    const raised = await conversations.raise({
      conversation,
      actor: await someAgent(from),
      department: to,
      kind: 'departments',
      from,
      prefer: undefined,
    });
    if (!raised.ok) throw new Error(raised.refusal);
    return conversation;
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

  async function ownGroup({ kind, actor }: Person): Promise<ConversationId | undefined> {
    if (actor?.kind !== 'account' || kind === 'bot') return undefined;
    const course = await newCourse();
    if (kind === 'customer') await departments.enrolments.add(course, actor.username);
    else await departments.addMember(course, actor.account);
    return kind === 'worker'
      ? newGroup('discussion', await someAgent(course), course)
      : newGroup('study-group', actor, course);
  }

  const raisers: readonly ActorKind[] = ['visitor', 'identified', 'customer'];

  async function ownConversation({ kind, actor }: Person): Promise<ConversationId | undefined> {
    if (actor === undefined) return undefined;
    if (raisers.includes(kind) || actor.kind === 'visitor') {
      // Nobody has more than a few open ones.
      await database
        .updateTable('conversations')
        .set({ status: 'closed', assigned_to: null })
        .execute();
      return raise(actor, support);
    }
    const conversation = await raise((await visitor()).actor, elsewhere);
    const to = actor.account;
    await commitAssign({ kind: 'assign', conversation, from: undefined, to }, 1000, stores);
    return conversation;
  }

  /** Where nobody belongs. One is enough: each in which somebody waits is work for the server whenever anybody comes. */
  const elsewhere = await newDepartment();

  const isStaff = ({ actor, kind }: Person) => actor?.kind === 'account' && kind !== 'customer';

  async function replyOwner(
    of: Person,
    relation: Relation,
    kind: ReplyOwner['kind'],
  ): Promise<ReplyOwner | undefined> {
    if (kind === 'department') {
      const id = await organisation.department(of, relation);
      return id && { kind, department: id };
    }
    if (kind === 'global') return relation === 'other' ? { kind } : undefined;
    if (relation === 'other') return { kind, account: (await newAccount('agent')).id };
    const isOwn = relation === 'own' && of.actor?.kind === 'account';
    return isOwn ? { kind, account: of.actor.account } : undefined;
  }

  const organisation: Organisation = {
    server,
    people: [
      await person('super-admin'),
      await person('admin'),
      await person('agent'),
      await worker(),
      await person('customer'),
      await identifiedVisitor(),
      await visitor(),
      await person('bot'),
      await readingBot(),
      { kind: 'nobody', actor: undefined, proof: {} },
    ],
    async conversation(of, relation) {
      switch (relation) {
        case 'own':
          return ownConversation(of);
        case 'raiser':
          return departmentsThread(of, elsewhere);
        case 'both':
          return departmentsThread(of, support);
        case 'department':
          return isStaff(of) ? raise((await visitor()).actor, support) : undefined;
        case 'other':
          return raise((await visitor()).actor, elsewhere);
        case 'missing':
          return newId();
      }
    },
    async account({ actor }, relation, role) {
      switch (relation) {
        case 'own':
          return actor?.kind === 'account' && actor.role === role ? actor.account : undefined;
        case 'raiser':
        case 'both':
        case 'department':
          return undefined;
        case 'other':
          return (await newAccount(role)).id;
        case 'missing':
          return newId();
      }
    },
    async department(of, relation) {
      const { actor } = of;
      switch (relation) {
        case 'raiser':
        case 'both':
          return undefined;
        case 'own':
        case 'department': {
          if (actor?.kind !== 'account') return undefined;
          const id = await newDepartment();
          if (of.kind === 'customer') {
            if (relation === 'own') return undefined;
            await departments.enrolments.add(id, actor.username);
            return id;
          }
          const position = relation === 'own' ? 'head' : 'member';
          await departments.addMember(id, actor.account);
          await departments.changeMember(id, actor.account, { position });
          return id;
        }
        case 'other':
          return newDepartment();
        case 'missing':
          return newId();
      }
    },
    async group(of, relation) {
      switch (relation) {
        case 'own':
          return ownGroup(of);
        case 'raiser':
        case 'both':
          return undefined;
        case 'department':
          return isStaff(of)
            ? newGroup('study-group', await someAgent(support), support)
            : undefined;
        case 'other': {
          const id = await newCourse();
          return newGroup('study-group', await someAgent(id), id);
        }
        case 'missing':
          return newId();
      }
    },
    async starterOf(group) {
      const row = await database
        .selectFrom('conversations')
        .select('raised_by')
        .where('id', '=', group)
        .executeTakeFirst();
      return row?.raised_by ?? newId();
    },
    async newEnrolled(department) {
      const { id, actor } = await newAccount('customer');
      if ((await isThere(department)) && actor.kind === 'account') {
        await departments.enrolments.add(department, actor.username);
      }
      return id;
    },
    async newMember(department) {
      const { id } = await newAccount('agent');
      if (department !== undefined && (await isThere(department))) {
        await departments.addMember(department, id);
      }
      return id;
    },
    async newWorker(department) {
      const { id } = await newAccount('agent');
      if (await isThere(department)) await bindWorker(id, department);
      return id;
    },
    async newBotKey(bot) {
      if ((await accounts.get(bot)) === undefined) return newId();
      return (await createBotKeys(stores).issue(bot, ['answer'], bot)).key.id;
    },
    async site(relation) {
      if (relation === 'own' || relation === 'department') return undefined;
      if (relation === 'missing') return newId();
      const sites = await openSitesStore(stores);
      return (await sites.create({ name: 'Shop', origins: [], department: null })).id;
    },
    async newSiteKey(site) {
      const sites = await openSitesStore(stores);
      if ((await sites.get(site)) === undefined) return newId();
      return (await sites.addSecret(site)).key.id;
    },
    async reply(of, relation, kind) {
      if (relation === 'missing') return newId();
      const owner = await replyOwner(of, relation, kind);
      if (owner === undefined) return undefined;
      const added = await createCannedReplies(stores).add(owner, {
        shortcut: newId().toLowerCase().replaceAll('-', 'x').replace(/^_/, 'x'),
        text: 'Hello.',
      });
      if (!added.ok) throw new Error(added.refusal);
      return added.value.id;
    },
    async newNote(conversation, { actor }) {
      if (actor?.kind !== 'account') return newId();
      const row = await database
        .selectFrom('conversations')
        .select('id')
        .where('id', '=', conversation)
        .executeTakeFirst();
      if (row === undefined) return newId();
      const note = { text: 'Words', about: undefined, mentions: [] };
      const added = await createNotesStore(stores).add(conversation, note, actor);
      if (!added.ok) throw new Error(added.refusal);
      return added.value.note.id;
    },
    async newLabel(department) {
      const name = newId().slice(0, 20);
      const by = newId<AccountId>();
      const added = await createLabelsStore(stores).add({ name, colour: 'teal' }, department, by);
      // As many as are allowed: one of them is as good.
      if (!added.ok) return (await createLabelsStore(stores).list([]))[0]?.id ?? newId();
      return added.value.id;
    },
    async session({ actor, kind }, relation) {
      const openFor = async (id: AccountId) => {
        const { session } = await sessions.open(id, 'cookie');
        return (await sessions.listOf(id)).find((one) => one.session === session)?.id;
      };
      switch (relation) {
        case 'own':
          return actor?.kind === 'account' && kind !== 'bot' ? openFor(actor.account) : undefined;
        case 'raiser':
        case 'both':
        case 'department':
          return undefined;
        case 'other':
          return openFor((await newAccount('agent')).id);
        case 'missing':
          return newId();
      }
    },
    async secrets() {
      const known = new Map(await secretsOf(database));
      known.set(server.botsKey, 'the key of bots');
      for (const { proof, kind } of organisation.people) {
        const token = proof.bearer ?? proof.cookie?.split('=')[1];
        if (token !== undefined) known.set(token, `the token of a ${kind}`);
      }
      return known;
    },
    async close() {
      sessions.close();
      await database.destroy();
      await server.close();
    },
  };
  return organisation;
}
