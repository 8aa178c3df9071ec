import './message-bar.css';
import { createEffect, createSignal, For, on, onCleanup, onMount, Show, type JSX } from 'solid-js';
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { EntryId } from '../../../conversation/protocol/ids.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import { IconButton } from '../../ui/button.tsx';
import { SmileIcon } from '../../ui/icons.tsx';
import {
  CopyIcon,
  EditIcon,
  InfoIcon,
  NoteIcon,
  ReplyIcon,
  TrashIcon,
} from '../../ui/more-icons.tsx';
import { EmojiPopup } from '../emoji/emoji-popup.tsx';
import type { Acting } from './acting.ts';
import type { Deed, MessageItem } from './deeds.ts';
import { DetailsDialog } from './details-dialog.tsx';
import { followMessages, type Pointed } from './pointed.ts';
import { QuickEmoji } from './quick-emoji.tsx';
import { t } from '../../words/words.ts';

export interface MessageBarProps {
  readonly acting: Acting;
  scroller(): HTMLElement;
  find(id: EntryId): TimelineItem | undefined;
}

interface Target {
  readonly item: MessageItem;
  readonly deeds: readonly Deed[];
  readonly element: HTMLElement;
  readonly how: Pointed['how'];
}

/** One bar for all messages of a thread: it comes to the one that is pointed at, touched, or chosen with the keyboard. */
export function MessageBar(props: MessageBarProps): JSX.Element {
  const [target, setTarget] = createSignal<Target>();
  const [chooses, setChooses] = createSignal<'quick' | 'all'>();
  const [details, setDetails] = createSignal<EntryId>();
  let bar: HTMLDivElement | undefined;

  function hide(): void {
    setTarget(undefined);
    setChooses(undefined);
  }

  function point(to: Pointed | undefined): void {
    // Whoever chooses an emoji, or uses the bar with the keyboard, passes over other messages.
    const isInUse = chooses() !== undefined || bar?.contains(document.activeElement) === true;
    if (to === undefined || (to.how === 'pointer' && isInUse)) {
      if (!isInUse) hide();
      return;
    }
    const item = props.find(to.id);
    const deeds = item === undefined ? [] : props.acting.deeds(item);
    if (item?.kind !== 'message' || deeds.length === 0) return hide();
    setChooses(undefined);
    setTarget({ item, deeds, element: to.element, how: to.how });
  }

  onMount(() => onCleanup(followMessages(props.scroller(), { point, leave: hide })));

  function choose({ item, element }: Target, emoji: string): void {
    props.acting.react(item, emoji);
    hide();
    element.focus({ preventScroll: true });
  }

  function act({ item, element }: Target, deed: Deed): void {
    if (deed === 'react')
      return void setChooses((now) => (now === undefined ? 'quick' : undefined));
    const hadFocus = bar?.contains(document.activeElement) === true;
    hide();
    if (hadFocus) element.focus({ preventScroll: true });
    switch (deed) {
      case 'reply':
        return props.acting.replyTo(item);
      case 'note':
        return props.acting.note(item);
      case 'copy':
        return props.acting.copy(item);
      case 'edit':
        return props.acting.edit(item);
      case 'take-back':
        return props.acting.takeBack(item);
      case 'details':
        return void setDetails(item.id);
      default:
        return unreachable(deed);
    }
  }

  return (
    <>
      <Show when={target()} keyed>
        {(now) => (
          <div
            ref={(element) => {
              bar = element;
              onMount(() => {
                createEffect(on(chooses, () => placeBeside(element, now.element, now.item.mine)));
                if (now.how === 'keyboard') element.querySelector('button')?.focus();
              });
            }}
            class="message-bar"
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return moveAmongButtons(event);
              event.stopPropagation();
              hide();
              now.element.focus({ preventScroll: true });
            }}
            onPointerLeave={(event) =>
              event.pointerType === 'mouse' && chooses() === undefined && hide()
            }
          >
            <div class="message-deeds" role="toolbar" aria-label={t('deeds.name')}>
              <For each={now.deeds}>
                {(deed) => (
                  <IconButton
                    label={t(`deed.${deed}`)}
                    aria-expanded={deed === 'react' ? chooses() !== undefined : undefined}
                    onClick={() => act(now, deed)}
                  >
                    {deedIcon(deed)}
                  </IconButton>
                )}
              </For>
            </div>
            <Show when={chooses() === 'quick'}>
              <QuickEmoji
                onChoose={(emoji) => choose(now, emoji)}
                onMore={() => setChooses('all')}
              />
            </Show>
            <Show when={chooses() === 'all'}>
              <EmojiPopup onChoose={(emoji) => choose(now, emoji)} onClose={hide} />
            </Show>
          </div>
        )}
      </Show>
      <DetailsDialog
        details={details() === undefined ? undefined : props.acting.details(details()!)}
        onClose={() => setDetails(undefined)}
      />
    </>
  );
}

const gap = 8;

/** Above the bubble, at its own side; inside of the thread, whatever its size. */
function placeBeside(bar: HTMLElement, message: HTMLElement, isMine: boolean): void {
  const bubble = (message.querySelector('.bubble') ?? message).getBoundingClientRect();
  const thread = bar.parentElement?.getBoundingClientRect();
  if (thread === undefined) return;
  const isLeft = isMine === (getComputedStyle(bar).direction === 'rtl');
  const wanted = (isLeft ? bubble.left : bubble.right - bar.offsetWidth) - thread.left;
  const left = Math.max(gap, Math.min(wanted, thread.width - bar.offsetWidth - gap));
  const top = Math.max(gap, bubble.top - thread.top - bar.offsetHeight + gap);
  bar.style.translate = `${left}px ${top}px`;
}

/** As the pattern "toolbar" has it (WAI-ARIA APG). */
function moveAmongButtons(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

function deedIcon(deed: Deed): JSX.Element {
  switch (deed) {
    case 'react':
      return <SmileIcon />;
    case 'reply':
      return <ReplyIcon />;
    case 'note':
      return <NoteIcon />;
    case 'copy':
      return <CopyIcon />;
    case 'edit':
      return <EditIcon />;
    case 'take-back':
      return <TrashIcon />;
    case 'details':
      return <InfoIcon />;
    default:
      return unreachable(deed);
  }
}
