/** Whether a form stands before the first words. What it is made of, and what sends its answers, is loaded when needed. */
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { Conversation } from '../../conversation/peer/api.ts';
import type { Clock } from '../../conversation/peer/clock.ts';
import type { WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import type { ContactField } from '../../conversation/protocol/http/asking.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { createLate } from '../browser/late.ts';
import type { AskingPart } from './asking/asking-part.tsx';
import type { Visitor } from './visitor.ts';

export interface AskedDoor {
  /** The form takes the place of the box to write in. @param isUnbegun nothing was written yet */
  isAsking(isUnbegun: boolean): boolean;
  readonly Part: Accessor<typeof AskingPart | undefined>;
  readonly knows: readonly ContactField[];
  /** What is typed in the form, for a reload. */
  readonly typed: { read(): string; write(text: string): void };
  done(answers: string): void;
  /** The first words are about to be said there. */
  begins(conversation: ConversationId): void;
}

export interface AskedDoorOptions {
  readonly info: Accessor<WidgetAnswer | undefined>;
  /** Asks for it again. */
  refresh(): void;
  readonly conversation: Accessor<Conversation>;
  readonly owner: string | undefined;
  readonly knows: readonly ContactField[];
  readonly visitor: Pick<Visitor, 'ask'>;
  readonly values: KeptValues;
  readonly clock: Clock;
}

export function createAskedDoor(options: AskedDoorOptions): AskedDoor {
  const { info, conversation, owner, values } = options;
  const nameOf = (what: string) => ['asked', what, owner].filter(Boolean).join('.');
  const typed = nameOf('typed');
  const ready = nameOf('ready');
  const pending = (id: ConversationId) => `asked.${id}`;
  const [isFilled, setFilled] = createSignal(false);
  /** The server does not take what was answered: the form is another one by now. */
  const [isAgain, setAgain] = createSignal(false);
  const [isSending, setSending] = createSignal(false);
  const late = createLate(async () => (await import('./asking/asking-part.tsx')).AskingPart);

  createEffect(() => {
    const { id } = conversation();
    setAgain(false);
    setFilled(values.get(ready) !== undefined);
    setSending(values.get(pending(id)) !== undefined);
  });
  createEffect<boolean>((isLoaded) => {
    if (isLoaded || (info()?.asks === undefined && !isSending())) return isLoaded;
    late.load();
    return true;
  }, false);
  createEffect(() => {
    if (!isSending() || late.part() === undefined) return;
    const to = conversation();
    let stop = (): void => undefined;
    let isOver = false;
    onCleanup(() => {
      isOver = true;
      stop();
    });
    const name = pending(to.id);
    // The same chunk as the part's.
    void import('./asking/asking-part.tsx').then(({ sendAnswers }) => {
      if (isOver) return;
      stop = sendAnswers({
        ...options,
        conversation: to,
        answers: values.get(name) ?? '',
        onTaken() {
          values.delete(name);
          setSending(false);
        },
        onRefused() {
          values.set(typed, values.get(name) ?? '');
          values.delete(name);
          setSending(false);
          options.refresh();
          setAgain(true);
        },
      });
    });
  });

  return {
    isAsking(isUnbegun) {
      const now = info();
      const isDue = now?.asks?.when === 'always' || now?.answers === 'nobody';
      // Where the form cannot be loaded, nobody is kept from writing.
      const isThere = late.part() !== undefined || !late.failed();
      if (now?.asks === undefined || !isThere) return false;
      return isAgain() || (isDue && isUnbegun && !isFilled());
    },
    Part: late.part,
    knows: options.knows,
    typed: {
      read: () => values.get(typed) ?? '',
      write: (text) => values.set(typed, text),
    },
    done(answers) {
      values.delete(typed);
      if (untrack(isAgain)) {
        values.set(pending(untrack(conversation).id), answers);
        setAgain(false);
        setSending(true);
      } else {
        values.set(ready, answers);
        setFilled(true);
      }
    },
    begins(id) {
      const answers = values.get(ready);
      if (answers === undefined) return;
      values.set(pending(id), answers);
      values.delete(ready);
      setSending(true);
    },
  };
}
