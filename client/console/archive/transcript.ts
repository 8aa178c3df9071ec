/** Fetches a transcript part by part and verifies it as it comes. */
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { createWebCryptoVerifier } from '../../../conversation/log/signatures.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import { fromBase64Url, type ConversationId } from '../../../conversation/protocol/ids.ts';
import { createEd25519Fallback } from '../../browser/ed25519-fallback.ts';
import type { ThreadState } from '../../chat/thread.tsx';
import type { ConsoleApi } from '../api/console-api.ts';
import {
  createTranscriptCheck,
  type TranscriptCheck,
  type VerifiedTranscript,
} from './verify-transcript.ts';

export type TranscriptState =
  /** `of` is unknown until the first part came. */
  | { readonly state: 'working'; readonly done: number; readonly of: number | undefined }
  | { readonly state: 'verified'; readonly found: VerifiedTranscript }
  | { readonly state: 'failed'; readonly message: string };

export interface Transcript {
  readonly summary: Accessor<ConversationSummary | undefined>;
  readonly state: Accessor<TranscriptState>;
  /** What the thread draws: the verified items, and nothing that moves. */
  readonly thread: ThreadState;
  again(): void;
}

/** Begins at once, and stops with its owner. */
export function createTranscript(
  api: Pick<ConsoleApi, 'transcript'>,
  conversation: ConversationId,
  subtle: SubtleCrypto,
): Transcript {
  const [summary, setSummary] = createSignal<ConversationSummary>();
  const [state, setState] = createSignal<TranscriptState>({
    state: 'working',
    done: 0,
    of: undefined,
  });
  let running: AbortController | undefined;
  const verify = createWebCryptoVerifier(subtle, createEd25519Fallback());
  const failed = (message: string) => void setState({ state: 'failed', message });

  async function load(signal: AbortSignal) {
    let check: TranscriptCheck | undefined;
    let from: number | undefined;
    let done = 0;
    do {
      const answer = await api.transcript(conversation, from, signal);
      signal.throwIfAborted();
      if (!answer.ok) return failed(answer.refusal.message);
      const part = answer.value;
      const installationKey = fromBase64Url(part.installationKey);
      if (installationKey === undefined) return failed('The server named no key to verify with.');
      setSummary(part.summary);
      check ??= createTranscriptCheck({
        conversation,
        installationKey,
        verify,
        pause: () => pauseFor(signal),
      });
      const before = done;
      const of = part.next === undefined ? before + part.entries.length : part.summary.entries;
      const progress = (count: number) =>
        setState({ state: 'working', done: before + count, of: Math.max(of, before + count) });
      progress(0);
      await check.add(part, progress);
      done += part.entries.length;
      from = part.next;
    } while (from !== undefined);
    setState({ state: 'verified', found: check.result() });
  }
  function begin() {
    running?.abort();
    const control = new AbortController();
    running = control;
    setState({ state: 'working', done: 0, of: undefined });
    load(control.signal).catch((error: unknown) => {
      // Left or begun again: nobody waits for this one.
      if (!control.signal.aborted) throw error;
    });
  }
  onCleanup(() => running?.abort());
  begin();

  const found = () => {
    const now = state();
    return now.state === 'verified' ? now.found : undefined;
  };
  return {
    summary,
    state,
    again: begin,
    thread: {
      loaded: () => true,
      items: () => found()?.items ?? [],
      you: () => undefined,
      link: () => 'server',
      typing: () => [],
      previews: () => [],
      setReading: () => undefined,
      conversation: { id: conversation, markRead: () => undefined, unread: () => 0 },
    },
  };
}

/** A task of its own, so that the page draws and answers in between. */
function pauseFor(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (signal.aborted ? reject(signal.reason as Error) : resolve()), 0);
  });
}
