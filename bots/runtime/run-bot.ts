/** Runs one bot against one server until it is closed: signs in, attends, and comes back after every loss. */
import { reconnectDelayMs } from '../../conversation/peer/backoff.ts';
import type { Peer } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { Result } from '../../conversation/protocol/result.ts';
import { attend, type Attendance } from './attend.ts';
import type { Bot } from './bot.ts';
import type { NodePeer } from './node-peer.ts';
import type { SignInRefusal } from './sign-in.ts';

export interface RunBotOptions {
  /** A bearer token, or why there is none now. */
  signIn(bot: Bot): Promise<Result<string, SignInRefusal>>;
  /** A peer on the session of `token`. */
  openPeer(token: string): NodePeer;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: (sentence: string, error?: unknown) => void;
}

export interface RunningBot {
  isOnline(): boolean;
  /** Resolves when the server has let it in or refused it for the first time, and when it was closed before. */
  readonly answered: Promise<void>;
  /** Called whenever `isOnline` changed. */
  onChange(listener: () => void): () => void;
  /** Leaves every conversation (they go on) and the server. */
  close(): Promise<void>;
}

export function runBot(bot: Bot, options: RunBotOptions): RunningBot {
  const { clock, report } = options;
  const listeners = new Set<() => void>();
  let closed = false;
  let attempt = 0;
  let cancelRetry = () => {};
  let lastSentence = '';
  let current: { peer: Peer; attendance: Attendance; stop: () => void } | undefined;
  let online = false;
  let wasAnswered = () => {};
  const answered = new Promise<void>((resolve) => {
    wasAnswered = resolve;
  });

  function setOnline(now: boolean): void {
    if (now === online) return;
    online = now;
    lastSentence = '';
    report(now ? `${bot.name}: here.` : `${bot.name}: the server is away; trying again.`);
    for (const listener of listeners) listener();
  }

  async function start(): Promise<void> {
    const session = await options.signIn(bot);
    if (closed) return;
    if (session.ok || !session.refusal.isAway) wasAnswered();
    if (!session.ok) return tryLater(session.refusal.message);
    attempt = 0;
    const { peer, forget } = options.openPeer(session.value);
    const attendance = attend(bot, peer, { clock, report, forget });
    current = { peer, attendance, stop: peer.onChange(look) };
    look();
  }

  function look(): void {
    const state = current?.peer.session();
    setOnline(state?.state === 'online');
    if (state?.state !== 'ended') return;
    void letGo().catch(failed);
    tryLater(`${bot.name}: ${state.message}`);
  }

  /** The same sentence is said once, however often it comes true again. */
  function tryLater(sentence: string): void {
    if (sentence !== lastSentence) report(sentence);
    lastSentence = sentence;
    cancelRetry = clock.after(reconnectDelayMs(attempt, options.random), () => {
      start().catch(failed);
    });
    attempt += 1;
  }

  function failed(error: unknown): void {
    report(`${bot.name}: failed.`, error);
    if (!closed && current === undefined) tryLater(`${bot.name}: starting again.`);
  }

  async function letGo(): Promise<void> {
    const held = current;
    current = undefined;
    held?.stop();
    held?.attendance.close();
    await held?.peer.close();
  }

  start().catch(failed);

  return {
    isOnline: () => online,
    answered,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      wasAnswered();
      cancelRetry();
      await letGo();
    },
  };
}
