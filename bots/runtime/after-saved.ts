/** Does something once everything we said is saved: who leaves a conversation may not write there any more. */
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';

/** While the server is away nothing is saved; the task is then asked for anyway, and waits with the rest. */
const waitLimitMs = 5000;

/** @returns the undo */
export function afterSaved(conversation: Conversation, clock: Clock, task: () => void): () => void {
  const isSaved = () =>
    !conversation.items().some((item) => item.kind === 'message' && item.state === 'sending');
  if (isSaved()) {
    task();
    return () => undefined;
  }
  const finish = () => {
    undo();
    task();
  };
  const stopListening = conversation.onChange(() => {
    if (isSaved()) finish();
  });
  const stopWaiting = clock.after(waitLimitMs, finish);
  const undo = () => {
    stopListening();
    stopWaiting();
  };
  return undo;
}
