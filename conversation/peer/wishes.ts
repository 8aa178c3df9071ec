/** What is to be asked of the server about a conversation, and waits until one takes part. */
import type { ConversationId } from '../protocol/ids.ts';
import type { ToServer } from '../protocol/session.ts';
import type { LocalCopy } from './local-copy.ts';

export interface WishesOptions {
  readonly conversation: ConversationId;
  /** Undefined until it was read. */
  local(): Pick<LocalCopy, 'facts' | 'remember'> | undefined;
  isJoined(): boolean;
  /** @returns false where it could not be sent */
  send(message: ToServer): boolean;
}

export interface Wishes {
  /** Kept on this device: it is over here, whenever the server hears of it. */
  end(): void;
  setSubject(subject: string): void;
  handOver(): void;
  /** Says what waits. */
  tell(): void;
}

export function createWishes(options: WishesOptions): Wishes {
  const { conversation } = options;
  let handsOver = false;
  let subject: string | undefined;

  function tell(): void {
    if (!options.isJoined()) return;
    if (subject !== undefined && options.send({ type: 'ticket', conversation, subject })) {
      subject = undefined;
    }
    if (handsOver) handsOver = !options.send({ type: 'handover', conversation });
    const copy = options.local();
    if (copy?.facts().end === true && options.send({ type: 'close', conversation })) {
      copy.remember({ end: undefined });
    }
  }

  return {
    end() {
      options.local()?.remember({ end: true });
      tell();
    },
    setSubject(wanted) {
      subject = wanted;
      tell();
    },
    handOver() {
      handsOver = true;
      tell();
    },
    tell,
  };
}
