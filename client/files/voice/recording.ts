/** A voice message while it is made: time, loudness, its end, and what it came to. */
import type { Clock } from '../../../conversation/peer/clock.ts';

export interface Voice {
  readonly content: Blob;
  readonly ms: number;
}

export type VoiceState =
  /** The browser asks whether we may listen. */
  | { readonly state: 'asking' }
  /** `level` from 0 to 1. */
  | { readonly state: 'recording'; readonly ms: number; readonly level: number }
  | { readonly state: 'ending'; readonly ms: number }
  | { readonly state: 'recorded'; readonly voice: Voice }
  | { readonly state: 'refused'; readonly why: MicrophoneRefusal };

export type MicrophoneRefusal = 'not-allowed' | 'no-microphone' | 'broken';

export class MicrophoneRefused extends Error {
  readonly refusal: MicrophoneRefusal;
  constructor(refusal: MicrophoneRefusal, cause: unknown) {
    super(`The microphone cannot be used: ${refusal}.`, { cause });
    this.refusal = refusal;
  }
}

/** One that records from the moment it is there. */
export interface Microphone {
  /** From 0 to 1, now. */
  level(): number;
  /** Rejects where nothing was recorded. */
  stop(): Promise<Blob>;
  /** Lets go of it; the browser's sign that somebody listens goes out. */
  close(): void;
}

export interface RecordingOptions {
  /** Rejects with MicrophoneRefused. */
  readonly open: () => Promise<Microphone>;
  readonly clock: Clock;
  readonly onChange: (state: VoiceState) => void;
}

export interface Recording {
  stop(): void;
  close(): void;
}

/** A message, not a lecture; 5 minutes are about 2.5 MB. */
export const mostVoiceMs = 5 * 60 * 1000;
const lookMs = 100;

/** Asks for the microphone and records until it is stopped, or too long. */
export function startRecording({ open, clock, onChange }: RecordingOptions): Recording {
  let microphone: Microphone | undefined;
  let cancelLook = () => {};
  let startedAt = 0;
  let isStopped = false;
  let isClosed = false;

  function become(state: VoiceState): void {
    if (!isClosed) onChange(state);
  }

  function look(): void {
    if (microphone === undefined || isStopped) return;
    const ms = clock.now() - startedAt;
    if (ms >= mostVoiceMs) return stop();
    become({ state: 'recording', ms, level: microphone.level() });
    cancelLook = clock.after(lookMs, look);
  }

  function refuse(error: unknown): void {
    const why = error instanceof MicrophoneRefused ? error.refusal : 'broken';
    become({ state: 'refused', why });
  }

  async function start(): Promise<void> {
    become({ state: 'asking' });
    const opened = await open();
    if (isClosed) return opened.close();
    microphone = opened;
    startedAt = clock.now();
    look();
  }

  function stop(): void {
    if (microphone === undefined || isStopped) return;
    isStopped = true;
    cancelLook();
    const ms = Math.min(mostVoiceMs, clock.now() - startedAt);
    const stopped = microphone;
    become({ state: 'ending', ms });
    stopped
      .stop()
      .then((content) => become({ state: 'recorded', voice: { content, ms } }))
      .catch(refuse)
      .finally(() => stopped.close());
  }

  start().catch(refuse);
  return {
    stop,
    close() {
      if (isClosed) return;
      isClosed = true;
      cancelLook();
      microphone?.close();
    },
  };
}
