/** What somebody is writing, as it is written: our own, by consent, and that of others. Kept in memory and nowhere else. */
import type { ParticipantId } from '../protocol/ids.ts';
import { previewCharacters } from '../protocol/session.ts';
import type { Clock } from './clock.ts';

export interface PreviewsOptions {
  readonly clock: Clock;
  /** @returns whether it left */
  send(text: string): boolean;
  onChange(): void;
}

export interface Previews {
  /** Whether those who answer may see what we write. */
  allowed(): boolean;
  /** What stands in our box; empty: nothing, or it is not to be seen. */
  write(text: string): void;
  /** Somebody came who has not seen it. */
  repeat(): void;
  shown(): ReadonlyMap<ParticipantId, string>;
  /** The server's word about us. */
  allow(on: boolean): void;
  heard(participant: ParticipantId, text: string): void;
  /** They said it, or are gone. */
  over(participant: ParticipantId): void;
  /** Nothing comes or goes any more, until the server says so again. */
  stop(): void;
}

/** The server drops what comes more often. */
const pauseMs = 500;

/** The end of a long text is what is being written; a character of two halves is not cut. */
export function previewOf(text: string): string {
  const end = text.slice(-previewCharacters);
  return /^[\udc00-\udfff]/.test(end) ? end.slice(1) : end;
}

export function createPreviews(options: PreviewsOptions): Previews {
  const { clock } = options;
  let isAllowed = false;
  let written = '';
  let sent = '';
  let cancelPause: (() => void) | undefined;
  let shown: ReadonlyMap<ParticipantId, string> = new Map();

  function show(participant: ParticipantId, text: string): void {
    if ((shown.get(participant) ?? '') === text) return;
    const next = new Map(shown);
    if (text === '') next.delete(participant);
    else next.set(participant, text);
    shown = next;
    options.onChange();
  }

  function pump(): void {
    if (!isAllowed || written === sent) return;
    // That nothing stands there any more waits for nothing.
    if (written !== '' && cancelPause !== undefined) return;
    if (!options.send(written)) return;
    sent = written;
    cancelPause?.();
    cancelPause = clock.after(pauseMs, () => {
      cancelPause = undefined;
      pump();
    });
  }

  function allow(on: boolean): void {
    if (on === isAllowed) return;
    isAllowed = on;
    sent = '';
    if (!on) written = '';
    options.onChange();
  }

  return {
    allowed: () => isAllowed,
    write(text) {
      written = isAllowed ? previewOf(text) : '';
      pump();
    },
    repeat() {
      sent = '';
      pump();
    },
    shown: () => shown,
    allow,
    heard: show,
    over: (participant) => show(participant, ''),
    stop() {
      cancelPause?.();
      cancelPause = undefined;
      allow(false);
      if (shown.size === 0) return;
      shown = new Map();
      options.onChange();
    },
  };
}
