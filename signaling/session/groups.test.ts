/** Groups over `/session`: real sockets, several members, and those who have no business there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { groupPeopleAnswer } from '../../conversation/protocol/http/groups.ts';
import { writeUpdate } from '../../conversation/log/update.ts';
import { toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import { writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import { createSchool, type School, type SchoolPerson } from '../conversations/school.fixture.ts';
import type { Client, Peer } from './client.fixture.ts';

let school: School;
beforeEach(async () => {
  school = await createSchool({ MESH_PEERS: '4' });
});
afterEach(() => school.close());

const key = { algorithm: 'Ed25519', bytes: toBase64Url(new Uint8Array(32)) } as const;

/** As somebody who only wants to read. */
async function read(client: Client, conversation: ConversationId) {
  client.send({ type: 'join', conversation, key, have: [] });
  return client.next('watching', (it) => it.conversation === conversation);
}

async function group(members: readonly SchoolPerson[]) {
  const [starter, ...others] = members;
  if (starter === undefined) throw new Error('A group has a starter.');
  const people = others.map(({ account }) => account);
  const { conversation } = await school.begin(starter, {
    kind: 'study-group',
    title: 'Exercise 3',
    people,
  });
  const peers: Peer[] = [];
  for (const member of members) {
    const client = await school.connect(member);
    peers.push(await client.join(conversation));
  }
  return { conversation, peers };
}

async function participantOf(conversation: ConversationId, of: SchoolPerson): Promise<string> {
  const path = `/api/conversations/${conversation}/people`;
  const { json } = await school.ask(of, 'GET', path);
  return v.parse(groupPeopleAnswer, json).people.find(({ isYou }) => isYou)?.participant ?? '';
}

describe('[L1] five members of a study group', () => {
  test('each is sent what another one says, and who types; nobody has a topic where they are too many', async () => {
    const { ana, ben, teacher, head, admin } = school;
    const { peers } = await group([ana, ben, teacher, head, admin]);
    expect(peers.map(({ joined }) => joined.topic)).toEqual(peers.map(() => undefined));
    expect(peers.map(({ joined }) => joined.you.role)).toEqual([
      'client',
      'client',
      'agent',
      'agent',
      'agent',
    ]);
    const [first, ...others] = peers;
    const said = await first!.say('Is the matrix symmetric?');
    await first!.saved(said);
    await Promise.all(others.map(({ client }) => client.nextPush(said.log)));
    first!.client.send({ type: 'typing', conversation: first!.conversation, typing: true });
    await Promise.all(
      others.map(({ client }) =>
        client.next('typing', ({ participant }) => participant === first!.joined.you.id),
      ),
    );
    const last = others[3]!.client.heard.findLast((it) => it.type === 'here');
    expect(last?.type === 'here' && last.participants).toHaveLength(4);
  });

  test('four are introduced; with the fifth, all come in again and go through the server', async () => {
    const { ask, ana, ben, teacher, head, admin } = school;
    const { conversation, peers } = await group([ana, ben, teacher, head]);
    expect(peers.every(({ joined }) => joined.topic !== undefined)).toBe(true);
    for (const { client } of peers) client.mark();
    const path = `/api/conversations/${conversation}/people`;
    expect((await ask(ana, 'POST', path, { people: [admin.account] })).status).toBe(200);
    for (const { client } of peers)
      await client.next('refused', ({ code }) => code === 'not-joined');
    const again = await peers[0]!.client.join(conversation, peers[0]);
    expect(again.joined).toMatchObject({ connection: 'server', log: peers[0]!.joined.log });
    expect(again.joined.topic).toBeUndefined();
    const fifth = await participantOf(conversation, admin);
    expect((await ask(admin, 'DELETE', `${path}/${fifth}`)).status).toBe(204);
    await again.client.next('refused', ({ code }) => code === 'not-joined');
    const direct = await again.client.join(conversation, again);
    expect(direct.joined.topic).toBeDefined();
  });

  test('whoever comes later has all of what was said', async () => {
    const { ask, connect, ana, ben, head } = school;
    const { conversation, peers } = await group([ana, ben]);
    const said = await peers[0]!.say('one', 'two');
    await peers[0]!.saved(said);
    const path = `/api/conversations/${conversation}/people`;
    const late = await connect(head);
    await ask(ana, 'POST', path, { people: [head.account] });
    await late.next('listed', ({ summary }) => summary.conversation === conversation);
    const joined = await late.join(conversation);
    expect((await late.nextPush(said.log)).entries).toHaveLength(2);
    expect(joined.joined.participants.map(({ name }) => name).toSorted()).toEqual([
      'ana',
      'ben',
      'head',
    ]);
  });

  test('[V-93] [W4] whoever left, or was put out, is sent nothing more, and cannot write or come back', async () => {
    const { ask, ana, ben, teacher } = school;
    const { conversation, peers } = await group([ana, ben, teacher]);
    const [anas, bens, teachers] = peers;
    const path = `/api/conversations/${conversation}/people`;
    const ofBen = await participantOf(conversation, ben);
    expect((await ask(ana, 'DELETE', `${path}/${ofBen}`)).status).toBe(204);
    const left = await bens!.client.next('left');
    expect(left.reason).toBe('You do not take part in this conversation any more.');
    await bens!.client.next('unlisted', (it) => it.conversation === conversation);
    await bens!.client.settled();
    const before = bens!.client.pushed.length;

    const said = await anas!.say('Now without Ben.');
    await teachers!.client.nextPush(said.log);
    await bens!.say('I am still here!');
    const refused = await bens!.client.next('refused', ({ code }) => code === 'not-joined');
    expect(refused.conversation).toBe(conversation);
    await expect(bens!.client.join(conversation)).rejects.toThrow('not-found');
    expect((await ask(ben, 'POST', path, { people: [ben.account] })).status).toBe(404);
    await bens!.client.settled();
    expect(bens!.client.pushed).toHaveLength(before);

    const ofTeacher = await participantOf(conversation, teacher);
    expect((await ask(teacher, 'DELETE', `${path}/${ofTeacher}`)).status).toBe(204);
    await teachers!.client.next('left');
    await expect(teachers!.client.join(conversation)).rejects.toThrow('not-found');
    const { rows } = JSON.parse(
      (await ask(school.admin, 'GET', '/api/audit?action=group-removed')).text,
    ) as { rows: readonly unknown[] };
    expect(rows).toHaveLength(1);
  });

  test('[W4] whoever is not enrolled any more is out of all groups of the course', async () => {
    const { ask, begin, connect, course, ana, ben, head, teacher } = school;
    const { conversation, peers } = await group([ana, ben]);
    const { conversation: told } = await begin(teacher, { kind: 'announcement', title: 'Words' });
    await peers[1]!.client.next('listed', ({ summary }) => summary.conversation === told);
    await read(peers[1]!.client, told);
    const path = `/api/departments/${course}/enrolments/${ben.account}`;
    expect((await ask(head, 'DELETE', path)).status).toBe(204);
    await peers[1]!.client.next('left', (it) => it.conversation === conversation);
    await peers[1]!.client.next('left', (it) => it.conversation === told);
    await peers[1]!.client.next('unlisted', (it) => it.conversation === told);
    const announcing = await connect(teacher);
    announcing.send({ type: 'join', conversation: told, key, have: [], write: true });
    await announcing.next('joined');
    for (const id of [conversation, told]) {
      await expect(peers[1]!.client.join(id)).rejects.toThrow('not-found');
    }
  });
});

describe('[L1] what is said to all of a department', () => {
  test('an announcement of staff reaches those who read; what they send is refused', async () => {
    const { begin, connect, ana, teacher } = school;
    const { conversation } = await begin(teacher, { kind: 'announcement', title: 'The exam' });
    const reader = await connect(ana);
    const watching = await read(reader, conversation);
    expect(watching).toMatchObject({ mayWrite: false, status: { state: 'open' } });
    const speaking = await connect(teacher);
    const peer = await speaking.join(conversation);
    expect(peer.joined.topic).toBeUndefined();
    const said = await peer.say('It is on Friday.');
    expect((await reader.nextPush(said.log)).entries).toEqual(said.entries);

    reader.send({ type: 'join', conversation, key, have: [], write: true });
    expect((await reader.next('watching')).mayWrite).toBe(false);
    reader.mark();
    reader.sendRaw(writeEntriesFrame(conversation, writeUpdate([said])));
    await reader.next('refused', ({ code }) => code === 'not-allowed');
    reader.send({ type: 'typing', conversation, typing: true });
    reader.send({ type: 'close', conversation });
    await reader.next('refused', ({ code }) => code === 'only-starter');
  });

  test('a stranger finds neither; one of another department neither', async () => {
    const { begin, connect, customer, agent, office, teacher } = school;
    const { conversation } = await begin(teacher, { kind: 'discussion', title: 'Words' });
    for (const other of [await customer('stranger'), await agent('clerk', office)]) {
      const client = await connect(other);
      await expect(client.join(conversation)).rejects.toThrow('not-found');
    }
  });

  test('whoever is enrolled is told of what is open, and a discussion ends for all who read it', async () => {
    const { begin, connect, customer, enrol, teacher, head, worker } = school;
    const { conversation } = await begin(teacher, { kind: 'discussion', title: 'Words' });
    const dora = await customer('dora');
    const hers = await connect(dora);
    expect(hers.heard[0]).toMatchObject({ type: 'welcome', conversations: [] });
    await enrol(dora);
    const listed = await hers.next('listed');
    expect(listed.summary).toMatchObject({ conversation, kind: 'discussion', title: 'Words' });
    await read(hers, conversation);
    const workers = await connect(worker);
    await read(workers, conversation);
    const heads = await connect(head);
    await read(heads, conversation);
    heads.send({ type: 'close', conversation });
    for (const client of [hers, workers]) {
      await client.next('status', ({ status }) => status.state === 'closed');
      await client.next('unlisted', (it) => it.conversation === conversation);
    }
  });
});

describe('[W9] what a group is not', () => {
  test('it is not passed on, taken over or made a ticket', async () => {
    const { connect, begin, head, teacher } = school;
    const { conversation } = await begin(head, { kind: 'direct', people: [teacher.account] });
    const client = await connect(head);
    await client.join(conversation);
    const to = { kind: 'account', account: teacher.account } as const;
    client.send({ type: 'transfer', conversation, from: null, to });
    await client.next(
      'refused',
      ({ code, about }) => code === 'wrong-kind' && about === 'transfer',
    );
    client.send({ type: 'ticket', conversation, subject: 'Words' });
    await client.next('refused', ({ code, about }) => code === 'wrong-kind' && about === 'ticket');
  });

  test('nobody waits in it, and it counts for nobody’s capacity', async () => {
    const { database, begin, teacher, head } = school;
    await begin(head, { kind: 'direct', people: [teacher.account] });
    const rows = await database
      .selectFrom('conversations')
      .select(['status', 'assigned_to'])
      .where('kind', '=', 'direct')
      .execute();
    expect(rows).toEqual([{ status: 'open', assigned_to: null }]);
  });
});

describe('[L1] a course', () => {
  test('takes questions from those who are enrolled, and answers like support', async () => {
    const { connect, course, customer, ana, teacher } = school;
    const answering = await connect(teacher);
    answering.send({ type: 'available', available: true });
    const raise = async (who: SchoolPerson) => {
      const client = await connect(who);
      return client.start({ department: course, kind: 'course' });
    };
    await expect(raise(await customer('stranger'))).rejects.toThrow('not-enrolled');
    const asked = await raise(ana);
    const { summary } = await answering.next('listed');
    expect(summary).toMatchObject({ kind: 'course', client: { name: 'ana' } });
    expect(asked.joined.you.name).toBe('ana');
  });
});
