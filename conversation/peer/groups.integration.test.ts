/** Groups as peers see them, against the real server: reading without a log, who has read what, deletion on devices. */
import { randomBytes, webcrypto } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createNodeClock } from '../../bots/runtime/node-clock.ts';
import { openNodeSocket } from '../../bots/runtime/node-socket.ts';
import {
  createSchool,
  type School,
  type SchoolPerson,
} from '../../signaling/conversations/school.fixture.ts';
import { groupAnswer } from '../protocol/http/groups.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Conversation, Peer } from './api.ts';
import { createMemoryMesh, type MemoryMesh } from './memory-mesh.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { createPeer } from './peer.ts';
import type { Storage } from './storage.ts';
import type { Transport } from './transport.ts';

let school: School;
let peers: Peer[];
beforeEach(async () => {
  peers = [];
  school = await createSchool();
});
afterEach(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  await school.close();
});

const texts = (conversation: Conversation) =>
  conversation.items().flatMap((item) => (item.kind === 'message' ? [item.text] : []));
const names = (people: readonly { readonly name: string }[]) => people.map(({ name }) => name);

/** Resolves at the change that makes it true. */
function until(subject: Pick<Peer, 'onChange'>, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isSo()) return;
      undo();
      resolve();
    };
    const undo = subject.onChange(check);
    check();
  });
}

function open(
  { cookie }: SchoolPerson,
  storage: Storage = createMemoryStorage(),
  transport?: Transport,
): Peer {
  const { server } = school;
  const peer = createPeer({
    serverUrl: `ws://127.0.0.1:${server.port}/session`,
    async ticket() {
      const { json } = await server.ask('/api/session-tickets', { cookie, body: {} });
      return { ok: true, value: String(json?.['ticket']) };
    },
    storage,
    ...(transport === undefined ? {} : { transport }),
    openSocket: openNodeSocket,
    subtle: webcrypto.subtle,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    random: () => 0,
    clock: createNodeClock(),
    locks: { acquire: () => Promise.resolve(() => undefined) },
  });
  peers.push(peer);
  return peer;
}

async function opened(
  who: SchoolPerson,
  id: ConversationId,
  transport?: Transport,
): Promise<Conversation> {
  const peer = open(who, createMemoryStorage(), transport);
  await until(peer, () => peer.session().state === 'online');
  const conversation = peer.open(id);
  await until(conversation, () => conversation.caughtUp());
  return conversation;
}

test('[L1] an announcement is read by everybody of the department, and written by staff', async () => {
  const { begin, teacher, ana, worker } = school;
  const { conversation: id } = await begin(teacher, { kind: 'announcement', title: 'The exam' });
  const [announcing, reading] = [await opened(teacher, id), await opened(ana, id)];
  expect([announcing.mayWrite(), reading.mayWrite()]).toEqual([true, false]);
  announcing.say('It is on Friday.');
  await until(reading, () => texts(reading).length === 1);
  expect(reading.items().at(-1)).toMatchObject({ author: { name: 'teacher', role: 'agent' } });
  expect(() => reading.say('At what time?')).toThrow('You may only read this.');
  const late = await opened(worker, id);
  expect(texts(late)).toEqual(['It is on Friday.']);
  expect(late.mayWrite()).toBe(false);
});

test('[L4] in a discussion one reads without a log, writes when one has words, and sees who read them', async () => {
  const { begin, teacher, ana, ben } = school;
  const { conversation: id } = await begin(teacher, { kind: 'discussion', title: 'Exercise 3' });
  const anas = await opened(ana, id);
  const bens = await opened(ben, id);
  expect(anas.you()).toBeUndefined();
  expect(anas.mayWrite()).toBe(true);
  anas.say('Is the matrix symmetric?');
  await until(bens, () => texts(bens).length === 1);
  await until(anas, () => anas.you()?.name === 'ana');
  bens.say('It is.');
  await until(anas, () => texts(anas).length === 2);
  bens.markRead(bens.items().find((item) => item.author.name === 'ana')!.id);
  const question = anas.items().find((item) => item.author.name === 'ana')!.id;
  await until(anas, () => anas.readBy(question).length === 1);
  expect(names(anas.readBy(question))).toEqual(['ben']);
  const teachers = await opened(teacher, id);
  expect(texts(teachers)).toEqual(['Is the matrix symmetric?', 'It is.']);
  teachers.say('Well done.');
  await until(teachers, () => teachers.you() !== undefined);
  const last = teachers.items().findLast((item) => item.author.name === 'ana');
  teachers.markRead(last!.id);
  await until(anas, () => anas.readBy(question).length === 2);
  expect(names(anas.readBy(question))).toEqual(['ben', 'teacher']);
});

test('[U3] staff of the raising department read its thread, and one takes over what another began', async () => {
  const { ask, agent, admin, teacher, head, course, office } = school;
  await agent('clerk', office);
  const path = `/api/departments/${course}/threads`;
  const raised = await ask(teacher, 'POST', path, { to: office });
  const id = v.parse(groupAnswer, raised.json).summary.conversation;
  const [asking, reading] = [await opened(teacher, id), await opened(head, id)];
  asking.say('May we use the large hall?');
  await until(reading, () => texts(reading).length === 1);
  expect([asking.mayWrite(), reading.mayWrite()]).toEqual([true, false]);
  expect(asking.you()).toMatchObject({ name: 'Course', role: 'client' });
  expect((await ask(head, 'POST', `/api/conversations/${id}/seat`, {})).status).toBe(204);
  await until(reading, () => reading.mayWrite() && reading.you() !== undefined);
  expect(reading.you()).toEqual(asking.you());
  await until(asking, () => !asking.mayWrite());
  reading.say('On Friday, if possible.');
  await until(asking, () => texts(asking).length === 2);
  expect(new Set(asking.items().map(({ author }) => author.name))).toEqual(
    new Set(['Course', 'Parley']),
  );
  expect((await ask(admin, 'GET', '/api/audit?action=seat-taken')).text).toContain(teacher.account);
});

/** The mesh moves only when it is told to: here in every turn of the loop. */
function keepDelivering(mesh: MemoryMesh): () => void {
  let isOn = true;
  const deliver = async () => {
    while (isOn) {
      await mesh.flushSome(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  void deliver();
  return () => {
    isOn = false;
  };
}

test('[W4] [W5] a group of three is linked each with each, and keeps no link with whom it put out', async () => {
  const { ask, begin, ana, ben, teacher } = school;
  const people = [ben.account, teacher.account];
  const { conversation: id } = await begin(ana, { kind: 'study-group', title: 'Three', people });
  const mesh = createMemoryMesh();
  const stop = keepDelivering(mesh);
  const [anas, bens, teachers] = [
    await opened(ana, id, mesh),
    await opened(ben, id, mesh),
    await opened(teacher, id, mesh),
  ];
  const all = [anas, bens, teachers];
  for (const each of all)
    await until(each, () => each.link() === 'direct' && each.here().size === 2);
  anas.say('Who has the notes?');
  for (const each of all) await until(each, () => texts(each).length === 1);
  const { id: left } = bens.you()!;
  const removed = await ask(ana, 'DELETE', `/api/conversations/${id}/people/${left}`);
  expect(removed.status).toBe(204);
  await until(anas, () => !anas.here().has(left) && anas.here().size === 1);
  await until(teachers, () => !teachers.here().has(left) && teachers.here().size === 1);
  teachers.say('I have, but not for Ben.');
  await until(anas, () => texts(anas).length === 2);
  expect(texts(bens)).toEqual(['Who has the notes?']);
  expect(anas.others().map(({ name }) => name)).toEqual(['teacher']);
  stop();
});

test('[U8] what was deleted goes from every device, also from one that was away', async () => {
  const { ask, begin, ana, ben } = school;
  const { conversation: id } = await begin(ana, { kind: 'direct', people: [ben.account] });
  const storage = createMemoryStorage();
  const away = open(ben, storage);
  await until(away, () => away.session().state === 'online');
  const before = away.open(id);
  const anas = await opened(ana, id);
  anas.say('My number is 555 0199.');
  await until(before, () => texts(before).length === 1);
  await away.close();
  peers = peers.filter((peer) => peer !== away);

  anas.end();
  await until(anas, () => anas.status()?.state === 'closed');
  expect((await ask(ana, 'DELETE', `/api/conversations/${id}`)).status).toBe(204);
  await until(anas, () => anas.trouble() === 'This conversation was deleted.');
  expect(anas.items()).toEqual([]);

  const back = open(ben, storage);
  const after = back.open(id);
  await until(after, () => after.trouble() === 'This conversation was deleted.');
  expect(after.items()).toEqual([]);
  await back.close();
  peers = peers.filter((peer) => peer !== back);
  const { updates } = await (await storage.open(id)).read();
  expect(updates).toEqual([]);
});
