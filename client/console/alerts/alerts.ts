import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';
import type { ConsoleContext } from '../console-context.ts';
import { createLooking } from '../ui/looking.ts';
import { createChime } from './chime.ts';
import { newsSince, titleFor, type Glance } from './news.ts';
import { createVoice } from './voice.ts';

/** Keeps the tab's title and sounds what is new, until the owner is disposed of. */
export function createAlerts(
  { desk, mute, peer }: ConsoleContext,
  page: Accessor<string | undefined>,
): void {
  const chime = createChime(AudioContext);
  const voice = createVoice(navigator.locks, window);
  onCleanup(() => {
    voice.close();
    chime.close();
    document.title = titleFor(0, undefined);
  });
  const isLooking = createLooking();

  createEffect(() => {
    document.title = titleFor(desk.unread(), page());
  });

  // What was there before the list and the replicas were read for the first time is not news.
  const isSettled = createMemo(
    () => peer.session().state === 'online' && desk.ordered().every(({ state }) => state.loaded()),
  );
  createEffect<Glance | undefined>((before) => {
    const glance: Glance = new Map(desk.ordered().map(({ id, state }) => [id, state.unread()]));
    if (before === undefined && !isSettled()) return undefined;
    const inView = isLooking() ? desk.selected()?.id : undefined;
    const news = newsSince(before, glance, inView);
    if (!mute.muted() && voice.held()) chime.play(news);
    return glance;
  });
}
