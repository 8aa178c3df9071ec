/** The visitor's conversations: back to one of them, or on to a new one. Loaded when it is first opened. */
import './list-part.css';
import { createEffect, createMemo, createSignal, For, on, onMount, Show, type JSX } from 'solid-js';
import * as v from 'valibot';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import {
  ownConversationsAnswer,
  type OwnConversationJson,
} from '../../../conversation/protocol/http/customers.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { createTimeLabels, dayOf } from '../../chat/time-labels.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { PlusIcon } from '../../ui/more-icons.tsx';
import { Badge } from '../../ui/marks.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { locale, t } from '../../words/words.ts';
import type { Visitor } from '../visitor.ts';
import { rowsOf, type Heard, type OwnRow } from './own-rows.ts';

export interface ListPartProps {
  readonly visitor: Pick<Visitor, 'ask'>;
  /** By the session: what is open, as it is now. */
  readonly live: readonly ConversationSummary[];
  readonly heard: ReadonlyMap<ConversationId, Heard>;
  /** The one that one came from. */
  readonly current: ConversationId;
  readonly now: () => number;
  /** So many are open, and no more may be; undefined: another one may. */
  readonly full: number | undefined;
  readonly onClose: (() => void) | undefined;
  onOpen(conversation: ConversationId): void;
  onNew(): void;
}

export function ListPart(props: ListPartProps): JSX.Element {
  const [asked, setAsked] = createSignal<readonly OwnConversationJson[]>();
  const [next, setNext] = createSignal<number>();
  const [isOld, setOld] = createSignal(false);
  const labels = createTimeLabels(locale());
  let title: HTMLHeadingElement | undefined;
  let turn = 0;

  async function load(before?: number): Promise<void> {
    turn += 1;
    const mine = turn;
    const page = await pageOf(props.visitor, before);
    if (mine !== turn) return;
    setOld(page === undefined);
    if (page === undefined) return;
    setAsked([...(before === undefined ? [] : (asked() ?? [])), ...page.conversations]);
    setNext(page.next);
  }
  const rows = createMemo(() => rowsOf(asked(), props.live, props.heard));
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])));
  const ids = createMemo<readonly ConversationId[]>(() => [...byId().keys()], [], {
    equals: (a, b) => a.length === b.length && a.every((id, at) => id === b[at]),
  });
  // What is said, begun or ended meanwhile stands here at once.
  const news = createMemo(() =>
    props.live
      .map((one) => `${one.conversation}${one.activeAt}${one.status.state}`)
      .concat([...props.heard].map(([id, { unread }]) => `${id}${unread}`))
      .join(),
  );
  createEffect(on(news, () => void load()));
  onMount(() => title?.focus());

  const timeOf = (at: number) =>
    dayOf(at) === dayOf(props.now()) ? labels.clock(at) : labels.day(at, props.now());

  return (
    <main class="own-list" aria-label={t('list.name')}>
      <header class="own-list-head">
        <h1 class="own-list-title" tabindex={-1} ref={(found) => (title = found)}>
          {t('list.name')}
        </h1>
        <Show when={props.onClose}>
          {(close) => (
            <IconButton label={t('chat.close')} onClick={() => close()()}>
              <CloseIcon />
            </IconButton>
          )}
        </Show>
      </header>
      <div class="own-list-scroll">
        <Show when={isOld()}>
          <p class="own-list-note" role="status">
            {t('list.old')}
            <Button size="small" onClick={() => void load()}>
              {t('list.again')}
            </Button>
          </p>
        </Show>
        <Show when={asked() === undefined && !isOld() && rows().length === 0}>
          <div class="own-list-note" role="status">
            <span class="sr-only">{t('list.loading')}</span>
            <Skeleton width="100%" height="2.5rem" />
            <Skeleton width="100%" height="2.5rem" />
          </div>
        </Show>
        <Show when={asked() !== undefined && rows().length === 0}>
          <p class="own-list-note">{t('list.empty')}</p>
        </Show>
        <ul class="own-list-rows" aria-label={t('list.name')}>
          <For each={ids()}>
            {(id) => (
              <Show when={byId().get(id)}>
                {(row) => (
                  <li>
                    <Row
                      row={row()}
                      time={timeOf(row().activeAt)}
                      unread={props.heard.get(id)?.unread ?? 0}
                      isCurrent={id === props.current}
                      onOpen={() => props.onOpen(id)}
                    />
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
        <Show when={next()}>
          {(before) => (
            <div class="own-list-note">
              <Button onClick={() => void load(before())}>{t('list.more')}</Button>
            </div>
          )}
        </Show>
      </div>
      <footer class="own-list-foot">
        <Show
          when={props.full}
          fallback={
            <Button look="primary" onClick={() => props.onNew()}>
              <PlusIcon /> {t('list.new')}
            </Button>
          }
        >
          {(count) => <p role="status">{t('list.full', { count: count() })}</p>}
        </Show>
      </footer>
    </main>
  );
}

interface RowProps {
  readonly row: OwnRow;
  readonly time: string;
  readonly unread: number;
  readonly isCurrent: boolean;
  onOpen(): void;
}

function Row(props: RowProps): JSX.Element {
  return (
    <button
      type="button"
      class="own-list-row"
      aria-current={props.isCurrent}
      onClick={() => props.onOpen()}
    >
      <span class="own-list-about">
        <bdi>{props.row.about || t('chat.team')}</bdi>
      </span>
      <span class="own-list-time tabular">{props.time}</span>
      <span class="own-list-text">
        <bdi>{props.row.text}</bdi>
      </span>
      <span class="own-list-marks">
        <Show when={props.unread > 0}>
          <Badge tone="accent" label={t('list.unread', { count: props.unread })}>
            {props.unread > 99 ? '99+' : props.unread}
          </Badge>
        </Show>
        <Badge tone={props.row.state === 'open' ? 'good' : 'neutral'}>
          {t(`list.${props.row.state}`)}
        </Badge>
      </span>
    </button>
  );
}

/** @returns undefined where the server does not answer */
async function pageOf(visitor: Pick<Visitor, 'ask'>, before: number | undefined) {
  try {
    const query = before === undefined ? '' : `&before=${before}`;
    const answer = await visitor.ask(`/api/me/conversations?limit=30${query}`, {
      cache: 'no-store',
    });
    const parsed = v.safeParse(ownConversationsAnswer, answer.ok ? await answer.json() : undefined);
    return parsed.success ? parsed.output : undefined;
  } catch {
    // No network.
    return undefined;
  }
}
