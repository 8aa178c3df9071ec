/** A peer enters a conversation: it gets a log, a certificate, a topic, and what it has missed. */
import { publicKeyBytes } from '../../../conversation/log/signatures.ts';
import { limits } from '../../../conversation/log/limits.ts';
import type { ConnectionPolicy, Participant } from '../../../conversation/protocol/conversation.ts';
import {
  fromBase64Url,
  toBase64Url,
  type ConversationId,
} from '../../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import type { ToServer } from '../../../conversation/protocol/session.ts';
import { authorize } from '../../access/authorize.ts';
import { goesDirect } from '../../conversations/kinds.ts';
import { placeOf } from '../../conversations/place.ts';
import type { LogRequest, OpenedLog } from '../log-store.ts';
import { removePeer, statusText } from '../news.ts';
import type { Services } from '../services.ts';
import type { Joined, Session } from '../session.ts';
import { allowanceOf, sessionLimits } from '../session-limits.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { Outcome } from './outcome.ts';
import { offerPreviews } from './preview.ts';
import { read } from './reading.ts';
import { sendMissing } from './sync.ts';
import { stopWatching } from './watching.ts';

type Join = Extract<ToServer, { type: 'join' | 'start' }>;

export async function join(session: Session, message: Join, services: Services): Promise<Outcome> {
  const { conversation } = message;
  const isKnown = session.joined.has(conversation);
  if (!isKnown && session.joined.size >= allowanceOf(session.actor).joined) {
    return { code: 'limit' };
  }
  const participant = await permitted(session, message, services);
  if (!participant.ok) return participant.refusal;
  if (participant.value === undefined) return read(session, message, services);
  const entered = await enter(session, message, participant.value, services);
  if (entered.ok) await stopWatching(session, conversation, services);
  if (!entered.ok) return entered.refusal;
  const joined = entered.value;
  await offerPreviews(joined, services);
  await services.news.certified(conversation);
  services.news.here(conversation);
  await sendMissing(joined, message.have, services);
  return undefined;
}

async function enter(
  session: Session,
  message: Join,
  participant: Participant,
  services: Services,
): Promise<Result<Joined, Outcome>> {
  const { conversation } = message;
  const key = keyOf(message);
  const resume = resumeOf(message);
  if (key === undefined || resume === 'malformed') {
    return refuse({ code: 'malformed', strike: true });
  }
  const isMasked = await services.conversations.isMasked(conversation);
  const opened = await services.logs.open({
    conversation,
    participant,
    key,
    resume,
    writer: await writerOf(session, conversation, isMasked, services),
  });
  if (!opened.ok) return refuse({ code: opened.refusal });
  const summary = await services.conversations.summary(conversation);
  if (summary === undefined) return refuse({ code: 'not-found' });
  const department = await services.departments.get(summary.department);
  const have = await services.archive.heads(conversation);
  const participants = [...(await services.conversations.participants(conversation))];
  const { meshPeers } = services.settings;
  const isIntroduced = !isMasked && goesDirect(summary.kind, participants.length, meshPeers);
  const policy = isIntroduced ? (department?.connection ?? 'server') : 'server';
  if (!participants.some((it) => it.id === participant.id)) {
    return refuse({ code: 'not-allowed' });
  }
  // From here on nothing is waited for, so nobody who left in between is let in.
  if (!session.isOpen()) return refuse(undefined);

  takeOver(session, conversation, opened.value, services);
  const joined = createJoined(session, conversation, participant, opened.value, {
    policy: summary.status.state === 'closed' ? 'server' : policy,
    toldStatus: statusText(summary.status, participants),
    services,
  });
  services.directory.join(joined);
  session.send({
    type: 'joined',
    conversation,
    you: participant,
    log: opened.value.log,
    next: opened.value.next,
    certificate: toBase64Url(opened.value.certificate),
    connection: policy,
    ...(joined.topic === undefined ? {} : { topic: joined.topic }),
    iceServers: services.relayPasses.serversFor(joined),
    status: summary.status,
    participants,
    have,
  });
  services.relayPasses.someoneJoined(conversation);
  return accept(joined);
}

/** Who writes behind a face that several have in turn. */
async function writerOf(
  { actor }: Session,
  conversation: ConversationId,
  isMasked: boolean,
  { database }: Services,
): Promise<LogRequest['writer']> {
  if (actor.kind !== 'account') return undefined;
  if (isMasked) return actor.account;
  const row = await database
    .selectFrom('conversations')
    .select('kind')
    .where('id', '=', conversation)
    .executeTakeFirst();
  return row?.kind === 'departments' ? actor.account : undefined;
}

/** Their face; undefined where they only read. */
async function permitted(
  session: Session,
  message: Join,
  services: Services,
): Promise<Result<Participant | undefined, Outcome>> {
  const { conversation } = message;
  const place = await placeOf(services.database, conversation, session.actor);
  if (place === undefined || !place.mayRead) return refuse({ code: 'not-found' });
  if (place.row.erased_at !== null) return refuse({ code: 'erased' });
  if (place.own !== undefined) {
    const { id, name, role } = place.own;
    return accept({ id, name, role });
  }
  const wants = message.type === 'join' && message.write === true;
  if (!wants || !place.mayWrite || place.row.status !== 'open') return accept(undefined);
  const face = await services.groups.enter(conversation, session.actor);
  return face === undefined ? refuse({ code: 'not-allowed' }) : accept(face);
}

/** A log has one live writer: a newer session of the same log, or of the same peer, replaces the older. */
function takeOver(
  session: Session,
  conversation: ConversationId,
  opened: OpenedLog,
  services: Services,
): void {
  for (const peer of services.directory.peersOf(conversation)) {
    const isSamePeer = peer.session === session;
    if (!isSamePeer && peer.log !== opened.log) continue;
    // The topic of the log is the same as before, and so are its links.
    if (peer.log === opened.log) services.directory.leave(peer);
    else removePeer(services, peer);
    if (isSamePeer) continue;
    const reason = 'This log is written over another session now.';
    peer.session.send({ type: 'left', conversation, reason });
  }
}

function createJoined(
  session: Session,
  conversation: ConversationId,
  participant: Participant,
  opened: OpenedLog,
  {
    policy,
    toldStatus,
    services,
  }: {
    readonly policy: ConnectionPolicy;
    readonly toldStatus: string;
    readonly services: Services;
  },
): Joined {
  const { log } = opened;
  const isIntroduced = policy !== 'server' && authorize(session.actor, 'be-introduced', 'own').ok;
  const topic = isIntroduced ? services.topicFor(conversation, log) : undefined;
  if (topic !== undefined && policy !== 'server') {
    services.introductions.enter({
      topic,
      conversation,
      participant: participant.id,
      log,
      role: participant.role,
      policy,
    });
  }
  return {
    session,
    conversation,
    participant,
    log,
    topic,
    hasRelays: false,
    certificates: new Map([[log, opened.issuedAt]]),
    entries: createTokenBucket(limits.entriesPerSecond[participant.role], services.clock.now),
    typingRate: createTokenBucket(sessionLimits.typing, services.clock.now),
    syncs: createTokenBucket(sessionLimits.syncs, services.clock.now),
    typing: false,
    previewRate: createTokenBucket(sessionLimits.previews, services.clock.now),
    previewed: false,
    toldStatus,
    held: undefined,
  };
}

function keyOf({ key }: Join): LogRequest['key'] | undefined {
  const bytes = fromBase64Url(key.bytes);
  if (bytes?.length !== publicKeyBytes[key.algorithm]) return undefined;
  return { algorithm: key.algorithm, bytes };
}

function resumeOf({ resume }: Join): LogRequest['resume'] | 'malformed' {
  if (resume === undefined) return undefined;
  const head = fromBase64Url(resume.head);
  return head === undefined ? 'malformed' : { log: resume.log, next: resume.next, head };
}
