import './emoji-picker.css';
import { createMemo, createSignal, For, Show, type Component, type JSX } from 'solid-js';
import { createKeptValues } from '../../browser/kept-values.ts';
import { emojiGroups, emojiGroupsIn } from './emoji-data.ts';
import { createEmojiHabits } from './emoji-habits.ts';
import {
  createEmojiFinder,
  tones,
  withTone,
  type Emoji,
  type EmojiGroup,
  type Tone,
} from './emoji-search.ts';
import { language, t } from '../../words/words.ts';

export interface EmojiPickerProps {
  onChoose(emoji: string): void;
}

const habits = createEmojiHabits(createKeptValues(() => localStorage));

/** With names in the language of the page; where they cannot be loaded, in English: nobody waits for a language. */
export async function loadEmojiPicker(): Promise<Component<EmojiPickerProps>> {
  const groups = await emojiGroupsIn(language()).catch(() => emojiGroups);
  return (props) => <EmojiPicker groups={groups} onChoose={(emoji) => props.onChoose(emoji)} />;
}

/** All emoji, by group or by a word. Loaded with its data when it is first opened. */
function EmojiPicker(
  props: EmojiPickerProps & { readonly groups: readonly EmojiGroup[] },
): JSX.Element {
  const [query, setQuery] = createSignal('');
  const [tone, setTone] = createSignal<Tone>(habits.tone());
  const recent = habits.recent();
  const finder = createMemo(() => createEmojiFinder(props.groups));

  const shown = createMemo<readonly EmojiGroup[]>(() => {
    const all = props.groups;
    if (query().trim() !== '') return [{ name: t('emoji.found'), emoji: finder()(query()) }];
    const lately: EmojiGroup = {
      name: t('emoji.lately'),
      emoji: recent.map((emoji) => ({ emoji, name: emoji, words: '', hasTones: false })),
    };
    return recent.length === 0 ? all : [lately, ...all];
  });

  function choose(emoji: string): void {
    habits.used(emoji);
    props.onChoose(emoji);
  }

  return (
    <div class="emoji-picker" role="dialog" aria-label={t('emoji.name')}>
      <div class="emoji-head">
        <input
          class="field-input"
          type="search"
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search-short')}
          autocomplete="off"
          ref={(element) => queueMicrotask(() => element.focus({ preventScroll: true }))}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const [first] = shown()[0]?.emoji ?? [];
            if (first !== undefined && query() !== '') choose(withTone(first, tone()));
          }}
        />
        <Tones
          tone={tone()}
          onChange={(next) => {
            setTone(next);
            habits.setTone(next);
          }}
        />
      </div>
      <div class="emoji-groups" onKeyDown={moveInGrid}>
        <For each={shown()}>
          {(group) => <Group group={group} tone={tone()} onChoose={choose} />}
        </For>
        <Show when={query() !== '' && shown()[0]?.emoji.length === 0}>
          <p class="emoji-nothing" role="status">
            {t('emoji.nothing')}
          </p>
        </Show>
      </div>
    </div>
  );
}

function Group(props: {
  readonly group: EmojiGroup;
  readonly tone: Tone;
  onChoose(emoji: string): void;
}): JSX.Element {
  return (
    <section class="emoji-group" aria-label={props.group.name}>
      <h3 class="emoji-title">{props.group.name}</h3>
      <div class="emoji-grid">
        <For each={props.group.emoji}>
          {(one: Emoji) => (
            <button
              type="button"
              class="emoji"
              aria-label={one.name}
              title={one.name}
              onClick={() => props.onChoose(withTone(one, props.tone))}
            >
              {withTone(one, props.tone)}
            </button>
          )}
        </For>
      </div>
    </section>
  );
}

const toneKeys = [
  'emoji.tone-none',
  'emoji.tone-light',
  'emoji.tone-medium-light',
  'emoji.tone-medium',
  'emoji.tone-medium-dark',
  'emoji.tone-dark',
] as const;
/** @param index in the order of `tones` */
const toneName = (index: number) => t(toneKeys[index] ?? 'emoji.tone-none');

function Tones(props: { readonly tone: Tone; onChange(tone: Tone): void }): JSX.Element {
  return (
    <label class="emoji-tone">
      <span class="sr-only">{t('emoji.tone')}</span>
      <select
        class="field-input"
        onChange={(event) => {
          const tone = tones.find((one) => one === event.currentTarget.value);
          if (tone !== undefined) props.onChange(tone);
        }}
      >
        <For each={tones}>
          {(tone, index) => (
            <option
              value={tone}
              selected={tone === props.tone}
              aria-label={toneName(index())}
              title={toneName(index())}
            >
              {`✋${tone}`}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

/** Arrow keys go through all of them, left and right by one, up and down by a row. */
function moveInGrid(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const from = document.activeElement;
  if (!(from instanceof HTMLElement) || !from.matches('.emoji')) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.emoji')];
  const columns = from.parentElement === null ? 1 : columnsOf(from.parentElement);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, all.indexOf(from) + step))]?.focus();
}

function columnsOf(grid: HTMLElement): number {
  return getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}
