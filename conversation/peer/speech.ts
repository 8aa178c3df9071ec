/** What is said here, on its way to being an entry (`intents.ts`), and all messages as they are shown. */
import { limits } from '../log/limits.ts';
import { parseText } from '../log/payload.ts';
import type { TimelineItem } from '../log/timeline.ts';
import type { Participant } from '../protocol/conversation.ts';
import type { ParticipantId } from '../protocol/ids.ts';
import type { HowSaid } from './api.ts';
import { createIntents, type Intent, type Intents } from './intents.ts';
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
  /** Makes entries of what was said, in order, as long as there is a log to write to. */
  pump(): void;
  items(): readonly TimelineItem[];
  /** Resolves when what waits is stored. */
  settled(): Promise<void>;
}

/** Shown as author of a message that was said before the server told us who we are here. */
const nobodyYet: Participant = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA' as ParticipantId,
  name: 'You',
  role: 'client',
};

const wordsOf = ({ text, greeting, answers }: Intent) => ({
  text,
  ...(greeting === undefined ? {} : { greeting }),
  ...(answers === undefined ? {} : { answers }),
});

export function createSpeech(options: SpeechOptions): Speech {
  const intents = createIntents();
  const writing = createQueue();
  let shownFrom: readonly TimelineItem[] = [];
  let shown: readonly TimelineItem[] = [];

  async function write(): Promise<void> {
    const before = intents.count();
    const local = options.local();
    for (let next = intents.first(); next !== undefined && local; next = intents.first()) {
      const written = await local.own.append('message', wordsOf(next), next.id, {
        isStoredUnsent: intents.isStored(next),
      });
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

  function say(typed: string, how: HowSaid = {}): void {
    const text = parseText(typed);
    if (!text.ok) {
      throw new RangeError(
        text.refusal === 'empty'
          ? 'A message needs at least one character.'
          : `A message has at most ${limits.textBytes} bytes.`,
      );
    }
    if (intents.count() + unsaved() >= limits.outboxEntries) {
      throw new RangeError('Too many messages wait for the server. Try again when they are saved.');
    }
    intents.add({ id: options.randomBytes(16), text: text.value, at: options.now(), ...how });
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
    pump,
    items,
    settled: () => writing.run(() => intents.save()),
  };
}
