/** Runs `pair` whenever something changed, commits what it decided, and tells who is concerned. */
import type { AccountId, ConversationId, DepartmentId } from '../../conversation/protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { DepartmentsStore } from '../departments/departments-store.ts';
import type { Notify } from '../tickets/notices.ts';
import { commitAssign, commitRequeue } from './assign.ts';
import type { Availability } from './availability.ts';
import { nextPairingAt, pair, type Decision, type PairingState } from './pair.ts';
import { departmentsWithWork, readPairingState } from './pairing-state.ts';

export type PairingEvent =
  | {
      readonly kind: 'assigned';
      readonly conversation: ConversationId;
      readonly from: AccountId | undefined;
      readonly to: AccountId;
    }
  | { readonly kind: 'requeued'; readonly conversation: ConversationId; readonly from: AccountId }
  | {
      readonly kind: 'moved';
      readonly conversation: ConversationId;
      readonly position: number;
    };

export interface Pairing {
  /** Looks at all departments. Resolves when what was true at the call has been decided and told. */
  run(): Promise<void>;
  /** Who would answer a conversation that is raised now. */
  answers(department: DepartmentId): Promise<'people' | 'bot' | 'nobody'>;
  /** It does not wait any more: its position is forgotten. */
  forget(conversation: ConversationId): void;
  close(): Promise<void>;
}

export interface PairingOptions {
  readonly database: Database;
  readonly departments: DepartmentsStore;
  readonly availability: Availability;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Called in order, and waited for. */
  readonly onEvent: (event: PairingEvent) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
  readonly notify?: Notify | undefined;
}

/** A run that failed is repeated after this, so that nobody waits for ever because of one fault. */
const retryMs = 1_000;
const turnOfLoop = () => new Promise<void>((next) => setImmediate(next));
/** Timers reach 24 days at most, and a clock that is set is noticed by then. */
const longestSleepMs = 60 * 60_000;

export function createPairing(options: PairingOptions): Pairing {
  const { database, departments, availability, clock, randomBytes, notify } = options;
  const told = new Map<ConversationId, number>();
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let isClosed = false;
  const commitOptions = { database, now: clock.now, randomBytes, notify };

  async function stateOf(id: DepartmentId): Promise<PairingState | undefined> {
    const department = await departments.get(id);
    if (department === undefined) return undefined;
    return readPairingState(department, await departments.members(id), {
      database,
      availability,
      toldPosition: (conversation) => told.get(conversation),
      now: clock.now,
    });
  }

  /** @returns false where the world had moved on. */
  async function commit(decision: Decision, state: PairingState): Promise<boolean> {
    switch (decision.kind) {
      case 'assign': {
        const who = [...state.agents, ...state.bots].find((it) => it.account === decision.to);
        const isDone = await commitAssign(decision, who?.capacity ?? 0, commitOptions);
        if (!isDone) return false;
        told.delete(decision.conversation);
        availability.given(decision.to);
        await options.onEvent({ ...decision, kind: 'assigned' });
        return true;
      }
      case 'requeue': {
        const isDone = await commitRequeue(decision, commitOptions);
        if (isDone) await options.onEvent({ ...decision, kind: 'requeued' });
        return isDone;
      }
      case 'position':
        told.set(decision.conversation, decision.position);
        await options.onEvent({ ...decision, kind: 'moved' });
        return true;
    }
  }

  async function runOnce(): Promise<void> {
    const alarms: number[] = [];
    for (const department of await departmentsWithWork({ database, availability })) {
      const state = await stateOf(department);
      if (state === undefined) continue;
      for (const decision of pair(state)) {
        if (isClosed) return;
        // What was overtaken is looked at again: something changed, and that asks for another run.
        if (!(await commit(decision, state))) alarms.push(clock.now() + retryMs);
      }
      const at = nextPairingAt(state);
      if (at !== undefined) alarms.push(at);
    }
    if (alarms.length > 0) wakeAt(Math.min(...alarms));
  }

  function wakeAt(at: number): void {
    cancelTimer?.();
    if (isClosed) return;
    const waitMs = Math.min(Math.max(0, at - clock.now()), longestSleepMs);
    cancelTimer = clock.after(waitMs, () => void run());
  }

  async function guarded(): Promise<void> {
    try {
      await runOnce();
    } catch (fault) {
      options.onFault(fault);
      wakeAt(clock.now() + retryMs);
    }
  }

  /**
   * One run at a time; all calls during a run share the one after it. A run begins when everything that has just come
   * in was looked at, so that many who come at once share one.
   */
  function run(): Promise<void> {
    if (isClosed) return Promise.resolve();
    if (running === undefined) {
      running = turnOfLoop()
        .then(guarded)
        .finally(() => {
          running = undefined;
        });
      return running;
    }
    next ??= running.then(() => {
      next = undefined;
      return run();
    });
    return next;
  }

  const forgetChange = departments.onChange(() => void run());

  return {
    run,
    async answers(id) {
      const state = await stateOf(id);
      if (state === undefined) return 'nobody';
      const people = state.agents.some((it) => it.open < it.capacity);
      const bots = state.bots.some((it) => it.open < it.capacity);
      if (bots && (state.policy.first === 'bot' || !people)) return 'bot';
      return people ? 'people' : 'nobody';
    },
    forget: (conversation) => void told.delete(conversation),
    async close() {
      isClosed = true;
      forgetChange();
      cancelTimer?.();
      await running;
      await next;
    },
  };
}
