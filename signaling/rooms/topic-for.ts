/** Topics are derived, not stored, so that a restarted server gives a peer the topic it had (ARCHITECTURE.md). */
import { createHmac } from 'node:crypto';
import {
  randomIdFrom,
  type ConversationId,
  type LogId,
  type Topic,
} from '../../conversation/protocol/ids.ts';

/**
 * The capability by which the peer that writes `log` is introduced to the others of `conversation`.
 * @param secret 32 random bytes of this installation.
 */
export function topicFor(secret: Uint8Array, conversation: ConversationId, log: LogId): Topic {
  if (secret.length !== 32) throw new Error(`A topic secret has 32 bytes, not ${secret.length}.`);
  const mac = createHmac('sha256', secret).update(`topic ${conversation} ${log}`).digest();
  return randomIdFrom(mac.subarray(0, 16)) as Topic;
}
