/** What departments say to each other, and what is deleted: over HTTP and over `/session`. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { transcriptAnswer } from '../../conversation/protocol/http.ts';
import { groupAnswer } from '../../conversation/protocol/http/groups.ts';
import { fromBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import { createSchool, type School, type SchoolPerson } from './school.fixture.ts';

let school: School;
beforeEach(async () => {
  school = await createSchool();
});
afterEach(() => school.close());

async function raise(by: SchoolPerson, subject?: string) {
  const { ask, course, office } = school;
  const body = { to: office, ...(subject === undefined ? {} : { subject }) };
  return ask(by, 'POST', `/api/departments/${course}/threads`, body);
}

async function raised(by: SchoolPerson) {
  const { json, text, status } = await raise(by);
  if (status !== 201) throw new Error(text);
  return v.parse(groupAnswer, json).summary;
}

/** An agent of the office who takes what comes. */
async function clerk() {
  const person = await school.agent('clerk', school.office);
  const client = await school.connect(person);
  client.send({ type: 'available', available: true });
  await client.next('available', ({ available }) => available);
  return { person, client };
}

describe('[U3] departments', () => {
  test('one raises a thread to another, in its own name, and one of that answers', async () => {
    const { client } = await clerk();
    const summary = await raised(school.teacher);
    const { course } = school;
    expect(summary).toMatchObject({
      kind: 'departments',
      client: { name: 'Course', role: 'client' },
      from: { department: course, name: 'Course' },
    });
    const told = await client.next('listed', ({ summary: it }) => it.status.state === 'assigned');
    expect(told.summary).toMatchObject({ conversation: summary.conversation });
    // Each side calls it by the other one.
    expect([summary.title, told.summary.title]).toEqual(['Office', undefined]);
    const colleague = await school.connect(school.head);
    const [welcome] = colleague.heard;
    expect(welcome).toMatchObject({ conversations: [{ title: 'Office' }] });
  });

  test('[U7] as many are open from one department as the other allows, whoever raised them', async () => {
    const { teacher, head } = school;
    for (let i = 0; i < 5; i += 1) await raised(i % 2 === 0 ? teacher : head);
    const sixth = await raise(head);
    expect(sixth).toMatchObject({ status: 409, json: { error: { field: 'to' } } });
    expect(sixth.text).toContain('as many open conversations');
  });

  test('[W9] to itself, to one that does not take it, or to somebody: refused', async () => {
    const { ask, admin, course, office, teacher, worker } = school;
    const path = `/api/departments/${course}/threads`;
    const to = (id: string) => ask(teacher, 'POST', path, { to: id });
    expect(await to(course)).toMatchObject({ status: 409, json: { error: { field: 'to' } } });
    expect(await to(teacher.account)).toMatchObject({ status: 409 });
    expect(await to(worker.account)).toMatchObject({ status: 409 });
    await ask(admin, 'PATCH', `/api/departments/${office}`, { kinds: ['support'] });
    expect(await to(office)).toMatchObject({ status: 409, json: { error: { field: 'to' } } });
    expect((await raise(worker)).status).toBe(403);
    expect(
      (await ask(teacher, 'POST', path, { to: office, subject: 'x'.repeat(151) })).status,
    ).toBe(400);
  });

  test('[U8] where only the raiser ends it, any of its staff does, and nobody who answers', async () => {
    const { ask, admin, connect, head, office, teacher } = school;
    await ask(admin, 'PATCH', `/api/departments/${office}`, { whoCloses: 'raiser' });
    const { client } = await clerk();
    const { conversation } = await raised(teacher);
    await client.next('listed', ({ summary }) => summary.status.state === 'assigned');
    await client.join(conversation);
    client.send({ type: 'close', conversation });
    await client.next('refused', ({ code }) => code === 'only-raiser');
    const colleague = await connect(head);
    colleague.send({ type: 'close', conversation });
    const closed = await client.next('status', ({ status }) => status.state === 'closed');
    expect(closed.status).toMatchObject({ by: { name: 'Course' } });
  });

  test('whose department asks does nothing of what those who answer do', async () => {
    const { ask, connect, head, teacher } = school;
    const { conversation } = await raised(teacher);
    expect((await ask(head, 'GET', `/api/conversations/${conversation}/transfers`)).status).toBe(
      404,
    );
    const client = await connect(teacher);
    await client.join(conversation);
    client.send({ type: 'take-over', conversation, from: null });
    await client.next(
      'refused',
      ({ code, about }) => code === 'not-found' && about === 'take-over',
    );
    client.send({ type: 'ticket', conversation, subject: 'Words' });
    await client.next('refused', ({ code, about }) => code === 'not-found' && about === 'ticket');
  });

  test('whoever raised it does not answer it, also where they belong to both', async () => {
    const { connect, admin, agent, office } = school;
    const both = await connect(admin);
    both.send({ type: 'available', available: true });
    await both.next('available', ({ available }) => available);
    const { conversation } = await raised(admin);
    expect((await both.next('listed')).summary.status.state).toBe('waiting');
    const other = await agent('clerk', office);
    const client = await connect(other);
    client.send({ type: 'available', available: true });
    const { summary } = await client.next(
      'listed',
      (it) => it.summary.conversation === conversation,
    );
    expect(summary.status).toMatchObject({ state: 'assigned', to: { name: 'clerk' } });
  });

  test('[W7] [U6] where the one that answers is masked, nothing says which one asks, nor who of it', async () => {
    const { ask, admin, connect, course, head, office, teacher } = school;
    const masked = { names: 'masked', kinds: ['support', 'departments'] };
    expect((await ask(admin, 'PATCH', `/api/departments/${office}`, masked)).status).toBe(200);
    const { client } = await clerk();
    const summary = await raised(teacher);
    expect(summary.from).toBeUndefined();
    const { conversation } = summary;
    const asking = await connect(teacher);
    const peer = await asking.join(conversation);
    await peer.saved(await peer.say('May we use the large hall?'));
    await client.next('listed', (it) => it.summary.status.state === 'assigned');
    const answering = await client.join(conversation);
    await answering.saved(await answering.say('Yes.'));
    expect((await ask(head, 'POST', `/api/conversations/${conversation}/seat`, {})).status).toBe(
      204,
    );
    const next = await connect(head);
    const seated = await next.join(conversation);
    await seated.saved(await seated.say('Thank you.'));
    await client.nextPush(seated.joined.log);
    const heard = JSON.stringify(client.heard);
    for (const secret of [teacher, head].flatMap(({ account, name }) => [account, `"${name}"`])) {
      expect(heard).not.toContain(secret);
    }
    expect(heard).not.toContain(course);
    expect(heard).not.toContain('Course');
    expect(peer.joined.topic).toBeUndefined();
    expect(seated.joined.you).toEqual(peer.joined.you);
  });
});

describe('[U8] deleting', () => {
  const secret = 'a secret nobody forgets';

  async function closedThread() {
    const { connect, teacher } = school;
    const { client, person } = await clerk();
    const { conversation } = await raised(teacher);
    const asking = await connect(teacher);
    const peer = await asking.join(conversation);
    await peer.saved(await peer.say(secret, 'another word'));
    await client.next('listed', ({ summary }) => summary.status.state === 'assigned');
    await client.join(conversation);
    asking.send({ type: 'close', conversation });
    await asking.next('status', ({ status }) => status.state === 'closed');
    return { conversation, peer, asking, client, person };
  }

  const erase = (who: SchoolPerson, id: ConversationId) =>
    school.ask(who, 'DELETE', `/api/conversations/${id}`);

  test('what was said is gone from the archive, its search and both sides; headers stay', async () => {
    const { ask, admin, database, teacher } = school;
    const { conversation, asking, client, peer } = await closedThread();
    const search = async () =>
      (await ask(admin, 'GET', `/api/archive/search?q=${encodeURIComponent('secret forgets')}`))
        .text;
    expect(await search()).toContain(conversation);
    expect((await erase(teacher, conversation)).status).toBe(204);
    expect(await search()).not.toContain(conversation);
    for (const side of [asking, client])
      await side.next('refused', ({ code }) => code === 'erased');
    await expect(client.join(conversation)).rejects.toThrow();
    await expect(asking.join(conversation, peer)).rejects.toThrow('erased');

    const { json } = await ask(admin, 'GET', `/api/archive/conversations/${conversation}`);
    const transcript = v.parse(transcriptAnswer, json);
    expect(transcript.summary.erasedAt).toBeGreaterThan(0);
    const entries = transcript.entries.map(({ bytes }) => {
      const decoded = decodeEntry(fromBase64Url(bytes) ?? new Uint8Array());
      if (!decoded.ok) throw new Error(decoded.refusal);
      return decoded.value;
    });
    expect(entries.length).toBeGreaterThan(2);
    expect(entries.every(({ payload }) => payload === undefined)).toBe(true);
    const rows = await database
      .selectFrom('entries')
      .select('payload')
      .where('conversation', '=', conversation)
      .where('payload', 'is not', null)
      .execute();
    expect(rows).toEqual([]);
    // The index is as it was made, without what went.
    await expect(
      ask(admin, 'GET', '/api/archive/search?q=word').then(({ status }) => status),
    ).resolves.toBe(200);
    const audit = await ask(admin, 'GET', '/api/audit?action=conversation-erased');
    expect(audit.text).toContain(conversation);
    expect(audit.text).not.toContain('secret');
  });

  test('[W9] not while it is open, and once is as good as twice', async () => {
    const { teacher } = school;
    const { conversation } = await raised(teacher);
    expect(await erase(teacher, conversation)).toMatchObject({
      status: 409,
      json: { error: { message: 'Close the conversation first.' } },
    });
    const closed = await closedThread();
    expect((await erase(teacher, closed.conversation)).status).toBe(204);
    expect((await erase(teacher, closed.conversation)).status).toBe(204);
  });

  test('[U8] only by the raiser where the policy says so; by staff too where it does not', async () => {
    const { ask, admin, head, office } = school;
    const first = await closedThread();
    await ask(admin, 'PATCH', `/api/departments/${office}`, { whoCloses: 'raiser' });
    expect((await erase(first.person, first.conversation)).status).toBe(409);
    await ask(admin, 'PATCH', `/api/departments/${office}`, { whoCloses: 'anybody' });
    expect((await erase(first.person, first.conversation)).status).toBe(204);
    expect((await erase(head, first.conversation)).status).toBe(204);
    expect((await erase(school.ana, first.conversation)).status).toBe(404);
  });

  test('[L6] whoever belongs to both departments oversees it as well as asking in it', async () => {
    const { ask, admin } = school;
    const { conversation } = await closedThread();
    const path = `/api/archive/conversations/${conversation}`;
    expect((await ask(admin, 'GET', path)).status).toBe(200);
  });
});
