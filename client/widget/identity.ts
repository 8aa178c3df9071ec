/** Who writes here: nobody known, or whom the page around us vouches for; that may change while it is open. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { reconnectDelayMs } from '../../conversation/peer/backoff.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { TicketRefusal } from '../../conversation/peer/session-link.ts';
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import type { FrameBridge } from './frame-bridge.ts';
import type { Entered, Identified } from './identified.ts';
import { signInThere } from './visitor-ticket.ts';

export type Who =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'identified'; readonly identified: Identified }
  /** The page's token is not good. */
  | { readonly kind: 'refused' };

type Answer = Result<Entered, TicketRefusal>;

export interface IdentityOptions {
  readonly bridge: FrameBridge;
  readonly clock: Clock;
  readonly random: () => number;
  /** Shows a token to the server. Rejects where the network is away. */
  enter(token: string): Promise<Answer>;
  /** Whether it is known who writes; not while a token is shown to the server. */
  settled?(isSettled: boolean): void;
  /** @param askAgain for another token. */
  makeIdentified(entered: Entered, askAgain: () => Promise<Answer>): Identified;
}

/** A page that is asked for another token has so long to get one. */
const patienceMs = 10_000;

/** @returns who it is; undefined until that is known. Lives as long as the owner. */
export function createIdentity(options: IdentityOptions): Accessor<Who | undefined> {
  const { bridge, clock } = options;
  const [who, setWho] = createSignal<Who>();

  /** Counts what the page said, so that a late answer to an earlier word changes nothing. */
  let word = 0;
  let cancelRetry = (): void => undefined;
  let mayAsk = true;
  const waiting = new Set<(answer: Answer) => void>();

  function askAgain(): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        cancel();
        waiting.delete(settle);
        resolve(answer);
      };
      const cancel = clock.after(patienceMs, () =>
        settle(refuse({ ended: false, message: 'No token came.' })),
      );
      waiting.add(settle);
      bridge.tell({ type: 'token-wanted' });
    });
  }

  function refused(answer: Answer): void {
    // Whose session is over sees so in their chat, and goes on reading it.
    const isRenewal = waiting.size > 0;
    for (const settle of waiting) settle(answer);
    if (!isRenewal) setWho({ kind: 'refused' });
    // A page that lay open for long has a token from long ago. It is asked for another one once, not for ever.
    if (!isRenewal && mayAsk) bridge.tell({ type: 'token-wanted' });
    mayAsk = false;
  }

  function entered(answer: Answer): void {
    if (!answer.ok) return refused(answer);
    mayAsk = true;
    for (const settle of waiting) settle(answer);
    const now = who();
    if (now?.kind === 'identified' && now.identified.id === answer.value.id) {
      now.identified.renew(answer.value);
    } else {
      setWho({ kind: 'identified', identified: options.makeIdentified(answer.value, askAgain) });
    }
    options.settled?.(true);
  }

  async function show(token: string, mine: number, attempt: number): Promise<void> {
    let answer: Answer;
    try {
      answer = await options.enter(token);
    } catch {
      // No network: the token may still be good when it is back.
      answer = refuse({ ended: false, message: '' });
    }
    if (mine !== word) return;
    if (answer.ok || answer.refusal.ended) return entered(answer);
    cancelRetry = clock.after(
      reconnectDelayMs(attempt, options.random),
      () => void show(token, mine, attempt + 1),
    );
  }

  function hear(token: string): void {
    word += 1;
    cancelRetry();
    options.settled?.(false);
    if (token !== '') return void show(token, word, 0);
    for (const settle of waiting) settle(refuse({ ended: true, message: signInThere }));
    if (who()?.kind !== 'anonymous') setWho({ kind: 'anonymous' });
    options.settled?.(true);
  }

  const stop = bridge.onMessage((message) => {
    if (message.type === 'identify') hear(message.token);
    if (message.type === 'hello' && !message.identifies && who() === undefined) hear('');
  });
  onCleanup(() => {
    stop();
    word += 1;
    cancelRetry();
  });
  return who;
}
