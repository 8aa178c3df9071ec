/** Groups and departments' threads as they change: stored, and told to those whom it concerns. */
import type { Participant } from '../../conversation/protocol/conversation.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Actor } from '../accounts/actor.ts';
import { readSummary } from '../archive/summaries.ts';
import { removePeer, tellStatus } from '../session/news.ts';
import { refusedMessage } from '../session/refusals.ts';
import type { Services } from '../session/services.ts';
import { actorKeyOf, type ActorKey, type Session } from '../session/session.ts';
import { eraseConversation, type ErasingRefusal } from './erasing.ts';
import type {
  GroupsStore,
  InviteRefusal,
  LeaveRefusal,
  NewGroup,
  StartRefusal,
} from './groups-store.ts';
import { goesDirect } from './kinds.ts';
import { placeOf } from './place.ts';
import { takeSeat, type SeatRefusal } from './raising-seat.ts';
import { concernedBy } from './belonging.ts';

export interface Groups {
  start(
    group: NewGroup & { readonly address: string },
    by: Actor,
  ): Promise<Result<ConversationId, StartRefusal | 'flooding'>>;
  invite(
    conversation: ConversationId,
    people: readonly AccountId[],
    by: Actor,
  ): Promise<Result<true, InviteRefusal | 'flooding'>>;
  /** Oneself, or somebody else. */
  remove(
    conversation: ConversationId,
    participant: ParticipantId,
    by: Actor,
  ): Promise<Result<true, LeaveRefusal>>;
  /** The face of somebody who is about to write where all of a department may. */
  enter(conversation: ConversationId, actor: Actor): Promise<Participant | undefined>;
  /** Somebody of the department that raised it speaks for it from now on. */
  takeSeat(
    conversation: ConversationId,
    by: Actor,
  ): Promise<Result<true, SeatRefusal | 'flooding'>>;
  erase(conversation: ConversationId, by: Actor): Promise<Result<true, ErasingRefusal>>;
  /** Somebody belongs to the department since a moment ago, or does not any more. */
  peopleChanged(department: DepartmentId, account: AccountId): Promise<void>;
}

type Needs = Pick<
  Services,
  | 'archive'
  | 'clock'
  | 'conversations'
  | 'database'
  | 'directory'
  | 'introductions'
  | 'log'
  | 'metrics'
  | 'news'
  | 'oversight'
  | 'randomBytes'
  | 'settings'
>;

const putOut = 'You do not take part in this conversation any more.';

export function createGroups(services: Needs, store: GroupsStore): Groups {
  const { clock, conversations, database, directory, news } = services;
  const keyOf = (account: AccountId) => `account:${account}` as ActorKey;

  /** Where they are too many for links now, or few enough, those who are in it come in again by that. */
  async function connectAnew(conversation: ConversationId, before: number): Promise<void> {
    const summary = await conversations.summary(conversation);
    if (summary === undefined) return;
    const { meshPeers } = services.settings;
    const now = summary.people ?? 0;
    const { kind } = summary;
    if (goesDirect(kind, before, meshPeers) === goesDirect(kind, now, meshPeers)) return;
    for (const peer of directory.peersOf(conversation)) {
      removePeer(services, peer);
      peer.session.send(refusedMessage('not-joined', { conversation }));
    }
  }

  async function sizeOf(conversation: ConversationId): Promise<number> {
    return (await conversations.participants(conversation)).length;
  }

  /** Readers of one account come in again, as what they are now. */
  function lookAgain(conversation: ConversationId, sessions: readonly Session[]): void {
    for (const session of sessions) {
      const reading = session.watching.get(conversation);
      if (reading === undefined) continue;
      directory.unwatch(reading);
      session.send(refusedMessage('not-joined', { conversation }));
    }
  }

  return {
    async start({ address, ...group }, by) {
      if (!services.settings.startsPerAddress(address)) return refuse('flooding');
      const started = await store.start(group, by);
      if (!started.ok) return started;
      const { conversation, isNew } = started.value;
      if (isNew) {
        await news.changed(conversation);
        const summary = await conversations.summary(conversation);
        await news.event(conversation, 'started', summary?.client);
      }
      return accept(conversation);
    },
    async invite(conversation, people, by) {
      // Each one writes into the log of events, and somebody may be put out and invited for ever.
      if (!services.settings.startsPerAddress(actorKeyOf(by))) return refuse('flooding');
      const before = await sizeOf(conversation);
      const invited = await store.invite(conversation, people, by);
      if (!invited.ok) return invited;
      await news.changed(conversation);
      await connectAnew(conversation, before);
      for (const face of invited.value) await news.event(conversation, 'joined', face);
      return accept(true);
    },
    async remove(conversation, participant, by) {
      const before = await sizeOf(conversation);
      const removed = await store.remove(conversation, participant, by);
      if (!removed.ok) return removed;
      const { account, face } = removed.value;
      await news.changed(conversation, account === undefined ? [] : [keyOf(account)]);
      await connectAnew(conversation, before);
      await news.event(conversation, 'left', face);
      return accept(true);
    },
    async enter(conversation, actor) {
      const before = await sizeOf(conversation);
      const face = await store.enter(conversation, actor);
      if (face === undefined) return undefined;
      const summary = await conversations.summary(conversation);
      if (summary === undefined) return undefined;
      const participants = [...(await conversations.participants(conversation))];
      const { status } = summary;
      tellStatus(directory.peersOf(conversation), conversation, status, participants);
      for (const { session } of directory.watchersOf(conversation)) {
        session.send({ type: 'status', conversation, status, participants });
      }
      await connectAnew(conversation, before);
      return face;
    },
    async takeSeat(conversation, by) {
      if (!services.settings.startsPerAddress(actorKeyOf(by))) return refuse('flooding');
      const taken = await takeSeat(conversation, by, { database, now: clock.now });
      if (!taken.ok) return taken;
      await news.changed(conversation);
      lookAgain(conversation, directory.sessionsOf(actorKeyOf(by)));
      return accept(true);
    },
    async erase(conversation, by) {
      const concerned = await conversations.concerned(conversation);
      const erased = await eraseConversation(conversation, by, { database, now: clock.now });
      if (!erased.ok) return erased;
      for (const to of [
        ...directory.peersOf(conversation),
        ...directory.watchersOf(conversation),
      ]) {
        if ('log' in to) removePeer(services, to);
        else directory.unwatch(to);
        to.session.send(refusedMessage('erased', { conversation }));
      }
      for (const key of concerned) {
        for (const session of directory.sessionsOf(key)) {
          session.send({ type: 'unlisted', conversation });
        }
      }
      const summary = await conversations.summary(conversation);
      if (summary !== undefined) services.oversight.changed(summary, undefined);
      return accept(true);
    },
    async peopleChanged(department, account) {
      const key = keyOf(account);
      for (const { conversation, isNamed } of await concernedBy(database, department, account)) {
        if (isNamed) await news.changed(conversation, [key]);
        const sessions = directory.sessionsOf(key);
        const [first] = sessions;
        if (first === undefined) continue;
        const place = await placeOf(database, conversation, first.actor);
        const summary = await readSummary(database, conversation, account);
        for (const session of sessions) {
          if (place?.mayRead === true && summary !== undefined) {
            session.send({ type: 'listed', summary });
            continue;
          }
          session.send({ type: 'unlisted', conversation });
          const reading = session.watching.get(conversation);
          if (reading?.reads !== true) continue;
          directory.unwatch(reading);
          session.send({ type: 'left', conversation, reason: putOut });
        }
      }
    },
  };
}
