/** Who is here and who types: from the server and from direct links, merged by participant. */
import type { LogId, ParticipantId } from '../protocol/ids.ts';
import type { Clock } from './clock.ts';

export interface PresenceOptions {
  readonly clock: Clock;
  /** Tells the server, which passes it on to those without a direct link. */
  sendToServer(typing: boolean): void;
  sendToLinks(typing: boolean): void;
  /** Whether somebody who is here can only be reached through the server. */
  needsServer(): boolean;
  onChange(): void;
}

export interface Presence {
  setTyping(typing: boolean): void;
  /** What was typed is said: whoever was not told of the typing hears nothing of it any more. */
  spoke(): void;
  /** What the server said of another participant. */
  heardFromServer(participant: ParticipantId, typing: boolean): void;
  heardFromLink(log: LogId, participant: ParticipantId, typing: boolean): void;
  /** They have said something: whatever they typed is out. */
  said(participant: ParticipantId): void;
  typing(): ReadonlySet<ParticipantId>;
  /** Tells newcomers that we are typing. */
  repeat(): void;
  close(): void;
}

/** By our clock, so that nobody types for ever because a word got lost or came too often. */
const expiresMs = 6_000;
const repeatMs = 3_000;
/** What was said by then was never typed for anybody to see: most answers from a list are. */
const settlesMs = 80;

export function createPresence(options: PresenceOptions): Presence {
  const { clock } = options;
  let isTyping = false;
  let isTold = false;
  let cancelRepeat = () => {};
  /** Who types, by where it was heard; the value takes it back. */
  const heard = new Map<
    string,
    { readonly participant: ParticipantId; readonly cancel: () => void }
  >();
  let shown: ReadonlySet<ParticipantId> = new Set();

  function changed(): void {
    const now = new Set([...heard.values()].map(({ participant }) => participant));
    if (now.size === shown.size && [...now].every((each) => shown.has(each))) return;
    shown = now;
    options.onChange();
  }

  function hear(source: string, participant: ParticipantId, typing: boolean): void {
    heard.get(source)?.cancel();
    heard.delete(source);
    if (typing) {
      const cancel = clock.after(expiresMs, () => hear(source, participant, false));
      heard.set(source, { participant, cancel });
    }
    changed();
  }

  function tell(): void {
    cancelRepeat();
    isTold = isTyping;
    options.sendToLinks(isTyping);
    if (options.needsServer()) options.sendToServer(isTyping);
    if (isTyping) cancelRepeat = clock.after(repeatMs, tell);
  }

  return {
    setTyping: (typing) => {
      if (typing === isTyping) return;
      isTyping = typing;
      cancelRepeat();
      if (typing) cancelRepeat = clock.after(settlesMs, tell);
      else if (isTold) tell();
    },
    spoke: () => {
      if (!isTold) cancelRepeat();
    },
    heardFromServer: (participant, typing) => hear(`server/${participant}`, participant, typing),
    heardFromLink: (log, participant, typing) => hear(`link/${log}`, participant, typing),
    said: (participant) => {
      for (const [source, each] of heard) {
        if (each.participant === participant) hear(source, participant, false);
      }
    },
    typing: () => shown,
    repeat: () => {
      if (isTyping) tell();
    },
    close: () => {
      cancelRepeat();
      for (const { cancel } of heard.values()) cancel();
      heard.clear();
    },
  };
}
