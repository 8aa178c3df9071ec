/** Notes, labels, priority and sleep over HTTP, and who is told of them over `/session`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { allBesideAnswer, besideAnswer } from '../../conversation/protocol/http/beside.ts';
import { labelAnswer, mostLabels } from '../../conversation/protocol/http/labels.ts';
import { noteAnswer, noteCharacters, notesAnswer } from '../../conversation/protocol/http/notes.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { createOrganisation, type Organisation } from '../access/organisation.fixture.ts';
import type { Person } from '../access/people.fixture.ts';
import type { ActorKind } from '../access/permissions.ts';
import { type Client } from '../session/client.fixture.ts';
import { enterSession } from '../session/enter.fixture.ts';

let organisation: Organisation;
const clients: Client[] = [];
beforeAll(async () => {
  organisation = await createOrganisation();
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await organisation.close();
});

const personOf = (kind: ActorKind): Person => organisation.people.find((one) => one.kind === kind)!;
const accountOf = (kind: ActorKind) => {
  const { actor } = personOf(kind);
  if (actor?.kind !== 'account') throw new Error('Only accounts have one.');
  return actor.account;
};

function ask(kind: ActorKind, method: string, path: string, body?: object) {
  return organisation.server.ask(path, {
    method,
    ...personOf(kind).proof,
    ...(body === undefined ? {} : { body }),
  });
}

async function raised(relation: 'department' | 'other' = 'department'): Promise<ConversationId> {
  return (await organisation.conversation(personOf('agent'), relation))!;
}

async function connect(person: Person): Promise<Client> {
  const { server } = organisation;
  const proof = (await person.anotherProof?.()) ?? person.proof;
  const client = await enterSession(server, proof);
  clients.push(client);
  return client;
}

const labelled = async (name: string, by: ActorKind = 'super-admin') =>
  v.parse(labelAnswer, (await ask(by, 'POST', '/api/labels', { name, colour: 'blue' })).json).label;

describe('notes', () => {
  test('[W9] what is empty, too long or a control character is refused, and nothing is kept', async () => {
    const path = `/api/conversations/${await raised()}/notes`;
    for (const text of ['', '  \n ', 'x'.repeat(noteCharacters + 1), 'a\u0000b']) {
      expect((await ask('agent', 'POST', path, { text })).status).toBe(400);
    }
    expect(v.parse(notesAnswer, (await ask('agent', 'GET', path)).json).notes).toEqual([]);
  });

  test('a note is changed and deleted by whoever wrote it, and by nobody else', async () => {
    const path = `/api/conversations/${await raised()}/notes`;
    const { note } = v.parse(noteAnswer, (await ask('agent', 'POST', path, { text: 'One' })).json);
    const other = await ask('admin', 'PATCH', `${path}/${note.id}`, { text: 'Another' });
    expect(other.status).toBe(403);
    expect((await ask('super-admin', 'DELETE', `${path}/${note.id}`)).status).toBe(403);
    const changed = await ask('agent', 'PATCH', `${path}/${note.id}`, { text: 'Two\nlines' });
    expect(v.parse(noteAnswer, changed.json).note).toMatchObject({ text: 'Two\nlines' });
    expect((await ask('agent', 'DELETE', `${path}/${note.id}`)).status).toBe(204);
    expect((await ask('agent', 'DELETE', `${path}/${note.id}`)).status).toBe(404);
  });

  test('only who may read it can be mentioned', async () => {
    const path = `/api/conversations/${await raised('other')}/notes`;
    const mention = (kind: ActorKind) =>
      ask('super-admin', 'POST', path, { text: 'Look', mentions: [accountOf(kind)] });
    expect((await mention('agent')).json).toMatchObject({ error: { field: 'mentions' } });
    expect((await mention('customer')).status).toBe(409);
    expect((await mention('super-admin')).status).toBe(201);
  });

  test('pages of notes meet, and none is left out', async () => {
    const path = `/api/conversations/${await raised()}/notes`;
    for (let n = 0; n < 55; n += 1) await ask('agent', 'POST', path, { text: `Note ${n}` });
    const newest = v.parse(notesAnswer, (await ask('agent', 'GET', path)).json);
    const older = v.parse(
      notesAnswer,
      (await ask('agent', 'GET', `${path}?before=${newest.before}`)).json,
    );
    const texts = [...older.notes, ...newest.notes].map(({ text }) => text);
    expect(texts).toEqual(Array.from({ length: 55 }, (_, n) => `Note ${n}`));
    expect(older.before).toBeUndefined();
  });

  test('[W7] staff of the department hear of a note at once; the client and others hear nothing', async () => {
    const visitor = personOf('visitor');
    const conversation = (await organisation.conversation(visitor, 'own'))!;
    const [agent, admin, client, worker] = await Promise.all(
      (['agent', 'admin', 'visitor', 'worker'] as const).map((kind) => connect(personOf(kind))),
    );
    const path = `/api/conversations/${conversation}/notes`;
    await ask('admin', 'POST', path, { text: 'Secret words', mentions: [accountOf('agent')] });
    expect(await agent!.next('beside')).toMatchObject({ conversation, mentioned: true });
    expect(await admin!.next('beside')).toMatchObject({ conversation, mentioned: false });
    await Promise.all([client!.settled(), worker!.settled()]);
    for (const one of [client!, worker!]) {
      expect(one.heard.filter(({ type }) => type === 'beside')).toEqual([]);
    }
    expect(JSON.stringify(client!.heard)).not.toContain('Secret');
    const transcript = await ask('admin', 'GET', `/api/archive/conversations/${conversation}`);
    expect(transcript.text).not.toContain('Secret');
    expect((await ask('agent', 'GET', '/api/beside')).json).toMatchObject({
      mentioned: [{ conversation }],
    });
    await ask('agent', 'POST', `/api/conversations/${conversation}/mentions-seen`);
    const after = v.parse(allBesideAnswer, (await ask('agent', 'GET', '/api/beside')).json);
    expect(after.mentioned.some((one) => one.conversation === conversation)).toBe(false);
  });
});

describe('labels', () => {
  test('[W9] a name stands once, whatever its case, and a label of another department is not there', async () => {
    await labelled('Billing');
    const again = await ask('super-admin', 'POST', '/api/labels', {
      name: 'bILLING',
      colour: 'red',
    });
    expect(again.json).toMatchObject({ error: { code: 'conflict', field: 'name' } });
    const foreign = await organisation.department(personOf('super-admin'), 'other');
    const made = await ask('super-admin', 'POST', `/api/departments/${foreign}/labels`, {
      name: 'Billing',
      colour: 'red',
    });
    const { label } = v.parse(labelAnswer, made.json);
    const path = `/api/conversations/${await raised()}/labels/${label.id}`;
    expect((await ask('agent', 'PUT', path)).status).toBe(404);
    const list = (await ask('agent', 'GET', '/api/labels')).text;
    expect(list).not.toContain(label.id);
  });

  test('a label is set once and taken away, also when it is deleted', async () => {
    const label = await labelled('Refund');
    const conversation = await raised();
    const path = `/api/conversations/${conversation}/labels/${label.id}`;
    await ask('agent', 'PUT', path);
    const twice = v.parse(besideAnswer, (await ask('agent', 'PUT', path)).json);
    expect(twice.beside.labels).toEqual([label.id]);
    expect((await ask('super-admin', 'DELETE', `/api/labels/${label.id}`)).status).toBe(204);
    const { beside } = v.parse(
      besideAnswer,
      (await ask('agent', 'GET', `/api/conversations/${conversation}/beside`)).json,
    );
    expect(beside.labels).toEqual([]);
  });

  test('[W8] there are only so many, of a department and on a conversation', async () => {
    const department = await organisation.department(personOf('admin'), 'own');
    const path = `/api/departments/${department}/labels`;
    const statuses: number[] = [];
    for (let n = 0; n <= mostLabels; n += 1) {
      statuses.push((await ask('admin', 'POST', path, { name: `L ${n}`, colour: 'grey' })).status);
    }
    expect(statuses.filter((status) => status === 201).length).toBe(mostLabels);
    expect(statuses.at(-1)).toBe(409);
    const conversation = await raised();
    const set: number[] = [];
    for (let n = 0; n < 11; n += 1) {
      const { id } = await labelled(`On ${n}`);
      set.push(
        (await ask('agent', 'PUT', `/api/conversations/${conversation}/labels/${id}`)).status,
      );
    }
    expect(set).toEqual([...Array.from({ length: 10 }, () => 200), 409]);
  });
});

describe('what is known of a client', () => {
  test('is kept by the department, changed, and taken away', async () => {
    const path = `/api/conversations/${await raised()}/attributes`;
    await ask('agent', 'PATCH', path, { name: 'Tariff', value: 'Green' });
    const changed = await ask('admin', 'PATCH', path, { name: 'Tariff', value: 'Blue' });
    expect(changed.json).toMatchObject({
      hidden: false,
      attributes: [{ name: 'Tariff', value: 'Blue', by: 'The admin' }],
    });
    const gone = await ask('agent', 'PATCH', path, { name: 'Tariff', value: null });
    expect(gone.json).toMatchObject({ attributes: [] });
  });

  test('[W8] is bounded', async () => {
    const path = `/api/conversations/${await raised()}/attributes`;
    const statuses: number[] = [];
    for (let n = 0; n <= 30; n += 1) {
      statuses.push((await ask('agent', 'PATCH', path, { name: `n${n}`, value: 'x' })).status);
    }
    expect(statuses.filter((status) => status === 200).length).toBe(30);
    expect(statuses.at(-1)).toBe(409);
    const long = { name: 'n'.repeat(41), value: 'x' };
    expect((await ask('agent', 'PATCH', path, long)).status).toBe(400);
  });

  test('previous conversations are those that the reader may read', async () => {
    const visitor = personOf('visitor');
    const first = (await organisation.conversation(visitor, 'own'))!;
    const second = (await organisation.conversation(visitor, 'own'))!;
    const path = `/api/conversations/${second}/previous`;
    expect((await ask('admin', 'GET', path)).text).toContain(first);
    expect((await ask('agent', 'GET', path)).json).toEqual({ conversations: [] });
  });
});

test('each of it stands in the audit log, and no word of a note does', async () => {
  const conversation = await raised();
  const path = `/api/conversations/${conversation}`;
  await ask('agent', 'POST', `${path}/notes`, { text: 'Hidden words' });
  await ask('agent', 'PATCH', `${path}/beside`, { priority: 'urgent' });
  await ask('agent', 'PATCH', `${path}/attributes`, { name: 'Tariff', value: 'Hidden value' });
  const { text } = await ask('super-admin', 'GET', '/api/audit?limit=20');
  for (const action of ['note-written', 'conversation-priority', 'client-attribute-set']) {
    expect(text).toContain(action);
  }
  expect(text).not.toContain('Hidden');
});
