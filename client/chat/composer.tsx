import './composer.css';
import { createEffect, createSignal, on, onCleanup, onMount, Show, type JSX } from 'solid-js';
import type { Clock } from '../../conversation/peer/clock.ts';
import { createEachFrame } from '../browser/each-frame.ts';
import { createLate, whenIdle } from '../browser/late.ts';
import type { Acting } from './acting/acting.ts';
import { AboutLine } from './acting/about-line.tsx';
import type { ComposerAssist, ComposerField } from './composer-assist.ts';
import { AttachButton } from '../files/attach-button.tsx';
import { VoiceButton } from '../files/voice/voice-button.tsx';
import { IconButton } from '../ui/button.tsx';
import { SendIcon, SmileIcon } from '../ui/icons.tsx';
import { lengthNotice, sendsOn } from './composer-rules.ts';
import { createTypingSignal } from './typing-hold.ts';
import { t } from '../words/words.ts';

/** Keeps what was begun across a reload. */
export interface Draft {
  read(): string;
  write(text: string): void;
}

export interface ComposerProps {
  readonly clock: Clock;
  readonly draft: Draft;
  readonly placeholder?: string;
  /** Focus it as soon as it is there. */
  readonly autofocus?: boolean;
  /** Nothing can be sent yet; why not stands beside it. */
  readonly blocked?: boolean;
  /** What one does to messages: the next words may be about one. Where it is left out they never are. */
  readonly acting?: Pick<Acting, 'about' | 'drop' | 'editLast' | 'attaching'> | undefined;
  /** Offers things while one writes. */
  readonly assist?: ((field: ComposerField) => ComposerAssist) | undefined;
  send(text: string): void;
  setTyping(typing: boolean): void;
  /** What stands in the box, whenever that changes; not the new text of an older message. */
  onText?(text: string): void;
  /** Takes the verbs that others need: focus after a panel opened. */
  handle?(handle: ComposerHandle): void;
}

export interface ComposerHandle {
  focus(): void;
}

/** Make a new one per conversation (`<Show keyed>`): draft and typing belong to one. */
export function Composer(props: ComposerProps): JSX.Element {
  let field!: HTMLTextAreaElement;
  const [text, setText] = createSignal(props.draft.read());
  const notice = () => lengthNotice(text());
  const isOver = () => notice()?.over === true;
  const attaching = () => (isEdit() ? undefined : props.acting?.attaching);
  const hasFiles = () => (attaching()?.attached().length ?? 0) > 0;
  const canSend = () =>
    (hasFiles() ? attaching()?.isReady() === true : text().trim() !== '') &&
    !isOver() &&
    props.blocked !== true;
  const typing = createTypingSignal(props.clock, (now) => props.setTyping(now));

  /** Send was pressed while a file was made ready: all of it goes as soon as that is done. */
  let goesWhenReady = false;
  const mayGoLater = () => attaching()?.isComing() === true && !isOver() && props.blocked !== true;

  const send = () => {
    goesWhenReady = !canSend() && mayGoLater();
    if (!canSend()) return;
    const wasEdit = isEdit();
    // First of all the message is on its way; drawing comes after it.
    props.send(text().trim());
    typing.sent();
    assist?.leave();
    if (!wasEdit) change('');
    field.focus();
  };
  createEffect(
    on(
      () => attaching()?.attached(),
      () => goesWhenReady && send(),
      { defer: true },
    ),
  );
  const change = (next: string) => {
    setText(next);
    goesWhenReady = false;
    if (isEdit()) return;
    props.draft.write(next);
    props.onText?.(next);
  };
  const [choosesEmoji, setChoosesEmoji] = createSignal(false);
  const emojiPopup = createLate(async () => (await import('./emoji/emoji-popup.tsx')).EmojiPopup);
  const attachments = createLate(
    async () => (await import('../files/attachments.tsx')).Attachments,
  );
  whenIdle(() => {
    emojiPopup.load();
    attachments.load();
  });
  createEffect(() => hasFiles() && attachments.part() === undefined && attachments.load());
  const insert = (emoji: string) => {
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end');
    change(field.value);
    setChoosesEmoji(false);
    field.focus();
  };
  const assist = props.assist?.({
    text: () => field.value,
    caret: () => (field.selectionStart === field.selectionEnd ? field.selectionStart : undefined),
    replace: (from, to, text) => {
      field.focus();
      field.setSelectionRange(from, to);
      // The one way of writing that the browser's own undo knows.
      const isWritten = document.execCommand('insertText', false, text);
      if (!isWritten) field.setRangeText(text, from, to, 'end');
      change(field.value);
    },
  });
  const about = () => props.acting?.about();
  const isEdit = () => about()?.kind === 'edit';
  /** What was begun stays while an older message is changed. */
  createEffect(
    on(
      about,
      (now, before) => {
        if (now?.kind === 'edit') setText(now.item.text);
        else if (before?.kind === 'edit') setText(props.draft.read());
        if (now !== undefined) field.focus();
      },
      { defer: true },
    ),
  );

  // The height follows the text; the style sheet stops it at five lines. Measuring waits for the frame: before it
  // stands whatever a key sets going on the network.
  const growth = createEachFrame(() => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  });
  if (!CSS.supports('field-sizing', 'content')) {
    createEffect(on(text, () => growth.ask()));
    onCleanup(() => growth.cancel());
  }
  onMount(() => {
    props.handle?.({ focus: () => field.focus() });
    if (props.autofocus === true) field.focus({ preventScroll: true });
  });
  onCleanup(() => typing.stop());

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Show when={about()}>
        {(now) => <AboutLine about={now()} onDrop={() => props.acting?.drop()} />}
      </Show>
      <Show when={attachments.part()} keyed>
        {(Attachments) => (
          <Show when={attaching()}>{(now) => <Attachments attaching={now()} />}</Show>
        )}
      </Show>
      <div class="composer-field" data-over={isOver()}>
        <Show when={attaching()}>
          {(now) => (
            <>
              <AttachButton attaching={now()} />
              <VoiceButton attaching={now()} clock={props.clock} />
            </>
          )}
        </Show>
        <textarea
          ref={(element) => (field = element)}
          class="composer-input"
          rows="1"
          // Empty, it stands where the words of the page do.
          dir={text() === '' ? undefined : 'auto'}
          aria-label={t('composer.name')}
          aria-invalid={isOver()}
          aria-autocomplete={assist === undefined ? undefined : 'list'}
          aria-controls={assist?.list()?.id}
          aria-activedescendant={assist?.list()?.active}
          placeholder={props.placeholder ?? t('composer.placeholder')}
          enterkeyhint="send"
          autocomplete="off"
          value={text()}
          onInput={(event) => {
            change(event.currentTarget.value);
            typing.typed(event.currentTarget.value.trim() === '');
            assist?.look();
          }}
          onClick={() => assist?.look()}
          onKeyUp={({ key }) => {
            if (key.startsWith('Arrow') || key === 'Home' || key === 'End') assist?.look();
          }}
          onKeyDown={(event) => {
            if (assist?.press(event) === true) {
              event.stopPropagation();
              return event.preventDefault();
            }
            if (event.key === 'Escape' && about() !== undefined) {
              event.stopPropagation();
              return props.acting?.drop();
            }
            if (event.key === 'ArrowUp' && text() === '' && props.acting?.editLast() === true) {
              return event.preventDefault();
            }
            if (!sendsOn(event)) return;
            event.preventDefault();
            send();
          }}
          onBlur={() => {
            typing.stop();
            assist?.leave();
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            const now = attaching();
            if (files.length === 0 || now === undefined) return;
            event.preventDefault();
            now.add(files);
          }}
        />
        <IconButton
          class="composer-emoji"
          label={t('emoji.name')}
          aria-expanded={choosesEmoji()}
          onClick={() => setChoosesEmoji((before) => !before)}
        >
          <SmileIcon />
        </IconButton>
      </div>
      {assist?.view()}
      <Show when={choosesEmoji()}>
        <Show when={emojiPopup.part()} keyed>
          {(EmojiPopup) => (
            <EmojiPopup
              onChoose={(emoji) => insert(emoji)}
              onClose={() => {
                setChoosesEmoji(false);
                field.focus();
              }}
            />
          )}
        </Show>
      </Show>
      <IconButton
        label={t('composer.send')}
        type="submit"
        look="primary"
        disabled={!canSend() && !mayGoLater()}
      >
        <SendIcon />
      </IconButton>
      <Show when={notice()}>
        {(notice) => (
          <p class="composer-count" data-over={notice().over} aria-hidden="true">
            {notice().text}
          </p>
        )}
      </Show>
      <p class="sr-only" role="status">
        {notice()?.spoken}
      </p>
    </form>
  );
}
