/** What the demo's course has to read and to answer from the start, said by its head. */
import { webcrypto } from 'node:crypto';
import { createEntry, nextDepth, noPrev } from '../../conversation/log/entry.ts';
import { encodePayload } from '../../conversation/log/payload.ts';
import { generate, signerFor, type SubtleLike } from '../../conversation/log/signatures.ts';
import type { ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { GroupKind } from '../../conversation/protocol/kinds.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Archive } from '../archive/archive.ts';
import type { Database } from '../database/database.ts';
import type { Installation } from '../database/installation.ts';
import { demoCourse } from '../departments/demo-departments.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import { createLogStore } from '../session/log-store.ts';
import { createGroupsStore } from './groups-store.ts';
import { placeOf } from './place.ts';

export interface DemoOptions {
  readonly database: Database;
  readonly archive: Archive;
  readonly installation: Installation;
  readonly departments: DepartmentsStore;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

interface Told {
  readonly kind: GroupKind;
  readonly title: string;
  readonly text: string;
}

const told: readonly Told[] = [
  {
    kind: 'announcement',
    title: 'Welcome to the course',
    text: 'The lecture is on Tuesdays at ten. The first exercises are due in two weeks.',
  },
  {
    kind: 'discussion',
    title: 'Exercise 1',
    text: 'Ask about the first exercise here: whoever has an idea answers.',
  },
];

/** Called once, after the demo's departments were made. */
export async function makeDemoConversations(options: DemoOptions): Promise<void> {
  const { departments } = options;
  const course = (await departments.list()).find(({ name }) => name === demoCourse);
  if (course === undefined) return;
  const head = (await departments.members(course.id)).find(({ position }) => position === 'head');
  if (head === undefined) return;
  const { account, username, name, role } = head;
  for (const one of told) {
    await tell(one, course.id, { kind: 'account', account, username, name, role }, options);
  }
}

async function tell(
  { kind, title, text }: Told,
  department: DepartmentId,
  by: Actor,
  options: DemoOptions,
): Promise<void> {
  const group = { department, kind, title, people: [] };
  const started = await createGroupsStore(options).start(group, by);
  if (!started.ok) throw new Error(`The demo cannot begin its ${kind}: ${started.refusal}.`);
  const { conversation } = started.value;
  const face = (await placeOf(options.database, conversation, by))?.own;
  if (face === undefined) throw new Error('Whoever begins a group is in it.');
  await options.archive.appendAsServer(conversation, 'started', {
    id: face.id,
    name: face.name,
    role: face.role,
  });
  await say(text, conversation, face, options);
}

/** Signed with a key that nobody keeps: the log has this one entry. */
async function say(
  text: string,
  conversation: ConversationId,
  { id, name, role }: Parameters<Archive['appendAsServer']>[2] & object,
  options: DemoOptions,
): Promise<void> {
  const { archive, now, randomBytes } = options;
  const subtle = webcrypto.subtle as unknown as SubtleLike;
  const signer = await signerFor(subtle, await generate(subtle, 'Ed25519'));
  const participant = { id, name, role };
  const opened = await createLogStore(options).open({
    conversation,
    participant,
    key: signer.publicKey,
    resume: undefined,
  });
  if (!opened.ok) throw new Error('A new conversation has room for a log.');
  const { log } = opened.value;
  const entry = await createEntry({
    conversation,
    log,
    seq: 0,
    // After the server's first event.
    depth: nextDepth(0, 1),
    at: now(),
    prev: noPrev(),
    type: 'message',
    payload: encodePayload('message', { text }),
    salt: randomBytes(16),
    signer,
  });
  const appends = [{ log, from: 0, entries: [entry] }];
  const appended = await archive.append({ conversation, uploader: id, appends });
  if (!appended.ok || appended.value.refusals.length > 0) {
    throw new Error('What the demo says was not taken.');
  }
}
