/** Who is connected, and which conversations they joined: all that the server remembers outside the database. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { actorKeyOf, type ActorKey, type Joined, type Session, type Watching } from './session.ts';
import { sessionLimits } from './session-limits.ts';

export interface Directory {
  /** @returns false where there are too many sessions, of all or of this one. */
  open(session: Session): boolean;
  /** The session ended. @returns what it had joined. */
  close(session: Session): readonly Joined[];
  join(joined: Joined): void;
  leave(joined: Joined): void;
  watch(watching: Watching): void;
  unwatch(watching: Watching): void;
  /** Who looks on. */
  watchersOf(conversation: ConversationId): readonly Watching[];
  watchers(): readonly Watching[];
  /** The peers of a conversation. */
  peersOf(conversation: ConversationId): readonly Joined[];
  sessionsOf(actor: ActorKey): readonly Session[];
  sessions(): readonly Session[];
  counts(): { readonly sessions: number; readonly joined: number };
}

export function createDirectory(): Directory {
  const sessions = new Set<Session>();
  const byActor = new Map<ActorKey, Set<Session>>();
  const byConversation = new Map<ConversationId, Set<Joined>>();
  const watchersByConversation = new Map<ConversationId, Set<Watching>>();
  let joinedCount = 0;

  function leave(joined: Joined): void {
    const peers = byConversation.get(joined.conversation);
    if (peers?.delete(joined) === true) joinedCount -= 1;
    if (peers?.size === 0) byConversation.delete(joined.conversation);
    if (joined.session.joined.get(joined.conversation) === joined) {
      joined.session.joined.delete(joined.conversation);
    }
  }

  function unwatch(watching: Watching): void {
    const { conversation, session } = watching;
    const watchers = watchersByConversation.get(conversation);
    watchers?.delete(watching);
    if (watchers?.size === 0) watchersByConversation.delete(conversation);
    if (session.watching.get(conversation) === watching) session.watching.delete(conversation);
  }

  return {
    open(session) {
      const key = actorKeyOf(session.actor);
      const own = byActor.get(key) ?? new Set();
      if (sessions.size >= sessionLimits.sessions) return false;
      if (own.size >= sessionLimits.sessionsPerActor) return false;
      sessions.add(session);
      byActor.set(key, own.add(session));
      return true;
    },
    close(session) {
      sessions.delete(session);
      const key = actorKeyOf(session.actor);
      const own = byActor.get(key);
      own?.delete(session);
      if (own?.size === 0) byActor.delete(key);
      const had = [...session.joined.values()];
      for (const joined of had) leave(joined);
      for (const watching of session.watching.values()) unwatch(watching);
      return had;
    },
    join(joined) {
      const peers = byConversation.get(joined.conversation) ?? new Set();
      byConversation.set(joined.conversation, peers.add(joined));
      joined.session.joined.set(joined.conversation, joined);
      joinedCount += 1;
    },
    leave,
    watch(watching) {
      const { conversation, session } = watching;
      const watchers = watchersByConversation.get(conversation) ?? new Set();
      watchersByConversation.set(conversation, watchers.add(watching));
      session.watching.set(conversation, watching);
    },
    unwatch,
    watchersOf: (conversation) => [...(watchersByConversation.get(conversation) ?? [])],
    watchers: () => [...watchersByConversation.values()].flatMap((some) => [...some]),
    peersOf: (conversation) => [...(byConversation.get(conversation) ?? [])],
    sessionsOf: (actor) => [...(byActor.get(actor) ?? [])],
    sessions: () => [...sessions],
    counts: () => ({ sessions: sessions.size, joined: joinedCount }),
  };
}
