import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';
import { createChime } from '../../browser/chime.ts';
import { createLooking } from '../../browser/looking.ts';
import { createVoice } from '../../browser/voice.ts';
import type { ConsoleContext } from '../console-context.ts';
import { newsSince, titleFor, type Glance } from './news.ts';

/** A conversation and its first message are one piece of news, and so is a burst of messages. */
const quietMs = 1500;

/** Keeps the tab's title and sounds what is new, until the owner is disposed of. */
export function createAlerts(
  { desk, mute, peer, clock }: ConsoleContext,
  page: Accessor<string | undefined>,
): void {
  const chime = createChime(AudioContext);
  const voice = createVoice('console', navigator.locks, window);
  onCleanup(() => {
    voice.close();
    chime.close();
    document.title = titleFor(0, undefined);
  });
  const isLooking = createLooking();
  let soundedAt = -Infinity;
  const open = () => [...desk.ordered(), ...desk.groups()];

  createEffect(() => {
    document.title = titleFor(desk.unread(), page());
  });

  // What was there before the list and the replicas were read for the first time is not news.
  const isSettled = createMemo(
    () => peer.session().state === 'online' && open().every(({ state }) => state.loaded()),
  );
  createEffect<Glance | undefined>((before) => {
    const glance: Glance = new Map(open().map(({ id, state }) => [id, state.unread()]));
    if (before === undefined && !isSettled()) return undefined;
    const inView = isLooking() ? desk.selected()?.id : undefined;
    const news = newsSince(before, glance, inView);
    const isTooSoon = clock.now() - soundedAt < quietMs;
    if (news !== 'none' && !isTooSoon && !mute.muted() && voice.held()) {
      soundedAt = clock.now();
      chime.play(news);
    }
    return glance;
  });
}
