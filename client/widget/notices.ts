import { createEffect, onCleanup, type Accessor } from 'solid-js';
import { createChime } from '../browser/chime.ts';
import { createVoice } from '../browser/voice.ts';

export interface NoticesOptions {
  readonly unread: Accessor<number>;
  readonly looking: Accessor<boolean>;
  /** Whether it is to be heard; left out: yes. */
  readonly sounds?: Accessor<boolean>;
  /** Of the tab; undefined in a frame, whose title nobody sees. */
  readonly title: Accessor<string | undefined>;
}

/** Sounds what is new and counts it in the tab's title, until the owner is disposed of. */
export function createNotices({ unread, looking, sounds, title }: NoticesOptions): void {
  const chime = createChime(AudioContext);
  const voice = createVoice('chat', navigator.locks, window);
  onCleanup(() => {
    voice.close();
    chime.close();
  });
  createEffect<number | undefined>((before) => {
    const now = unread();
    const isNew = before !== undefined && now > before;
    if (isNew && sounds?.() !== false && !looking() && voice.held()) chime.play('message');
    return now;
  });
  createEffect(() => {
    const words = title();
    if (words === undefined) return;
    document.title = unread() > 0 ? `(${unread() > 99 ? '99+' : unread()}) ${words}` : words;
  });
}
