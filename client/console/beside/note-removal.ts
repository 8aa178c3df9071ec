/** A deleted note leaves the screen at once and the server a moment later, so that it can be taken back. */
import { createSignal, type Accessor } from 'solid-js';
import type { Clock } from '../../../conversation/peer/clock.ts';
import type { ConversationId, NoteId } from '../../../conversation/protocol/ids.ts';
import type { BesideApi } from '../api/beside-api.ts';
import { undoWithinMs } from '../conversations/closing.ts';
import type { Undo } from '../undo/undo.ts';

export interface NoteRemoval {
  /** Deleted, or about to be. */
  readonly hidden: Accessor<ReadonlySet<NoteId>>;
  /** Why one is still there. */
  troubleOf(note: NoteId): string | undefined;
  begin(conversation: ConversationId, note: NoteId): void;
  /** Does at once what is pending: the page goes away, the decision stays. */
  flush(): void;
}

export function createNoteRemoval(options: {
  readonly api: Pick<BesideApi, 'deleteNote'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly undo: Pick<Undo, 'offer'>;
}): NoteRemoval {
  const [hidden, setHidden] = createSignal<ReadonlySet<NoteId>>(new Set());
  const [troubles, setTroubles] = createSignal<ReadonlyMap<NoteId, string>>(new Map());
  const tasks = new Map<NoteId, { cancel(): void; finish(): void }>();

  const show = (note: NoteId) =>
    setHidden((known) => new Set([...known].filter((one) => one !== note)));

  async function send(conversation: ConversationId, note: NoteId): Promise<void> {
    const result = await options.api.deleteNote(conversation, note);
    if (result.ok || result.refusal.code === 'not-found') return;
    show(note);
    setTroubles((known) => new Map([...known, [note, result.refusal.message]]));
  }

  return {
    hidden,
    troubleOf: (note) => troubles().get(note),
    begin(conversation, note) {
      if (hidden().has(note)) return;
      setHidden((known) => new Set([...known, note]));
      setTroubles((known) => new Map([...known].filter(([one]) => one !== note)));
      const cancel = options.clock.after(undoWithinMs, () => tasks.get(note)?.finish());
      const withdraw = options.undo.offer({
        done: 'The note is being deleted.',
        undo: () => {
          cancel();
          tasks.delete(note);
          show(note);
          return undefined;
        },
      });
      tasks.set(note, {
        cancel,
        finish() {
          tasks.delete(note);
          withdraw();
          void send(conversation, note);
        },
      });
    },
    flush() {
      for (const task of tasks.values()) {
        task.cancel();
        task.finish();
      }
    },
  };
}
