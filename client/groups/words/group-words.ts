/** What conversations among people say, in the language of their page; it is loaded with them (client/words). */
import { createSignal } from 'solid-js';
import type { Language } from '../../words/language.ts';
import { sentenceIn, type Sentence, type ValuesOf } from '../../words/words.ts';
import { en } from './en.ts';

export type GroupKey = keyof typeof en;
export type GroupWords = Readonly<Record<GroupKey, Sentence>>;

const files: Readonly<Record<Exclude<Language, 'en'>, () => Promise<GroupWords>>> = {
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  ar: async () => (await import('./ar.ts')).ar,
};

const [spoken, setSpoken] = createSignal<{
  readonly language: Language;
  readonly words: GroupWords;
}>({ language: 'en', words: en });

/** Speaks `wanted` from now on. Rejects, and changes nothing, where its words cannot be loaded. */
export async function speakInGroups(wanted: Language): Promise<void> {
  setSpoken({ language: wanted, words: wanted === 'en' ? en : await files[wanted]() });
}

/** @returns the sentence in the language of the page, with its values */
export function groupWords<K extends GroupKey>(
  key: K,
  ...[values]: ValuesOf<typeof en, K>
): string {
  const { language, words } = spoken();
  return sentenceIn(language, words[key], values ?? {});
}
