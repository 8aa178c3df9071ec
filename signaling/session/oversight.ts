/** Who is told of conversations that are not theirs: those who oversee departments, and those who look on in one. */
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import type { FromServer } from '../../conversation/protocol/session.ts';
import { authorize } from '../access/authorize.ts';
import { isGroup, queuedKinds } from '../../conversation/protocol/kinds.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import type { Actor } from '../accounts/actor.ts';
import { readSummaries } from '../archive/summaries.ts';
import type { Database } from '../database/database.ts';
import type { Directory } from './directory.ts';
import type { Session } from './session.ts';
import { sessionLimits } from './session-limits.ts';

export interface Oversight {
  /** Tells a session of all open conversations of its departments, and of their changes until `stop`. */
  begin(session: Session): Promise<void>;
  stop(session: Session): void;
  /** @param formerDepartment where the conversation was before, if it was not where it is. */
  changed(summary: ConversationSummary, formerDepartment: DepartmentId | undefined): void;
  /** To the staff of a department. */
  ticketChanged(department: DepartmentId): Promise<void>;
  /** Who belongs where, or where a conversation belongs, may have changed: whoever may not look on any more stops. */
  recheck(): Promise<void>;
}

/** A summary takes about half a kilobyte. */
const summariesPerMessage = 200;

export function createOversight(options: {
  readonly database: Database;
  readonly directory: Directory;
  readonly relations: Pick<Relations, 'departmentsOf' | 'toConversation'>;
}): Oversight {
  const { database, directory, relations } = options;
  const overseers = new Set<Session>();
  /** What changes while a session's list is read: told after the list, which may not have it yet. */
  const held = new Map<Session, (() => void)[]>();

  async function departmentsFor(actor: Actor): Promise<'all' | ReadonlySet<DepartmentId>> {
    const isEverything = reachOf(kindOf(actor), 'see-queue') === 'all';
    return isEverything ? 'all' : new Set(await relations.departmentsOf(actor));
  }

  /** Whoever answers sees what is raised to their department; what people say among themselves, who may watch it. */
  const seesGroups = ({ actor }: Session): boolean => authorize(actor, 'watch-conversation').ok;

  const sees = (session: Session, department: DepartmentId | undefined): boolean =>
    department !== undefined &&
    session.oversees !== undefined &&
    (session.oversees === 'all' || session.oversees.has(department));

  async function sendAll(session: Session): Promise<void> {
    const { oversees } = session;
    if (oversees === undefined) return;
    const summaries = await readSummaries(database, (query) => {
      const open = query
        .where('conversations.status', '!=', 'closed')
        .$if(!seesGroups(session), (some) => some.where('conversations.kind', 'in', queuedKinds))
        .orderBy('conversations.active_at', 'desc')
        .limit(sessionLimits.listed);
      return oversees === 'all'
        ? open
        : open.where('conversations.department', 'in', [...oversees]);
    });
    for (let at = 0; at === 0 || at < summaries.length; at += summariesPerMessage) {
      session.send({
        type: 'overview',
        whole: at === 0,
        summaries: summaries.slice(at, at + summariesPerMessage),
        gone: [],
      });
    }
  }

  async function begin(session: Session): Promise<void> {
    session.oversees = await departmentsFor(session.actor);
    if (!session.isOpen()) return;
    overseers.add(session);
    const changes: (() => void)[] = [];
    held.set(session, changes);
    try {
      await sendAll(session);
    } finally {
      // Where the list was asked for again meanwhile, that one ends the wait.
      if (held.get(session) === changes) held.delete(session);
      for (const tell of changes) tell();
    }
  }

  function tell(session: Session, message: Extract<FromServer, { type: 'overview' }>): void {
    const changes = held.get(session);
    if (changes === undefined) session.send(message);
    else changes.push(() => session.send(message));
  }

  return {
    begin,
    stop(session) {
      overseers.delete(session);
      session.oversees = undefined;
    },
    changed(summary, formerDepartment) {
      for (const session of overseers) {
        if (!session.isOpen()) {
          overseers.delete(session);
          continue;
        }
        if (isGroup(summary.kind) && !seesGroups(session)) continue;
        const isOpen = summary.status.state !== 'closed';
        if (sees(session, summary.department) && isOpen) {
          tell(session, { type: 'overview', whole: false, summaries: [summary], gone: [] });
        } else if (sees(session, summary.department) || sees(session, formerDepartment)) {
          const gone = [summary.conversation];
          tell(session, { type: 'overview', whole: false, summaries: [], gone });
        }
      }
    },
    async ticketChanged(department) {
      const members = await database
        .selectFrom('department_members')
        .select('account')
        .where('department', '=', department)
        .execute();
      const concerned = new Set(members.map(({ account }) => account));
      for (const session of directory.sessions()) {
        const { actor } = session;
        if (actor.kind !== 'account' || actor.role === 'bot') continue;
        const reach = reachOf(kindOf(actor), 'list-tickets');
        const isTold = reach === 'all' || (reach === 'department' && concerned.has(actor.account));
        if (isTold) session.send({ type: 'tickets-changed' });
      }
    },
    async recheck() {
      for (const watching of directory.watchers()) {
        const { conversation, session } = watching;
        const relation = await relations.toConversation(session.actor, conversation);
        const action = watching.reads ? 'join-conversation' : 'watch-conversation';
        if (authorize(session.actor, action, relation).ok) continue;
        directory.unwatch(watching);
        const reason = watching.reads
          ? 'This is said in a department that you do not belong to.'
          : 'This conversation is in a department that you do not oversee.';
        session.send({ type: 'left', conversation, reason });
        await watching.end();
      }
      for (const session of overseers) await begin(session);
    },
  };
}
