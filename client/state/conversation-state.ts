import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { Conversation, LinkState } from '../../conversation/peer/api.ts';
import type { ConversationStatus, Participant } from '../../conversation/protocol/conversation.ts';
import { createEachFrame } from '../browser/each-frame.ts';

export interface Preview {
  readonly by: Participant;
  readonly text: string;
}

/** One conversation as signals; the verbs are the conversation's own (`conversation.say` …). */
export interface ConversationState {
  readonly conversation: Conversation;
  readonly loaded: Accessor<boolean>;
  readonly items: Accessor<readonly TimelineItem[]>;
  readonly status: Accessor<ConversationStatus | undefined>;
  readonly you: Accessor<Participant | undefined>;
  readonly others: Accessor<readonly Participant[]>;
  /** Those of `others` whose program runs in this conversation. */
  readonly here: Accessor<readonly Participant[]>;
  /** Those of `others` who are typing now. */
  readonly typing: Accessor<readonly Participant[]>;
  /** What those of `others` are writing who let it be seen. */
  readonly previews: Accessor<readonly Preview[]>;
  /** Whether those who answer may see what is written here. */
  readonly mayPreview: Accessor<boolean>;
  readonly link: Accessor<LinkState>;
  /** Nothing counts as unread while somebody reads along. */
  readonly unread: Accessor<number>;
  readonly trouble: Accessor<string | undefined>;
  /** Whether there is a box to write in, while it is open. */
  readonly mayWrite: Accessor<boolean>;
  /** Whether somebody is looking at the end of the conversation: new messages are read as they are drawn. */
  setReading(reading: boolean): void;
}

/** What is pasted and sent was never typed: a word about it would only flash, in the message's way. */
const typingSettlesMs = 100;

/**
 * Follows `conversation` until the owner is disposed of. It does not close it: whoever opened it does.
 *
 * @param isDrawn whether its thread is on the screen: what arrives there waits for nothing, elsewhere for the frame
 */
export function createConversationState(
  conversation: Conversation,
  isDrawn: () => boolean = () => true,
): ConversationState {
  const [changes, setChanges] = createSignal(0);
  const [reading, setReading] = createSignal(false);
  const look = () => ({
    last: conversation.items().at(-1),
    items: conversation.items(),
    typing: conversation.typing(),
    // Whoever looks at these waits for them; states and reading marks may come a little later.
    urgent: [conversation.loaded(), conversation.status(), conversation.link()],
  });
  let drawn: ReturnType<typeof look> | undefined;
  const drawing = createEachFrame(() => {
    drawn = look();
    setChanges((count) => count + 1);
  });
  onCleanup(
    conversation.onChange(() => {
      const now = look();
      const isNew = now.last?.id !== drawn?.last?.id;
      // What is one's own has yet to leave, so its drawing waits; what has arrived waits for nothing.
      if (isNew && now.last?.mine === false && isDrawn()) drawing.askNow();
      else if (isNew || now.urgent.some((value, index) => value !== drawn?.urgent[index]))
        drawing.ask();
      else if (now.items === drawn?.items && now.typing !== drawn.typing)
        drawing.askWithin(typingSettlesMs);
      else drawing.askSoon();
    }),
  );
  onCleanup(() => drawing.cancel());

  const follow = <Value>(read: () => Value, equals?: (a: Value, b: Value) => boolean) =>
    createMemo(
      () => {
        changes();
        return read();
      },
      undefined,
      equals === undefined ? {} : { equals },
    );
  const people = (ids: () => ReadonlySet<string>) =>
    follow(() => conversation.others().filter(({ id }) => ids().has(id)), samePeople);

  return {
    conversation,
    loaded: follow(() => conversation.loaded()),
    items: follow(() => conversation.items()),
    status: follow(() => conversation.status()),
    you: follow(() => conversation.you()),
    others: follow(() => conversation.others(), samePeople),
    here: people(() => conversation.here()),
    typing: people(() => conversation.typing()),
    previews: follow(() => {
      const written = conversation.previews();
      return conversation
        .others()
        .map((by) => ({ by, text: written.get(by.id) ?? '' }))
        .filter(({ text }) => text !== '');
    }, samePreviews),
    mayPreview: follow(() => conversation.mayPreview()),
    link: follow(() => conversation.link()),
    unread: follow(() => (reading() ? 0 : conversation.unread())),
    trouble: follow(() => conversation.trouble()),
    mayWrite: follow(() => conversation.mayWrite()),
    setReading,
  };
}

function samePreviews(a: readonly Preview[], b: readonly Preview[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.by.id === b[index]?.by.id && one.text === b[index]?.text)
  );
}

function samePeople(a: readonly Participant[], b: readonly Participant[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.id === b[index]?.id && one.name === b[index]?.name)
  );
}
