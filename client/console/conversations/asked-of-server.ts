/** What the server knows about the conversation that one looks at. */
import { createMemo, createResource, createSignal, type Accessor } from 'solid-js';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { ApiResult } from '../../signed-in/api/api-client.ts';

export interface AskedOfServer<Value> {
  /** What was known a moment ago stays until the news is there, but never in another conversation. */
  readonly value: Accessor<Value | undefined>;
  /** Why it is not known. */
  readonly trouble: Accessor<string | undefined>;
  again(): void;
  /** It was changed here, and this is what it is now. */
  put(value: Value): void;
}

/** @returns undefined also where it is not ours to see, or not there any more: nothing is said then */
export function troubleIn(result: ApiResult<unknown> | undefined): string | undefined {
  if (result?.ok !== false) return undefined;
  const { code, message } = result.refusal;
  return code === 'not-found' || code === 'not-allowed' ? undefined : message;
}

/** @param changes whatever it reads asks anew when it changes */
export function createAskedOfServer<Value>(
  conversation: Accessor<ConversationId>,
  ask: (conversation: ConversationId) => Promise<ApiResult<Value>>,
  changes: (conversation: ConversationId) => unknown = () => undefined,
): AskedOfServer<Value> {
  const [asked, setAsked] = createSignal(0);
  const changed = createMemo(() => changes(conversation()));
  const [answer, { mutate }] = createResource(
    () => [conversation(), changed(), asked()] as const,
    async ([of]) => ({ of, result: await ask(of) }),
  );
  const result = () => {
    const { latest } = answer;
    return latest?.of === conversation() ? latest.result : undefined;
  };
  return {
    value() {
      const now = result();
      return now?.ok === true ? now.value : undefined;
    },
    trouble: () => troubleIn(result()),
    again: () => void setAsked((count) => count + 1),
    put: (value) => void mutate({ of: conversation(), result: { ok: true, value } }),
  };
}
