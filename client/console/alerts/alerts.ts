import { createEffect, createMemo, onCleanup, type Accessor } from 'solid-js';
import { createChime } from '../../browser/chime.ts';
import { createLooking } from '../../browser/looking.ts';
import { createVoice } from '../../browser/voice.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import type { ConsoleContext } from '../console-context.ts';
import { newsSince, titleFor, type Glance, type NewsItem } from './news.ts';
import { noticeWords, type NoticeFacts } from './notice.ts';

/** A conversation and its first message are one piece of news, and so is a burst of messages. */
const quietMs = 1500;

export interface AlertsOptions {
  /** What the page is called. */
  readonly page: Accessor<string | undefined>;
  /** Somebody clicked at the notification about it. */
  onOpen(conversation: ConversationId): void;
}

/** Keeps the tab's title, sounds and notifies what is new, until the owner is disposed of. */
export function createAlerts(context: ConsoleContext, options: AlertsOptions): void {
  const { beside, desk, me, notifier, peer, preferences, clock } = context;
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
    document.title = titleFor(desk.unread(), options.page());
  });

  function sound(news: readonly NewsItem[]): void {
    if (!preferences.sounds.now() || clock.now() - soundedAt < quietMs) return;
    soundedAt = clock.now();
    chime.play(news.some(({ kind }) => kind === 'conversation') ? 'conversation' : 'message');
  }

  function notify(item: NewsItem): void {
    const found = open().find(({ id }) => id === item.conversation);
    if (found === undefined) {
      // Somebody else answers it: of that one names nothing.
      if (item.kind === 'mention') show(item, { name: '', line: undefined, masked: true });
      return;
    }
    const { state, lastLine, title } = found;
    const line = item.kind === 'mention' ? undefined : lastLine();
    const facts = {
      name: title(),
      line: line?.mine === true ? undefined : line?.text,
      // Where names are masked, one speaks there under another one.
      masked: state.you()?.name !== me.name,
    };
    show(item, facts);
  }

  function show(item: NewsItem, facts: NoticeFacts): void {
    notifier.show({
      ...noticeWords(item, facts, preferences.preview.now()),
      tag: `parley-${item.conversation}`,
      onClick: () => options.onOpen(item.conversation),
    });
  }

  onCleanup(
    beside.onMentioned((conversation) => {
      const isInView = isLooking() && desk.selected()?.id === conversation;
      if (isInView || !voice.held()) return;
      const item = { kind: 'mention', conversation } as const;
      sound([item]);
      if (preferences.notifications.now()) notify(item);
    }),
  );

  // What was there before the list and the replicas were read for the first time is not news.
  const isSettled = createMemo(
    () => peer.session().state === 'online' && open().every(({ state }) => state.loaded()),
  );
  createEffect<Glance | undefined>((before) => {
    const glance: Glance = new Map(open().map(({ id, state }) => [id, state.unread()]));
    if (before === undefined && !isSettled()) return undefined;
    const inView = isLooking() ? desk.selected()?.id : undefined;
    const news = newsSince(before, glance, inView);
    // One of several tabs speaks for all of them.
    if (news.length === 0 || !voice.held()) return glance;
    sound(news);
    if (preferences.notifications.now()) for (const item of news) notify(item);
    return glance;
  });

  // What one looks at is no news any more.
  createEffect(() => {
    const seen = desk.selected();
    if (seen !== undefined && isLooking()) notifier.clear(`parley-${seen.id}`);
  });
}
