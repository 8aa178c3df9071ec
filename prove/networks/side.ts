/** One of the two who talk, whatever program it runs. */
import * as v from 'valibot';
import type { MessageState } from '../../conversation/log/timeline.ts';
import type { LinkState } from '../../conversation/peer/api.ts';

export type Kind = 'Chromium' | 'Firefox' | 'Node';

export interface SeenMessage {
  readonly text: string;
  readonly isMine: boolean;
  /** Of one's own. */
  readonly state: MessageState | undefined;
}

/** What its screen shows at this moment. */
export interface Sight {
  readonly link: LinkState | undefined;
  readonly messages: readonly SeenMessage[];
}

/** A sight as it comes out of another process. */
export const shownSight = v.pipe(
  v.object({
    link: v.optional(v.picklist(['connecting', 'direct', 'relay', 'server', 'offline'])),
    messages: v.array(
      v.object({
        text: v.string(),
        isMine: v.boolean(),
        state: v.optional(v.picklist(['sending', 'saved', 'delivered', 'read'])),
      }),
    ),
  }),
  v.transform(({ link, messages }): Sight => ({
    link,
    messages: messages.map(({ text, isMine, state }) => ({ text, isMine, state })),
  })),
);

export interface Side {
  say(text: string): Promise<void>;
  look(): Promise<Sight>;
  close(): Promise<void>;
}

/** It answers: an agent at the console, or a bot. */
export interface AnsweringSide extends Side {
  /** Goes to the conversation, as soon as there is one. */
  take(): Promise<void>;
}

const pollMs = 40;

/**
 * Looks again and again until it is so.
 * @returns how long that took, in ms. @throws with `what` and what was seen last
 */
export async function until(
  what: string,
  side: Side,
  limitMs: number,
  isSo: (sight: Sight) => boolean,
): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const sight = await side.look();
    const tookMs = performance.now() - startedAt;
    if (isSo(sight)) return Math.round(tookMs);
    if (tookMs > limitMs) {
      throw new NotInTime(
        `${what} took longer than ${limitMs / 1000} s; seen last: ${describe(sight)}`,
      );
    }
    await new Promise((done) => setTimeout(done, pollMs));
  }
}

/** A bound was broken: what is proven does not hold. */
export class NotInTime extends Error {}

function describe({ link, messages }: Sight): string {
  const lines = messages.map(({ text, state }) =>
    state === undefined ? text : `${text} (${state})`,
  );
  return `${link ?? 'no link'}; ${lines.join(', ')}`;
}

/** A message that came says so by its text alone: texts of a scenario are different from each other. */
export function has(text: string): (sight: Sight) => boolean {
  return ({ messages }) => messages.some((message) => message.text === text);
}

export function isRead(text: string): (sight: Sight) => boolean {
  return ({ messages }) =>
    messages.some((message) => message.text === text && message.state === 'read');
}
