/** Canned replies as the console knows them: asked for when the first one is wanted, and kept. */
import { createSignal, type Accessor } from 'solid-js';
import type { RepliesAnswer } from '../../../conversation/protocol/http/replies.ts';
import type { RepliesApi } from '../api/replies-api.ts';

export interface KnownReplies {
  /** Undefined until the server has answered. */
  readonly known: Accessor<RepliesAnswer | undefined>;
  /** Why they are not there, as a sentence. */
  readonly trouble: Accessor<string | undefined>;
  /** Asks for them where they are not known, or were asked for long ago. */
  want(): void;
  /** Asks again: something was changed here. */
  reload(): Promise<void>;
}

/** Others change them too, seldom. */
const freshMs = 5 * 60_000;

export function createKnownReplies(
  api: Pick<RepliesApi, 'replies'>,
  now: () => number,
): KnownReplies {
  const [known, setKnown] = createSignal<RepliesAnswer>();
  const [trouble, setTrouble] = createSignal<string>();
  let askedAt = -Infinity;
  let asked = 0;

  async function reload() {
    askedAt = now();
    asked += 1;
    const mine = asked;
    const result = await api.replies();
    if (mine !== asked) return;
    setTrouble(result.ok ? undefined : result.refusal.message);
    if (result.ok) setKnown(result.value);
    else askedAt = -Infinity;
  }
  return {
    known,
    trouble,
    reload,
    want() {
      if (now() - askedAt >= freshMs) void reload();
    },
  };
}
