/** Brings the answers of the form to the server, once the conversation is there; they wait here until then. */
import { reconnectDelayMs } from '../../../conversation/peer/backoff.ts';
import type { Conversation } from '../../../conversation/peer/api.ts';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { Visitor } from '../visitor.ts';

export interface SendAnswersOptions {
  readonly conversation: Pick<Conversation, 'id' | 'status' | 'onChange'>;
  readonly visitor: Pick<Visitor, 'ask'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly random?: () => number;
  /** As they were made by the form. */
  readonly answers: string;
  /** Or never will be: the conversation is masked, or was deleted. */
  onTaken(): void;
  /** The form asks for something else by now. */
  onRefused(): void;
}

/** @returns the undo */
export function sendAnswers(options: SendAnswersOptions): () => void {
  const { conversation, visitor, clock, random = Math.random, answers } = options;
  let attempt = 0;
  let isUnderWay = false;
  let isOver = false;
  let cancel = (): void => undefined;

  async function send(): Promise<void> {
    if (isOver || isUnderWay || conversation.status() === undefined) return;
    isUnderWay = true;
    const status = await put();
    if (isOver) return;
    const isTaken = status >= 200 && status < 300;
    if (isTaken || status === 409 || status === 413) {
      stop();
      options.onTaken();
    } else if (status === 400) {
      stop();
      options.onRefused();
    } else {
      const waitMs = reconnectDelayMs(attempt, random);
      attempt += 1;
      cancel = clock.after(waitMs, () => {
        isUnderWay = false;
        void send();
      });
    }
  }

  /** @returns 0 where there is no network */
  async function put(): Promise<number> {
    try {
      const answer = await visitor.ask(`/api/conversations/${conversation.id}/asked`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: answers,
      });
      return answer.status;
    } catch {
      // The server is away.
      return 0;
    }
  }

  function stop(): void {
    isOver = true;
    cancel();
    unfollow();
  }
  const unfollow = conversation.onChange(() => void send());
  void send();
  return stop;
}
