/** What is said here, on its way to being an entry (`intents.ts`), and all messages as they are shown. */
import { isEmoji } from '../log/emoji.ts';
import { limits } from '../log/limits.ts';
import { howSaid, parseText, type HowSaid, type Payloads } from '../log/payload.ts';
import type { TimelineItem } from '../log/timeline.ts';
import type { Participant } from '../protocol/conversation.ts';
import type { ParticipantId } from '../protocol/ids.ts';
import { createIntents, type Intents } from './intents.ts';
import type { LocalCopy } from './local-copy.ts';
import { createQueue } from './queue.ts';

export interface SpeechOptions {
  /** Undefined until the store has been read. */
  local(): LocalCopy | undefined;
  randomBytes(length: number): Uint8Array;
  /** The server's time, ms. */
  now(): number;
  onChange(): void;
  /** A message has been written. */
  onWritten(): void;
  onTrouble(message: string): void;
  onFault(error: unknown): void;
}

export interface Speech {
  readonly intents: Intents;
  /** @throws RangeError where the text cannot be a message, or too many wait. */
  say(typed: string, how?: HowSaid): void;
  /** Whether what was said can be changed now: there is a log to write to. */
  mayChange(): boolean;
  /** @throws RangeError where the text cannot be a message's, or nothing can be changed now. */
  change<Type extends ChangeType>(type: Type, payload: Payloads[Type]): void;
  /** Makes entries of what was said, in order, as long as there is a log to write to. */
  pump(): void;
  items(): readonly TimelineItem[];
  /** Resolves when what waits is stored. */
  settled(): Promise<void>;
}

/** What is said about messages that are there. */
export type ChangeType = 'edit' | 'redaction' | 'reaction';

/** Shown as author of a message that was said before the server told us who we are here. */
const nobodyYet: Participant = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA' as ParticipantId,
  name: 'You',
  role: 'client',
};

export function createSpeech(options: SpeechOptions): Speech {
  const intents = createIntents();
  const writing = createQueue();
  let shownFrom: readonly TimelineItem[] = [];
  let shown: readonly TimelineItem[] = [];

  async function write(): Promise<void> {
    const before = intents.count();
    const local = options.local();
    for (let next = intents.first(); next !== undefined && local; next = intents.first()) {
      const written = await local.own.append(
        'message',
        { text: next.text, ...howSaid(next) },
        next.id,
        {
          isStoredUnsent: intents.isStored(next),
        },
      );
      if (written === undefined) break;
      options.onWritten();
    }
    if (before !== intents.count()) await intents.save();
  }

  function pump(): void {
    writing.run(write).catch((error: unknown) => {
      options.onFault(error);
      options.onTrouble('The message could not be written.');
    });
  }

  function unsaved(): number {
    const local = options.local();
    const log = local?.own.resumable()?.log;
    if (local === undefined || log === undefined) return 0;
    return (local.replica.head(log)?.next ?? 0) - local.receipts.savedUpTo(log);
  }

  function mindOutbox(): void {
    if (intents.count() + unsaved() >= limits.outboxEntries) {
      throw new RangeError('Too many messages wait for the server. Try again when they are saved.');
    }
  }

  const mayChange = () => options.local()?.own.current() !== undefined;

  function change<Type extends ChangeType>(type: Type, payload: Payloads[Type]): void {
    if ('text' in payload) textOf(payload.text);
    if ('emoji' in payload && !isEmoji(payload.emoji)) throw new RangeError('Choose one emoji.');
    if (!mayChange()) throw new RangeError('This can be changed when the server was met again.');
    mindOutbox();
    const write = async () => {
      const written = await options.local()?.own.append(type, payload);
      if (written === undefined) throw new Error(`There is no log for a ${type} any more.`);
    };
    writing.run(write).catch((error: unknown) => {
      options.onFault(error);
      options.onTrouble('What you changed could not be written.');
    });
  }

  function say(typed: string, how: HowSaid = {}): void {
    const text = typed.trim() === '' && how.files !== undefined ? '' : textOf(typed);
    mindOutbox();
    intents.add({ id: options.randomBytes(16), text, at: options.now(), ...how });
    options.onChange();
    if (options.local()?.own.current() === undefined) {
      intents.save().catch((error: unknown) => {
        options.onFault(error);
        options.onTrouble('This message is not kept if the page is closed now.');
      });
    }
    pump();
  }

  function items(): readonly TimelineItem[] {
    const local = options.local();
    const from = local?.timeline.items() ?? [];
    const waiting = intents.items(local?.facts().you ?? nobodyYet);
    const isSame =
      shownFrom === from &&
      shown.length === from.length + waiting.length &&
      waiting.every((item, i) => item === shown[from.length + i]);
    if (isSame) return shown;
    shownFrom = from;
    shown = waiting.length === 0 ? from : [...from, ...waiting];
    return shown;
  }

  return {
    intents,
    say,
    mayChange,
    change,
    pump,
    items,
    settled: () => writing.run(() => intents.save()),
  };
}

function textOf(typed: string): string {
  const text = parseText(typed);
  if (text.ok) return text.value;
  throw new RangeError(
    text.refusal === 'empty'
      ? 'A message needs at least one character.'
      : `A message has at most ${limits.textBytes} bytes.`,
  );
}
