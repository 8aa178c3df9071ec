/** People, and things that are theirs, their department's, somebody else's or not there at all. */
import {
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type ParticipantId,
  type ReplyId,
  type SiteId,
} from '../../conversation/protocol/ids.ts';
import { createBotKeys } from '../accounts/bot-keys.ts';
import type { AccountRole, BotKeyId } from '../accounts/actor.ts';
import { createLabelsStore } from '../beside/labels-store.ts';
import { createNotesStore } from '../beside/notes-store.ts';
import { createCannedReplies, type ReplyOwner } from '../canned-replies/canned-replies-store.ts';
import { commitAssign } from '../pairing/assign.ts';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { openSitesStore } from '../sites/sites-store.ts';
import { newId, openMakers } from './makers.fixture.ts';
import { createPeople, newVisitor, type Person } from './people.fixture.ts';
import type { ActorKind, Relation } from './permissions.ts';
import { secretsOf } from './secrets.fixture.ts';

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

const isStaff = ({ actor, kind }: Person) => actor?.kind === 'account' && kind !== 'customer';
const raisers: readonly ActorKind[] = ['visitor', 'identified', 'customer'];

/** A server with the departments "Support", where everybody of the staff belongs, and others. */
export async function createOrganisation(): Promise<Organisation> {
  const server = await startTestServer();
  const makers = await openMakers(server);
  const { accounts, bindWorker, conversations, departments, isThere, newAccount } = makers;
  const { newCourse, newDepartment, newGroup, raise, sessions, someAgent, stores } = makers;
  const { database } = stores;
  const { support } = makers;
  /** Where nobody belongs. One is enough: each in which somebody waits is work for the server whenever anybody comes. */
  const elsewhere = await newDepartment();
  const visitor = async () => (await newVisitor(makers)).actor;

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

  async function ownGroup({ kind, actor }: Person): Promise<ConversationId | undefined> {
    if (actor?.kind !== 'account' || kind === 'bot') return undefined;
    const course = await newCourse();
    if (kind === 'customer') await departments.enrolments.add(course, actor.username);
    else await departments.addMember(course, actor.account);
    return kind === 'worker'
      ? newGroup('discussion', await someAgent(course), course)
      : newGroup('study-group', actor, course);
  }

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
    const conversation = await raise(await visitor(), elsewhere);
    const to = actor.account;
    await commitAssign({ kind: 'assign', conversation, from: undefined, to }, 1000, stores);
    return conversation;
  }

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
    people: await createPeople(makers),
    async conversation(of, relation) {
      switch (relation) {
        case 'own':
          return ownConversation(of);
        case 'raiser':
          return departmentsThread(of, elsewhere);
        case 'both':
          return departmentsThread(of, support);
        case 'department':
          return isStaff(of) ? raise(await visitor(), support) : undefined;
        case 'other':
          return raise(await visitor(), elsewhere);
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
      await makers.close();
      await server.close();
    },
  };
  return organisation;
}
