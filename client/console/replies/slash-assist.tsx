import './slash-assist.css';
import { A } from '@solidjs/router';
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  on,
  Show,
  type JSX,
} from 'solid-js';
import type { CannedReply } from '../../../conversation/protocol/http/replies.ts';
import type { DepartmentId } from '../../../conversation/protocol/ids.ts';
import type { ComposerAssist, ComposerField } from '../../chat/composer-assist.ts';
import { Spinner } from '../../ui/spinner.tsx';
import type { KnownReplies } from './known-replies.ts';
import { placeWords } from './place-words.ts';
import { fitting, slashAt, type Slash } from './slash.ts';
import { expand, type Facts } from './variables.ts';

export interface SlashOptions {
  readonly replies: KnownReplies;
  readonly department: () => DepartmentId | undefined;
  readonly facts: () => Facts;
}

/** Typing `/` at the beginning of a word offers canned replies; Enter or Tab puts one in its place. */
export function createSlashAssist(options: SlashOptions): (field: ComposerField) => ComposerAssist {
  return (field) => slashAssist(field, options);
}

function slashAssist(field: ComposerField, options: SlashOptions): ComposerAssist {
  const { replies } = options;
  const id = createUniqueId();
  const [slash, setSlash] = createSignal<Slash>();
  /** Escape: this slash is only a slash. */
  const [leftAt, setLeftAt] = createSignal<number>();
  const [chosen, setChosen] = createSignal<number>();
  /** Enter was pressed before the replies had come. */
  let isAwaited = false;

  const asked = () => {
    const now = slash();
    return now === undefined || now.from === leftAt() ? undefined : now;
  };
  const offered = createMemo<readonly CannedReply[]>(() => {
    const now = asked();
    const known = replies.known();
    if (now === undefined || known === undefined) return [];
    return fitting(known.replies, now.words, options.department());
  });
  const isLoading = () => replies.known() === undefined && replies.trouble() === undefined;
  /** What was typed leads to the first one only where its shortcut begins so: other words are meant to be sent. */
  const first = () => {
    const words = asked()?.words.toLowerCase() ?? '';
    return offered()[0]?.shortcut.startsWith(words) === true ? 0 : undefined;
  };
  const active = () => chosen() ?? first();
  const optionId = (index: number) => `${id}-${index}`;

  function look(): void {
    const caret = field.caret();
    const now = caret === undefined ? undefined : slashAt(field.text(), caret);
    if (now?.from !== slash()?.from) setLeftAt(undefined);
    if (now?.words !== slash()?.words) setChosen(undefined);
    isAwaited = false;
    setSlash(now);
    if (now !== undefined) replies.want();
  }

  function choose(reply: CannedReply | undefined): void {
    const now = asked();
    if (now === undefined || reply === undefined) return;
    field.replace(now.from, now.to, expand(reply.text, options.facts()));
    setSlash(undefined);
  }

  createEffect(
    on(replies.known, (known) => {
      if (known !== undefined && isAwaited) choose(offered()[first() ?? -1]);
      isAwaited = false;
    }),
  );

  function press({ key, isComposing, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean {
    const now = asked();
    if (now === undefined || isComposing || ctrlKey || altKey || metaKey) return false;
    const count = offered().length;
    if (key === 'Escape') {
      const isOpen = count > 0 || isLoading();
      setLeftAt(now.from);
      return isOpen;
    }
    if ((key === 'Enter' || key === 'Tab') && !shiftKey) {
      if (isLoading() && now.words !== '') return (isAwaited = true);
      const index = active();
      if (index === undefined) return false;
      choose(offered()[index]);
      return true;
    }
    if (count === 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return false;
    const step = key === 'ArrowDown' ? 1 : -1;
    const from = active() ?? (step === 1 ? -1 : 0);
    setChosen((from + step + count) % count);
    document.getElementById(optionId(active() ?? 0))?.scrollIntoView({ block: 'nearest' });
    return true;
  }

  const list = () => {
    if (offered().length === 0) return undefined;
    const index = active();
    return { id, active: index === undefined ? undefined : optionId(index) };
  };

  const status = () => {
    if (asked() === undefined) return '';
    const count = offered().length;
    if (count === 0) return '';
    return count === 1 ? '1 canned reply' : `${count} canned replies`;
  };

  /** The field keeps the focus. */
  const keepFocus = (event: PointerEvent) => event.preventDefault();

  function view(): JSX.Element {
    return (
      <>
        <Show when={asked()}>
          {(now) => (
            <Show when={offered().length > 0} fallback={<Nothing words={now().words} />}>
              <div class="slash" onPointerDown={keepFocus}>
                <div id={id} class="slash-list" role="listbox" aria-label="Canned replies">
                  <For each={offered()}>
                    {(reply, index) => (
                      <div
                        id={optionId(index())}
                        class="slash-option"
                        role="option"
                        aria-selected={active() === index()}
                        onClick={() => choose(reply)}
                      >
                        <span class="slash-name">/{reply.shortcut}</span>
                        <span class="slash-text">
                          <bdi>{expand(reply.text, options.facts())}</bdi>
                        </span>
                        <span class="slash-place">{placeWords(reply.place)}</span>
                      </div>
                    )}
                  </For>
                </div>
                <p class="slash-foot">
                  <span aria-hidden="true">Enter or Tab inserts it, Escape leaves the text.</span>
                  <A href="/replies">Manage</A>
                </p>
              </div>
            </Show>
          )}
        </Show>
        <p class="sr-only" role="status">
          {status()}
        </p>
      </>
    );
  }

  /** While they come, where they cannot come, and where there are none at all; words that fit nothing are just words. */
  function Nothing(props: { readonly words: string }): JSX.Element {
    return (
      <Show when={isLoading() || replies.trouble() !== undefined || props.words === ''}>
        <div class="slash slash-nothing" onPointerDown={keepFocus}>
          <Show
            when={isLoading()}
            fallback={
              <Show when={replies.trouble()} fallback={<NoneYet />}>
                {(sentence) => <p>{sentence()}</p>}
              </Show>
            }
          >
            <p>
              <Spinner /> Looking for canned replies
            </p>
          </Show>
        </div>
      </Show>
    );
  }

  return { look, press, leave: () => setSlash(undefined), list, view };
}

function NoneYet(): JSX.Element {
  return (
    <p>
      There are no canned replies yet. <A href="/replies">Make one</A>
    </p>
  );
}
