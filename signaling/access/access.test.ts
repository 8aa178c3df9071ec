/** Every cell of the table of permissions.ts, tried over HTTP and over `/session` on a running server. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { newTicketAnswer } from '../../conversation/protocol/http.ts';
import type { FileHash } from '../../conversation/protocol/file.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  SiteId,
} from '../../conversation/protocol/ids.ts';
import { toServer, type ToServer } from '../../conversation/protocol/session.ts';
import { protocolVersion } from '../../conversation/protocol/version.ts';
import { accountRoles, type AccountRole } from '../accounts/actor.ts';
import { createClient, type Client } from '../session/client.fixture.ts';
import { actionOf } from '../session/handlers/handle.ts';
import type { Ask, Asked } from '../server.fixture.ts';
import { authorize } from './authorize.ts';
import { createOrganisation, type Organisation } from './organisation.fixture.ts';
import type { Person } from './people.fixture.ts';
import { relations, type Action, type Relation } from './permissions.ts';

let organisation: Organisation;
beforeAll(async () => {
  organisation = await createOrganisation();
});
afterAll(() => organisation.close());

/** Everything that anybody was told. */
const told: string[] = [];

interface Row {
  readonly action: Action;
  /** Left out: the action is about no single thing. @returns undefined where there is none of that kind for them */
  readonly thing?: (person: Person, relation: Relation) => Promise<string | undefined>;
  readonly body?: unknown;
  /** In a query string. */
  readonly query?: string;
  /** Whom or what the path names besides the thing. */
  readonly beside?: (thing: string, person: Person) => Promise<string>;
}

const account = (role: AccountRole) => (person: Person, relation: Relation) =>
  organisation.account(person, relation, role);
const manage = {
  'super-admin': 'manage-super-admins',
  admin: 'manage-admins',
  agent: 'manage-agents',
  customer: 'manage-customers',
  bot: 'manage-bots',
} as const satisfies Record<AccountRole, Action>;

const department: Row['thing'] = (...of) => organisation.department(...of);
const group: Row['thing'] = (...of) => organisation.group(...of);
/** Of such a department. */
const worker: Row['thing'] = async (person, relation) => {
  const id = await organisation.department(person, relation);
  return id === undefined || relation === 'missing' ? id : organisation.newWorker(id);
};
/** Of such a department. */
const labelOf: Row['thing'] = async (person, relation) => {
  const id = await organisation.department(person, relation);
  return id === undefined || relation === 'missing' ? id : organisation.newLabel(id);
};
const conversation: Row['thing'] = (...of) => organisation.conversation(...of);
const site: Row['thing'] = (_person, relation) => organisation.site(relation);
const reply =
  (kind: 'personal' | 'department' | 'global') => (person: Person, relation: Relation) =>
    organisation.reply(person, relation, kind);
const manageReplies = {
  personal: 'manage-own-replies',
  department: 'manage-department-replies',
  global: 'manage-global-replies',
} as const satisfies Record<string, Action>;
const ofReplies = (row: Pick<Row, 'body'>): readonly Row[] =>
  (['personal', 'department', 'global'] as const).map((kind) => ({
    action: manageReplies[kind],
    thing: reply(kind),
    ...row,
  }));
const words = { shortcut: 'hello', text: 'Hello.' };
const file = {
  hash: 'A'.repeat(43) as FileHash,
  name: 'a.txt',
  type: 'text/plain',
  size: 1,
} as const;
let made = 0;
const newPerson = (role: AccountRole) => ({
  username: `made-${(made += 1)}`,
  name: 'Made',
  role,
  password: 'long enough for anybody',
});

/** A route that is missing here fails the first test. */
const routes: Readonly<Record<string, readonly Row[]>> = {
  'post /api/session-tickets': [{ action: 'open-session', body: {} }],
  'post /api/me/password': [
    { action: 'change-own-password', body: { current: 'not this one', next: 'some other words' } },
  ],
  'get /api/accounts': [{ action: 'list-accounts' }],
  'post /api/accounts': [
    { action: 'manage-admins', body: newPerson('admin') },
    { action: 'manage-agents', body: newPerson('agent') },
  ],
  'patch /api/accounts/{id}': [
    ...accountRoles.map((role) => ({
      action: manage[role],
      thing: account(role),
      body: { name: 'Another name' },
    })),
    { action: 'manage-workers', thing: worker, body: { name: 'Another name' } },
  ],
  'get /api/me/two-steps': [{ action: 'manage-own-two-steps' }],
  'post /api/me/two-steps': [
    { action: 'manage-own-two-steps', body: { password: 'not this one' } },
  ],
  'post /api/me/two-steps/confirm': [{ action: 'manage-own-two-steps', body: { code: '000000' } }],
  'post /api/me/two-steps/recovery-codes': [
    { action: 'manage-own-two-steps', body: { password: 'not this one' } },
  ],
  'post /api/me/two-steps/off': [
    { action: 'manage-own-two-steps', body: { password: 'not this one' } },
  ],
  'get /api/me/sessions': [{ action: 'manage-own-sessions' }],
  'delete /api/me/sessions': [{ action: 'manage-own-sessions' }],
  'delete /api/me/sessions/{id}': [
    { action: 'manage-own-sessions', thing: (...of) => organisation.session(...of) },
  ],
  'get /api/settings': [{ action: 'demand-two-steps' }],
  'patch /api/settings': [{ action: 'demand-two-steps', body: { demandTwoSteps: false } }],
  'get /api/me/conversations': [{ action: 'list-own-conversations' }],
  'get /api/mails': [{ action: 'read-mails' }],
  'delete /api/accounts/{id}': [
    ...accountRoles.map((role) => ({ action: manage[role], thing: account(role) })),
    { action: 'manage-workers', thing: worker },
  ],
  'get /api/departments': [{ action: 'list-departments' }],
  'post /api/departments': [
    { action: 'make-department', body: { name: 'Made', preset: 'support-desk' } },
  ],
  'patch /api/departments/{id}': [
    { action: 'change-department', thing: department, body: { greeting: 'Good day.' } },
  ],
  'delete /api/departments/{id}': [{ action: 'delete-department', thing: department }],
  'get /api/departments/{id}/members': [{ action: 'list-members', thing: department }],
  'get /api/departments/{id}/candidates': [{ action: 'manage-members', thing: department }],
  'put /api/departments/{id}/members/{account}': [
    {
      action: 'manage-members',
      thing: department,
      body: { position: 'member' },
      beside: () => organisation.newMember(undefined),
    },
  ],
  'delete /api/departments/{id}/members/{account}': [
    {
      action: 'manage-members',
      thing: department,
      beside: (of) => organisation.newMember(of as DepartmentId),
    },
  ],
  'post /api/departments/{id}/workers': [
    {
      action: 'manage-workers',
      thing: department,
      body: { username: 'taken', name: 'Made', password: 'long enough for anybody' },
    },
  ],
  'delete /api/departments/{id}/workers/{account}': [
    {
      action: 'manage-workers',
      thing: department,
      beside: (of) => organisation.newWorker(of as DepartmentId),
    },
  ],
  'get /api/bots': [{ action: 'manage-bots' }],
  'post /api/bots': [
    { action: 'manage-bots', body: { username: 'taken', name: 'Made', scopes: ['answer'] } },
  ],
  'post /api/bots/{id}/keys': [
    { action: 'manage-bots', thing: account('bot'), body: { scopes: ['answer'] } },
  ],
  'delete /api/bots/{id}/keys/{key}': [
    {
      action: 'manage-bots',
      thing: account('bot'),
      beside: (of) => organisation.newBotKey(of as AccountId),
    },
  ],
  'get /api/sites': [{ action: 'manage-sites' }],
  'post /api/sites': [{ action: 'manage-sites', body: { name: 'Made' } }],
  'patch /api/sites/{id}': [{ action: 'manage-sites', thing: site, body: { name: 'Another' } }],
  'delete /api/sites/{id}': [{ action: 'manage-sites', thing: site }],
  'post /api/sites/{id}/keys': [{ action: 'manage-sites', thing: site, body: {} }],
  'delete /api/sites/{id}/keys/{key}': [
    {
      action: 'manage-sites',
      thing: site,
      beside: (of) => organisation.newSiteKey(of as SiteId),
    },
  ],
  'get /api/replies': [{ action: 'list-replies' }],
  'post /api/me/replies': [{ action: 'manage-own-replies', body: words }],
  'post /api/departments/{id}/replies': [
    { action: 'manage-department-replies', thing: department, body: words },
  ],
  'post /api/replies': [{ action: 'manage-global-replies', body: words }],
  'patch /api/replies/{id}': ofReplies({ body: { text: 'Another text.' } }),
  'delete /api/replies/{id}': ofReplies({}),
  'get /api/conversations/{id}/client': [{ action: 'read-client', thing: conversation }],
  'get /api/conversations/{id}/context': [{ action: 'read-client', thing: conversation }],
  'put /api/conversations/{id}/context': [
    { action: 'tell-context', thing: conversation, body: {} },
  ],
  'get /api/conversations/{id}/asked': [{ action: 'read-client', thing: conversation }],
  'put /api/conversations/{id}/asked': [
    { action: 'answer-form', thing: conversation, body: { own: [] } },
  ],
  'get /api/departments/{id}/enrolments': [{ action: 'manage-enrolments', thing: department }],
  'post /api/departments/{id}/enrolments': [
    { action: 'manage-enrolments', thing: department, body: { who: 'nobody-like-that' } },
  ],
  'delete /api/departments/{id}/enrolments/{account}': [
    {
      action: 'manage-enrolments',
      thing: department,
      beside: (of) => organisation.newEnrolled(of as DepartmentId),
    },
  ],
  'get /api/me/departments': [{ action: 'list-own-departments' }],
  'get /api/departments/{id}/people': [{ action: 'list-people', thing: department }],
  'post /api/departments/{id}/groups': [
    {
      action: 'start-group',
      thing: department,
      body: { kind: 'study-group', title: 'A group', people: [] },
    },
  ],
  'post /api/departments/{id}/threads': [
    { action: 'raise-for-department', thing: department, body: { to: 'A'.repeat(22) } },
  ],
  'post /api/conversations/{id}/seat': [
    {
      action: 'take-seat',
      // Only what a department raised has seats.
      thing: async (...of) => (of[1] === 'own' ? undefined : organisation.conversation(...of)),
    },
  ],
  'post /api/conversations/{id}/files': [
    { action: 'add-file', thing: conversation, body: { file } },
  ],
  'put /api/conversations/{id}/files/{upload}': [
    {
      action: 'add-file',
      thing: conversation,
      query: '?offset=0',
      beside: async () => 'A'.repeat(22),
    },
  ],
  'delete /api/conversations/{id}/files/{upload}': [
    { action: 'add-file', thing: conversation, beside: async () => 'A'.repeat(22) },
  ],
  'post /api/conversations/{id}/file/address': [
    { action: 'read-file', thing: conversation, body: { hash: file.hash } },
  ],
  'get /api/conversations/{id}/file': [
    { action: 'read-file', thing: conversation, query: `?hash=${file.hash}` },
  ],
  'get /api/conversations/{id}/people': [{ action: 'list-group-people', thing: group }],
  'post /api/conversations/{id}/people': [
    { action: 'invite-to-group', thing: group, body: { people: ['A'.repeat(22)] } },
  ],
  'delete /api/conversations/{id}/people/{participant}': [
    {
      action: 'leave-group',
      thing: group,
      beside: (of) => organisation.starterOf(of as ConversationId),
    },
  ],
  'delete /api/conversations/{id}': [{ action: 'delete-conversation', thing: conversation }],
  'get /api/audit': [{ action: 'read-audit' }],
  'get /api/audit/export': [{ action: 'read-audit' }],
  'get /api/archive/conversations': [{ action: 'read-archive' }],
  'get /api/archive/conversations/{id}': [{ action: 'read-archive', thing: conversation }],
  'get /api/archive/search': [{ action: 'read-archive', query: '?q=words' }],
  'post /api/tickets': [
    { action: 'start-conversation', body: { department: 'A'.repeat(22), subject: 'Words' } },
  ],
  'get /api/tickets': [{ action: 'list-tickets' }],
  'get /api/beside': [{ action: 'list-beside' }],
  'get /api/conversations/{id}/beside': [{ action: 'read-notes', thing: conversation }],
  'patch /api/conversations/{id}/beside': [
    { action: 'arrange-conversation', thing: conversation, body: { priority: 'high' } },
  ],
  'put /api/conversations/{id}/labels/{label}': [
    { action: 'arrange-conversation', thing: conversation, beside: () => organisation.newLabel() },
  ],
  'delete /api/conversations/{id}/labels/{label}': [
    { action: 'arrange-conversation', thing: conversation, beside: () => organisation.newLabel() },
  ],
  'get /api/conversations/{id}/notes': [{ action: 'read-notes', thing: conversation }],
  'post /api/conversations/{id}/notes': [
    { action: 'write-notes', thing: conversation, body: { text: 'Words' } },
  ],
  'patch /api/conversations/{id}/notes/{note}': [
    {
      action: 'write-notes',
      thing: conversation,
      body: { text: 'Other words' },
      beside: (of, person) => organisation.newNote(of as ConversationId, person),
    },
  ],
  'delete /api/conversations/{id}/notes/{note}': [
    {
      action: 'write-notes',
      thing: conversation,
      beside: (of, person) => organisation.newNote(of as ConversationId, person),
    },
  ],
  'post /api/conversations/{id}/mentions-seen': [{ action: 'read-notes', thing: conversation }],
  'get /api/conversations/{id}/colleagues': [{ action: 'write-notes', thing: conversation }],
  'get /api/conversations/{id}/attributes': [{ action: 'read-client', thing: conversation }],
  'patch /api/conversations/{id}/attributes': [
    {
      action: 'describe-client',
      thing: conversation,
      body: { name: 'Tariff', value: 'Green' },
    },
  ],
  'get /api/conversations/{id}/previous': [{ action: 'read-client', thing: conversation }],
  'get /api/labels': [{ action: 'list-labels' }],
  'post /api/labels': [{ action: 'manage-shared-labels', body: { name: 'Made', colour: 'blue' } }],
  'post /api/departments/{id}/labels': [
    { action: 'manage-labels', thing: department, body: { name: 'Made', colour: 'blue' } },
  ],
  'patch /api/labels/{id}': [{ action: 'manage-labels', thing: labelOf, body: { colour: 'red' } }],
  'delete /api/labels/{id}': [{ action: 'manage-labels', thing: labelOf }],
  'get /api/conversations/{id}/transfers': [{ action: 'read-transfers', thing: conversation }],
  'get /api/conversations/{id}/transfer-targets': [
    { action: 'transfer-conversation', thing: conversation },
  ],
};

/** What asks nobody for permission, and why. */
const openRoutes: Readonly<Record<string, string>> = {
  'post /api/visitors':
    'anybody may become a visitor where the site lets them; else its signed token is the permission',
  'get /api/departments/public': 'customers and the widget choose among them',
  'get /api/shown-files/{address}':
    'the address, made for one file and one minute, is the permission',
  'get /api/widget': 'the widget shows it to everybody',
  'get /api/me': 'tells only who asks',
  'post /api/sign-in': 'it is how one is permitted anything',
  'post /api/sign-in/two-steps': 'it is how one is permitted anything',
  'post /api/customers': 'anybody may ask for an account',
  'post /api/customers/confirm': 'the key in the mail is the permission',
  'post /api/password-resets': 'whoever forgot a password is not signed in',
  'post /api/password-resets/use': 'the key in the mail is the permission',
  'post /api/sign-out': 'ends only what was shown',
  'post /api/bot-sessions': 'the key of a bot, or of all of them, is the permission',
};

interface Case {
  readonly person: Person;
  readonly relation: Relation | undefined;
  readonly id: string | undefined;
}

/** Each is made when its turn comes: nobody keeps what they are not here to answer. */
async function* casesOf({ thing }: Row): AsyncGenerator<Case> {
  for (const person of organisation.people) {
    if (thing === undefined) yield { person, relation: undefined, id: undefined };
    else {
      for (const relation of relations) {
        const id = await thing(person, relation);
        if (id !== undefined) yield { person, relation, id };
      }
    }
  }
}

type Verdict = 'allowed' | 'not-allowed' | 'not-found';

/** @param all rows of the route or message */
function expected(all: readonly Row[], { action }: Row, { person, relation }: Case): Verdict {
  const decided = authorize(person.actor, action, relation);
  if (decided.ok) return 'allowed';
  const isHopeless = all.every((row) => !authorize(person.actor, row.action).ok);
  return isHopeless || relation === undefined ? 'not-allowed' : 'not-found';
}

function verdictOf({ status, json }: Asked): Verdict {
  const { code } = (json?.['error'] ?? {}) as { readonly code?: string };
  if (status === 500) throw new Error('The server has a fault.');
  if (code === 'not-signed-in' || code === 'not-allowed') return 'not-allowed';
  return code === 'not-found' ? 'not-found' : 'allowed';
}

async function request(route: string, row: Row, { person, id }: Case): Promise<Asked> {
  const [method = '', path = ''] = route.split(' ');
  const ask: Ask = {
    method: method.toUpperCase(),
    ...person.proof,
    ...(row.body === undefined ? {} : { body: row.body }),
  };
  const beside = (await row.beside?.(id ?? '', person)) ?? '';
  const named = path
    .replace('{id}', id ?? '')
    .replace(/\{(account|key|participant|upload|note|label)\}/, beside);
  const asked = await organisation.server.ask(named + (row.query ?? ''), ask);
  // Whoever makes a key is shown it, once.
  if (route !== 'post /api/sites/{id}/keys') told.push(asked.text);
  return asked;
}

test('[V-30] every route has a row, or a reason why it asks nobody', async () => {
  const { json } = await organisation.server.ask('/api/openapi.json');
  const paths = (json?.['paths'] ?? {}) as Record<string, Record<string, unknown>>;
  const known = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(known.toSorted()).toEqual([...Object.keys(routes), ...Object.keys(openRoutes)].toSorted());
});

describe('[W9] [L7] over HTTP', () => {
  test.each(Object.keys(routes))('[V-30] %s answers as the table says', async (route) => {
    const wrong: string[] = [];
    let count = 0;
    for (const row of routes[route] ?? []) {
      for await (const one of casesOf(row)) {
        const answered = verdictOf(await request(route, row, one));
        const wanted = expected(routes[route] ?? [], row, one);
        count += 1;
        if (answered === wanted) continue;
        wrong.push(
          `${row.action}, ${one.person.kind}, ${one.relation ?? ''}: ${answered}, not ${wanted}`,
        );
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(organisation.people.length);
  });

  test('[V-30] what is somebody else’s and what is not there get the same answer', async () => {
    const admin = organisation.people.find(({ kind }) => kind === 'admin')!;
    for (const [route, rows] of Object.entries(routes)) {
      for (const row of rows.filter(({ thing }) => thing !== undefined)) {
        const answers = await Promise.all(
          (['other', 'missing'] as const).map(async (relation) => {
            const id = await row.thing?.(admin, relation);
            return request(route, row, { person: admin, relation, id });
          }),
        );
        if (authorize(admin.actor, row.action, 'other').ok) continue;
        expect(answers[0]?.text, route).toBe(answers[1]?.text);
      }
    }
  });
});

async function connect(person: Person): Promise<Client> {
  const proof = (await person.anotherProof?.()) ?? person.proof;
  const { server } = organisation;
  const asked = await server.ask('/api/session-tickets', { ...proof, body: {} });
  const { ticket } = v.parse(newTicketAnswer, asked.json);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/session`);
  const client = createClient(socket, Date.now);
  await once(socket, 'open');
  client.send({ type: 'hello', version: protocolVersion, ticket });
  await client.next('welcome');
  return { ...client, close: () => (told.push(JSON.stringify(client.heard)), client.close()) };
}

/** Says it, and waits until it was answered. */
async function say(client: Client, message: ToServer): Promise<Verdict> {
  const before = client.heard.length;
  client.send(message);
  if ('conversation' in message) {
    // What belongs to a conversation is worked off in order, also with this, which nobody may say twice.
    client.send({ type: 'leave', conversation: message.conversation });
    client.send({ type: 'typing', conversation: message.conversation, typing: true });
    // Whoever may not do any of it is refused all three.
    const refusals = () => client.heard.slice(before).filter(({ type }) => type === 'refused');
    await client.next('refused', ({ code }) => code === 'not-joined' || refusals().length >= 3);
  }
  await client.settled();
  const refused = client.heard.slice(before).find((heard) => heard.type === 'refused');
  const code = refused?.type === 'refused' ? refused.code : undefined;
  return code === 'not-allowed' || code === 'not-found' ? code : 'allowed';
}

const key = { algorithm: 'Ed25519', bytes: 'A'.repeat(43) } as const;

const nobody = { kind: 'account', account: 'A'.repeat(22) as AccountId } as const;

/** How each message is said that is about a conversation one need not have joined. */
const messages = {
  start: (id) => ({ type: 'start', conversation: id, key, have: [] }),
  join: (id) => ({ type: 'join', conversation: id, key, have: [] }),
  close: (id) => ({ type: 'close', conversation: id }),
  handover: (id) => ({ type: 'handover', conversation: id }),
  transfer: (id) => ({ type: 'transfer', conversation: id, from: null, to: nobody }),
  'take-over': (id) => ({ type: 'take-over', conversation: id, from: null }),
  watch: (id) => ({ type: 'watch', conversation: id, have: [] }),
  ticket: (id) => ({ type: 'ticket', conversation: id, subject: 'Words' }),
  view: (id) => ({ type: 'view', conversation: id, on: true }),
} as const satisfies Partial<Record<ToServer['type'], (id: ConversationId) => ToServer>>;
type Said = keyof typeof messages;

describe('[W9] [L7] over /session', () => {
  test('[V-30] every message is an action, and those of who takes part need to have joined', async () => {
    const types = toServer.options.map((option) => option.entries.type.literal);
    expect(Object.keys(actionOf).toSorted()).toEqual(types.toSorted());
    const taking = types.filter((type) => actionOf[type] === 'take-part');
    expect(taking.toSorted()).toEqual(['leave', 'link', 'preview', 'sync', 'typing']);
  });

  test.each(Object.keys(messages) as Said[])(
    '[V-30] %s is answered as the table says',
    async (type) => {
      const wrong: string[] = [];
      const row: Row =
        type === 'start'
          ? { action: 'start-conversation' }
          : {
              action: actionOf[type],
              thing: conversation,
            };
      for await (const one of casesOf(row)) {
        if (one.person.actor === undefined) continue;
        const id = (one.id ??
          (await organisation.conversation(one.person, 'missing'))) as ConversationId;
        const client = await connect(one.person);
        const answered = await say(client, messages[type](id));
        const wanted = expected([row], row, one);
        if (answered !== wanted) {
          wrong.push(`${one.person.kind}, ${one.relation ?? ''}: ${answered}, not ${wanted}`);
        }
        await client.close();
      }
      expect(wrong).toEqual([]);
    },
  );

  test.each([
    { type: 'available', available: false },
    { type: 'oversee', on: true },
  ] as const)('$type is said by those who may', async (message) => {
    const wrong: string[] = [];
    for (const person of organisation.people.filter(({ actor }) => actor !== undefined)) {
      const client = await connect(person);
      const answered = await say(client, message);
      const wanted = authorize(person.actor, actionOf[message.type]).ok ? 'allowed' : 'not-allowed';
      if (answered !== wanted) wrong.push(`${person.kind}: ${answered}`);
      await client.close();
    }
    expect(wrong).toEqual([]);
  });
});

test('[V-16] [W9] nobody was told a secret by any of these answers', async () => {
  const secrets = await organisation.secrets();
  const kinds = new Set(secrets.values());
  for (const kind of [
    'accounts.password_hash',
    'sessions.token_hash',
    'visitors.token_hash',
    'bot_keys.key_hash',
    'site_keys.material',
    'installation.topic_secret',
    'the key of bots',
    'the token of a customer',
  ]) {
    expect(kinds).toContain(kind);
  }
  expect(told.length).toBeGreaterThan(1000);
  const everything = told.join('\n');
  const leaked = [...secrets].filter(([spelling]) => everything.includes(spelling));
  expect(leaked.map(([, what]) => what)).toEqual([]);
});
