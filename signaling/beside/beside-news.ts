/**
 * Tells staff that what lies beside a conversation changed, and wakes those that sleep when their time has come: one
 * timer for the next of them, whatever there are.
 */
import type { AccountId, ConversationId, LogId } from '../../conversation/protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Directory } from '../session/directory.ts';
import type { ActorKey } from '../session/session.ts';
import { createArrangements } from './arrangements.ts';
import { colleaguesOf } from './colleagues.ts';

export interface BesideNews {
  /** To everybody who may read its notes. @param mentioned who is named in one now */
  tell(conversation: ConversationId, mentioned?: readonly AccountId[]): Promise<void>;
  /** To one account, in all its sessions. */
  tellOne(conversation: ConversationId, account: AccountId): void;
  /** One was put to sleep. */
  snoozed(): Promise<void>;
  /** Something was said in these logs: the client's words wake it. */
  wroteIn(conversation: ConversationId, logs: readonly LogId[]): Promise<void>;
  /** Whoever answers it changed, or it was closed. */
  movedOn(conversation: ConversationId, hasNewDepartment: boolean): Promise<void>;
  /** Resolves when what was begun is finished. */
  close(): Promise<void>;
}

/** Timers of more than 24 days end at once (Node.js). */
const longestWaitMs = 24 * 60 * 60_000;

export function createBesideNews(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'sessionsOf'>;
  readonly onFault: (fault: unknown) => void;
}): BesideNews {
  const { clock, database, directory } = options;
  const arrangements = createArrangements({ database, now: clock.now });
  let cancel = () => {};
  let isOver = false;
  let looking: Promise<void> = Promise.resolve();

  const sessionsOf = (account: AccountId) => directory.sessionsOf(`account:${account}` as ActorKey);

  async function tell(
    conversation: ConversationId,
    mentioned: readonly AccountId[] = [],
  ): Promise<void> {
    for (const { account } of await colleaguesOf(database, conversation)) {
      for (const session of sessionsOf(account)) {
        session.send({ type: 'beside', conversation, mentioned: mentioned.includes(account) });
      }
    }
  }

  async function wakeThoseDue(): Promise<void> {
    if (isOver) return;
    cancel();
    for (const conversation of await arrangements.wakeDue()) await tell(conversation);
    const next = await arrangements.nextWake();
    if (isOver || next === undefined) return;
    cancel = clock.after(Math.min(Math.max(0, next - clock.now()), longestWaitMs), () => {
      void look();
    });
  }

  /** One after the other, so that there is one timer. */
  function look(): Promise<void> {
    looking = looking.then(wakeThoseDue).catch(options.onFault);
    return looking;
  }
  void look();

  return {
    tell,
    tellOne(conversation, account) {
      for (const session of sessionsOf(account)) {
        session.send({ type: 'beside', conversation, mentioned: false });
      }
    },
    snoozed: look,
    async wroteIn(conversation, logs) {
      if (await arrangements.wroteIn(conversation, logs)) await tell(conversation);
    },
    async movedOn(conversation, hasNewDepartment) {
      const woke = await arrangements.movedOn(conversation);
      if (woke || hasNewDepartment) await tell(conversation);
    },
    async close() {
      isOver = true;
      cancel();
      await looking;
    },
  };
}
