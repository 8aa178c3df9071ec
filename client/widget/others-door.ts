import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ConversationSummary } from '../../conversation/protocol/conversation.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { isGroup } from '../../conversation/protocol/kinds.ts';
import type { Others } from './list/follow-others.ts';
import type { Heard } from './list/own-rows.ts';
import type { OpenBook } from './open-book.ts';

export interface OthersDoor {
  /** Open ones that are not before the visitor, those with the newest words first. */
  readonly others: Accessor<readonly ConversationSummary[]>;
  readonly heard: Accessor<ReadonlyMap<ConversationId, Heard>>;
  /** Unread in all of them together. */
  readonly total: Accessor<number>;
}

/** Most visitors have one conversation: what follows others is loaded when there are some. */
export function createOthersDoor(options: {
  readonly book: Pick<OpenBook, 'open' | 'close'>;
  readonly listed: Accessor<readonly ConversationSummary[]>;
  /** Undefined: none is before the visitor. */
  readonly current: Accessor<ConversationId | undefined>;
}): OthersDoor {
  const { book, listed, current } = options;
  const others = createMemo(() =>
    listed()
      .filter(({ conversation, kind }) => conversation !== current() && !isGroup(kind))
      .toSorted((a, b) => b.activeAt - a.activeAt),
  );
  const [following, setFollowing] = createSignal<Others>();
  let isOver = false;
  createEffect<boolean>((isAsked) => {
    if (isAsked || others().length === 0) return isAsked;
    import('./list/follow-others.ts').then(
      ({ followOthers }) => {
        if (isOver) return;
        const ids = () => others().map(({ conversation }) => conversation);
        setFollowing(followOthers(book, ids));
      },
      // Without it, what is before the visitor is counted.
      () => undefined,
    );
    return true;
  }, false);
  onCleanup(() => {
    isOver = true;
    following()?.close();
  });
  const heard = () => following()?.heard() ?? new Map<ConversationId, Heard>();
  return {
    others,
    heard,
    total: createMemo(() => [...heard().values()].reduce((sum, { unread }) => sum + unread, 0)),
  };
}
