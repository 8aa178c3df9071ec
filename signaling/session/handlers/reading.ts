/** Reading what is said to all of a department, or raised by it, without a seat there: no log, no topic, no face. */
import { placeOf } from '../../conversations/place.ts';
import { removePeer, sendCertificates } from '../news.ts';
import type { Services } from '../services.ts';
import type { Session, Watching } from '../session.ts';
import { allowanceOf, sessionLimits } from '../session-limits.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import type { Outcome } from './outcome.ts';
import { sendMissing } from './sync.ts';

export async function read(
  session: Session,
  message: Extract<ToServer, { type: 'join' | 'start' }>,
  services: Services,
): Promise<Outcome> {
  const { conversation, have: held } = message;
  const { archive, conversations, directory, news } = services;
  const joined = session.joined.get(conversation);
  if (joined !== undefined) {
    // They had a seat, and somebody else has it now.
    removePeer(services, joined);
    news.here(conversation);
  }
  const known = session.watching.get(conversation);
  const taken = session.joined.size + session.watching.size;
  if (known === undefined && taken >= allowanceOf(session.actor).joined) return { code: 'limit' };
  const summary = await conversations.summary(conversation);
  const participants = [...(await conversations.participants(conversation))];
  const have = await archive.heads(conversation);
  const certificates = await archive.certificatesOf(conversation);
  const place = await placeOf(services.database, conversation, session.actor);
  if (summary === undefined || place?.mayRead !== true) return { code: 'not-found' };
  // From here on nothing is waited for, so nobody who left in between is let in.
  if (!session.isOpen()) return undefined;
  const { status } = summary;
  const reading: Watching = known ?? {
    session,
    conversation,
    reads: true,
    certificates: new Map(),
    syncs: createTokenBucket(sessionLimits.syncs, services.clock.now),
    held: [],
    since: services.clock.now(),
    end: () => Promise.resolve(),
  };
  directory.watch(reading);
  const mayWrite = place.mayWrite && status.state === 'open';
  session.send({ type: 'watching', conversation, mayWrite, status, participants, have });
  sendCertificates(reading, certificates);
  await sendMissing(reading, held, services);
  return undefined;
}
