/** Closing a conversation is final for both sides, so it waits a moment in which it can be taken back. */
import { createSignal, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { Undo } from '../undo/undo.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';

/** Long enough to notice a wrong click, short enough that the client does not write into a closed chat. */
export const undoWithinMs = 5000;

export interface Closing {
  /** Those that will be closed unless `undo` is called. */
  readonly pending: Accessor<ReadonlySet<ConversationId>>;
  begin(conversation: { readonly id: ConversationId; readonly name: string; end(): void }): void;
  undo(conversation: ConversationId): void;
  /** Does at once what is pending: the page goes away, the decision stays. */
  flush(): void;
}

/** @param undo where it is offered to take it back, besides in the conversation itself */
export function createClosing(clock: Clock, undo: Pick<Undo, 'offer'>): Closing {
  const [pending, setPending] = createSignal<ReadonlySet<ConversationId>>(new Set());
  const tasks = new Map<ConversationId, { end(): void; cancel(): void; withdraw(): void }>();

  const forget = (id: ConversationId) => {
    tasks.get(id)?.withdraw();
    tasks.delete(id);
    setPending(new Set(tasks.keys()));
  };
  const finish = (id: ConversationId) => {
    const task = tasks.get(id);
    forget(id);
    task?.end();
  };
  const takeBack = (id: ConversationId) => {
    tasks.get(id)?.cancel();
    forget(id);
  };
  return {
    pending,
    begin(conversation) {
      const { id, name } = conversation;
      if (tasks.has(id)) return;
      const cancel = clock.after(undoWithinMs, () => finish(id));
      const withdraw = undo.offer({
        done: `The conversation with ${name} is being closed.`,
        undo: () => {
          takeBack(id);
          return undefined;
        },
      });
      tasks.set(id, { end: () => conversation.end(), cancel, withdraw });
      setPending(new Set(tasks.keys()));
    },
    undo: takeBack,
    flush() {
      for (const [id, task] of tasks) {
        task.cancel();
        finish(id);
      }
    },
  };
}
