/** Looking on: somebody receives a conversation without taking part in it. Each look is in the audit log. */
import { randomIdFrom, type DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { ParticipantId } from '../../../conversation/protocol/ids.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import { accountOf } from '../../accounts/actor.ts';
import type { Database } from '../../database/database.ts';
import { sendCertificates } from '../news.ts';
import type { Services } from '../services.ts';
import type { Session, Watching } from '../session.ts';
import { sessionLimits } from '../session-limits.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { Outcome } from './outcome.ts';
import { sendMissing } from './sync.ts';

/** Whether participants hear of it: a policy of the department. */
async function tellsWatching(database: Database, department: DepartmentId): Promise<boolean> {
  const row = await database
    .selectFrom('departments')
    .select('tells_watching')
    .where('id', '=', department)
    .executeTakeFirst();
  return row?.tells_watching === 1;
}

export async function watch(
  session: Session,
  message: Extract<ToServer, { type: 'watch' }>,
  services: Services,
): Promise<Outcome> {
  const { conversation } = message;
  const { archive, conversations } = services;
  if (session.joined.has(conversation)) return { code: 'already-yours', about: 'watch' };
  const known = session.watching.get(conversation);
  const watched = [...session.watching.values()].filter(({ reads }) => !reads);
  if (known === undefined && watched.length >= sessionLimits.watched) {
    return { code: 'limit', about: 'watch' };
  }
  const summary = await conversations.summary(conversation);
  if (summary === undefined) return { code: 'not-found', about: 'watch' };
  const participants = [...(await conversations.participants(conversation))];
  const have = await archive.heads(conversation);
  const certificates = await archive.certificatesOf(conversation);
  const watching =
    known ?? (await begin(session, message.conversation, summary.department, services));
  if (watching === undefined) return undefined;
  const { status } = summary;
  session.send({ type: 'watching', conversation, mayWrite: false, status, participants, have });
  sendCertificates(watching, certificates);
  await sendMissing(watching, message.have, services);
  return undefined;
}

/** @returns undefined where the session ended meanwhile. */
async function begin(
  session: Session,
  conversation: Watching['conversation'],
  department: DepartmentId,
  services: Services,
): Promise<Watching | undefined> {
  const { audit, clock, database, directory, news } = services;
  const by = accountOf(session.actor);
  const since = clock.now();
  const isTold = await tellsWatching(database, department);
  // Where names are masked, that somebody watches is told, and not who.
  const face = (await services.conversations.isMasked(conversation))
    ? undefined
    : {
        id: randomIdFrom(services.randomBytes(16)) as ParticipantId,
        name: session.actor.name,
        role: 'agent' as const,
      };
  // Nothing is shown that is not written down.
  await audit.record(by, 'conversation-watched', conversation, { department });
  let isOver = false;
  const end = async () => {
    if (isOver) return;
    isOver = true;
    const until = clock.now();
    await audit.record(by, 'conversation-watch-ended', conversation, { since, until });
    if (isTold) await news.event(conversation, 'unwatched', face);
  };
  if (!session.isOpen()) {
    await end();
    return undefined;
  }
  const watching: Watching = {
    session,
    conversation,
    reads: false,
    certificates: new Map(),
    syncs: createTokenBucket(sessionLimits.syncs, clock.now),
    held: [],
    since,
    end,
  };
  directory.watch(watching);
  if (isTold) await news.event(conversation, 'watched', face);
  return watching;
}

/** @returns false where nothing was watched. */
export async function stopWatching(
  session: Session,
  conversation: Watching['conversation'],
  services: Services,
): Promise<boolean> {
  const watching = session.watching.get(conversation);
  if (watching === undefined) return false;
  services.directory.unwatch(watching);
  await watching.end();
  return true;
}

export async function oversee(
  session: Session,
  { on }: Extract<ToServer, { type: 'oversee' }>,
  services: Services,
): Promise<Outcome> {
  if (on) await services.oversight.begin(session);
  else services.oversight.stop(session);
  return undefined;
}
