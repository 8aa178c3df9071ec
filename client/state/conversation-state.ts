import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { TimelineItem } from '../../conversation/log/timeline.ts';
import type { Conversation, LinkState } from '../../conversation/peer/api.ts';
import type { ConversationStatus, Participant } from '../../conversation/protocol/conversation.ts';
import { createEachFrame } from '../browser/each-frame.ts';

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
  readonly link: Accessor<LinkState>;
  readonly unread: Accessor<number>;
  readonly trouble: Accessor<string | undefined>;
}

/** Follows `conversation` until the owner is disposed of. It does not close it: whoever opened it does. */
export function createConversationState(conversation: Conversation): ConversationState {
  const [changes, setChanges] = createSignal(0);
  const drawing = createEachFrame(() => setChanges((count) => count + 1));
  onCleanup(conversation.onChange(() => drawing.ask()));
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
    link: follow(() => conversation.link()),
    unread: follow(() => conversation.unread()),
    trouble: follow(() => conversation.trouble()),
  };
}

function samePeople(a: readonly Participant[], b: readonly Participant[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.id === b[index]?.id && one.name === b[index]?.name)
  );
}
