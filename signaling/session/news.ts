/** Tells peers and consoles what changed. Sends at once where it can, so that order is kept. */
import { splitAppends, writeUpdate, type Append } from '../../conversation/log/update.ts';
import type { ConversationStatus, Participant } from '../../conversation/protocol/conversation.ts';
import { writeEntriesFrame } from '../../conversation/protocol/frames.ts';
import { toBase64Url, type ConversationId, type LogId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { FromServer } from '../../conversation/protocol/session.ts';
import type { StoredCertificate } from '../archive/archive.ts';
import { refusedMessage } from './refusals.ts';
import { actorKeyOf, type ActorKey, type Joined, type Listener, type Watching } from './session.ts';
import { sessionLimits } from './session-limits.ts';
import type { News, Services } from './services.ts';

/** 64 certificates of 422 bytes fit well into one message. */
const certificatesPerMessage = 64;

type Needs = Pick<
  Services,
  | 'archive'
  | 'beside'
  | 'conversations'
  | 'directory'
  | 'introductions'
  | 'log'
  | 'metrics'
  | 'oversight'
  | 'viewers'
>;

/** Sends now, or after the history that is on its way to this listener. */
export function sendInTurn(to: Listener, send: () => void): void {
  if (to.held === undefined) send();
  else if (to.held.length < sessionLimits.heldPushes) to.held.push(send);
  else to.session.end('slowReader');
}

/** Sends those certificates that this listener has not got, or got in another form. */
export function sendCertificates(
  joined: Listener,
  certificates: readonly StoredCertificate[],
): void {
  const missing = certificates.filter((it) => joined.certificates.get(it.log) !== it.issuedAt);
  for (const it of missing) joined.certificates.set(it.log, it.issuedAt);
  for (let at = 0; at < missing.length; at += certificatesPerMessage) {
    joined.session.send({
      type: 'certificates',
      conversation: joined.conversation,
      certificates: missing
        .slice(at, at + certificatesPerMessage)
        .map((it) => toBase64Url(it.bytes)),
    });
  }
}

export function framesOf(
  conversation: ConversationId,
  appends: readonly Append[],
): readonly Uint8Array[] {
  return splitAppends(appends).map((group) => writeEntriesFrame(conversation, writeUpdate(group)));
}

/** Takes a peer out of a conversation on the server's side. */
export function removePeer(
  needs: Pick<Needs, 'directory' | 'introductions'>,
  joined: Joined,
): void {
  needs.directory.leave(joined);
  if (joined.topic !== undefined) needs.introductions.leave(joined.topic);
}

export function statusText(
  status: ConversationStatus,
  participants: readonly Participant[],
): string {
  return JSON.stringify({ status, participants });
}

/** To those who do not know it yet. */
export function tellStatus(
  peers: readonly Joined[],
  conversation: ConversationId,
  status: ConversationStatus,
  participants: readonly Participant[],
): void {
  const text = statusText(status, participants);
  for (const peer of peers) {
    if (peer.toldStatus === text) continue;
    peer.toldStatus = text;
    peer.session.send({ type: 'status', conversation, status, participants: [...participants] });
  }
}

export function createNews(needs: Needs): News {
  const { archive, conversations, directory, introductions, oversight } = needs;

  function listenersOf(conversation: ConversationId): readonly Listener[] {
    return [...directory.peersOf(conversation), ...directory.watchersOf(conversation)];
  }

  function sendTo(peers: readonly Listener[], message: FromServer): void {
    for (const peer of peers) peer.session.send(message);
  }

  function push(peer: Joined, fresh: readonly Append[], from: Joined | undefined): void {
    if (peer === from) return;
    const isLinkedTo = (log: LogId) => introductions.hasLink(peer.conversation, peer.log, log);
    const hasLink = from !== undefined && isLinkedTo(from.log);
    // Somebody may bring along what a third one said: whoever has no link to that one may not have got it.
    const foreign = fresh.filter(({ log }) => log !== peer.log && !(hasLink && isLinkedTo(log)));
    for (const frame of framesOf(peer.conversation, foreign)) void peer.session.sendFrame(frame);
  }

  /** Those who look on have no links: everything comes over the server. */
  function pushToWatcher(watching: Watching, fresh: readonly Append[]): void {
    for (const frame of framesOf(watching.conversation, fresh)) {
      void watching.session.sendFrame(frame);
    }
  }

  async function certified(conversation: ConversationId): Promise<void> {
    const certificates = await archive.certificatesOf(conversation);
    for (const to of listenersOf(conversation)) sendCertificates(to, certificates);
  }

  const news: News = {
    certified,
    async appended(conversation, { fresh, receipts }, from) {
      const isUnknownTo = (to: Listener): boolean =>
        fresh.some((append) => !to.certificates.has(append.log));
      if (listenersOf(conversation).some(isUnknownTo)) await certified(conversation);
      const isNews = fresh.length > 0 || receipts.some((run) => run.verdict === 'quarantined');
      for (const peer of directory.peersOf(conversation)) {
        if (!isNews && peer !== from) continue;
        sendInTurn(peer, () => {
          push(peer, fresh, from);
          if (receipts.length > 0) {
            peer.session.send({ type: 'saved', conversation, runs: [...receipts] });
          }
        });
      }
      if (!isNews) return;
      for (const watching of directory.watchersOf(conversation)) {
        sendInTurn(watching, () => {
          pushToWatcher(watching, fresh);
          if (receipts.length === 0) return;
          watching.session.send({ type: 'saved', conversation, runs: [...receipts] });
        });
      }
    },
    async event(conversation, event, participant) {
      const result = await archive.appendAsServer(conversation, event, participant);
      if (!result.ok) {
        needs.log.warn({ event, reason: result.refusal }, 'an event could not be written');
        return;
      }
      // The server's certificate may be new, or renewed.
      await certified(conversation);
      await news.appended(conversation, result.value, undefined);
    },
    async changed(conversation, alsoConcerned = [], formerDepartment) {
      const summary = await conversations.summary(conversation);
      if (summary === undefined) return;
      const participants = [...(await conversations.participants(conversation))];
      const seats = await conversations.seats(conversation);
      for (const peer of directory.peersOf(conversation)) {
        if (seats.get(peer.participant.id) === actorKeyOf(peer.session.actor)) continue;
        removePeer(needs, peer);
        if (await conversations.mayRead(conversation, peer.session.actor)) {
          // They come in again, and read.
          peer.session.send(refusedMessage('not-joined', { conversation }));
          continue;
        }
        const reason = isGroup(summary.kind)
          ? 'You do not take part in this conversation any more.'
          : 'Somebody else answers this conversation now.';
        peer.session.send({ type: 'left', conversation, reason });
      }
      const { status } = summary;
      tellStatus(directory.peersOf(conversation), conversation, status, participants);
      const watching = directory.watchersOf(conversation);
      sendTo(watching, { type: 'status', conversation, status, participants });
      oversight.changed(summary, formerDepartment);
      if (summary.ticket !== undefined) await oversight.ticketChanged(summary.department);
      const isOpen = status.state !== 'closed';
      const listed = new Set<ActorKey>(isOpen ? await conversations.concerned(conversation) : []);
      const closedFor = isOpen ? [] : await conversations.concerned(conversation);
      for (const actor of new Set([...listed, ...closedFor, ...alsoConcerned])) {
        const sessions = directory.sessionsOf(actor);
        if (sessions.length === 0) continue;
        const isCalledByOther = summary.kind === 'direct' || summary.kind === 'departments';
        const theirs = isCalledByOther ? await conversations.summary(conversation, actor) : summary;
        const message: FromServer =
          listed.has(actor) && theirs !== undefined
            ? { type: 'listed', summary: theirs }
            : { type: 'unlisted', conversation };
        for (const session of sessions) session.send(message);
      }
      news.here(conversation);
      const hasMoved = formerDepartment !== undefined;
      await needs.beside.movedOn(conversation, hasMoved);
      if (hasMoved) await needs.viewers.recheck(conversation);
    },
    here(conversation) {
      const peers = directory.peersOf(conversation);
      const here = [...new Set(peers.map((peer) => peer.participant.id))];
      for (const peer of peers) {
        const participants = here.filter((id) => id !== peer.participant.id);
        peer.session.send({ type: 'here', conversation, participants });
      }
    },
  };
  return news;
}
