/** Who of the staff has a conversation before them: one at a time in each session, for as long as that lives. */
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { mostViewers } from '../../conversation/protocol/session.ts';
import { authorize } from '../access/authorize.ts';
import type { Relations } from '../access/relations.ts';
import type { Session } from './session.ts';

export interface Viewers {
  /** It has this one before it now, and none that it had before. */
  look(session: Session, conversation: ConversationId): void;
  /** @param conversation left out: whichever it is */
  lookAway(session: Session, conversation?: ConversationId): void;
  /** Whoever may not see it any more is out. @param conversation left out: all of them */
  recheck(conversation?: ConversationId): Promise<void>;
}

export function createViewers(relations: Pick<Relations, 'toConversation'>): Viewers {
  const viewers = new Map<ConversationId, Set<Session>>();

  function tell(conversation: ConversationId): void {
    const sessions = viewers.get(conversation);
    if (sessions === undefined) return;
    const people = new Map(
      [...sessions].flatMap(({ actor }) =>
        actor.kind === 'account' ? [[actor.account, actor.name] as const] : [],
      ),
    );
    for (const session of sessions) {
      const { actor } = session;
      const others = [...people].filter(
        ([account]) => actor.kind !== 'account' || actor.account !== account,
      );
      session.send({
        type: 'viewers',
        conversation,
        people: others.slice(0, mostViewers).map(([account, name]) => ({ account, name })),
      });
    }
  }

  function lookAway(session: Session, conversation = session.viewing): void {
    if (conversation === undefined || session.viewing !== conversation) return;
    session.viewing = undefined;
    const sessions = viewers.get(conversation);
    sessions?.delete(session);
    if (sessions?.size === 0) viewers.delete(conversation);
    tell(conversation);
  }

  return {
    look(session, conversation) {
      if (session.viewing !== conversation) lookAway(session);
      if (!session.isOpen()) return;
      session.viewing = conversation;
      viewers.set(conversation, (viewers.get(conversation) ?? new Set()).add(session));
      tell(conversation);
    },
    lookAway,
    async recheck(conversation) {
      const some = conversation === undefined ? [...viewers.keys()] : [conversation];
      for (const one of some) {
        for (const session of viewers.get(one) ?? []) {
          const relation = await relations.toConversation(session.actor, one);
          if (!authorize(session.actor, 'see-viewers', relation).ok) lookAway(session, one);
        }
      }
    },
  };
}
