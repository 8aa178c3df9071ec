/**
 * What the chat says, in the language of its page. English is always there; another language comes before anything is
 * drawn, and where it lacks a sentence the English one stands in.
 */
import { createContext, createSignal, useContext, type Accessor } from 'solid-js';
import { en } from './en.ts';
import { isOtherWay, type Language } from './language.ts';

/** By the plural rules of the language (Unicode TR 35, part 3), chosen by `count`. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};
/** `{name}` stands for a value. */
export type Sentence = string | Plural;

export type Key = keyof typeof en;
/** What a language may leave out falls back; words.test.ts names what it left out. */
export type Words = Readonly<Partial<Record<Key, Sentence>>>;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type NamesInSentence<S> = S extends Plural ? NamesIn<S['other']> | 'count' : NamesIn<S>;
type NamesOf<K extends Key> = NamesInSentence<(typeof en)[K]>;
type Value = string | number;
/** What a sentence of `Table`, the English one, has to be told. */
export type ValuesOf<Table, K extends keyof Table> = [NamesInSentence<Table[K]>] extends [never]
  ? []
  : [values: Readonly<Record<NamesInSentence<Table[K]>, Value>>];

/** Those whose sentence has no values in it. */
export type PlainKey = { [K in Key]: [NamesOf<K>] extends [never] ? K : never }[Key];
/** Those whose sentence has these and no others. */
export type KeyWith<Name extends string> = {
  [K in Key]: [NamesOf<K>] extends [never] ? never : [NamesOf<K>] extends [Name] ? K : never;
}[Key];

export interface Spoken {
  readonly language: Language;
  readonly words: Words;
}

export const english: Spoken = { language: 'en', words: en };
const [spoken, setSpoken] = createSignal(english);

/** Within it another language is spoken than on the rest of the page: for what shows how a chat will look. */
const here = createContext<Accessor<Spoken>>(spoken);
export const SpeakHere = here.Provider;

/** The language that is spoken now. Followed by whatever is drawn. */
export const language = (): Language => spoken().language;

/** For Intl. Undefined is the browser's: it knows of English how its user writes dates. */
export const locale = (): string | undefined => (language() === 'en' ? undefined : language());

const files: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Words>>> = {
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  ar: async () => (await import('./ar.ts')).ar,
};

/** Rejects where its words cannot be loaded. */
export async function spokenIn(wanted: Language): Promise<Spoken> {
  return wanted === 'en' ? english : { language: wanted, words: await files[wanted]() };
}

/** Speaks `wanted` from now on. Rejects, and changes nothing, where its words cannot be loaded. */
export async function speak(wanted: Language): Promise<void> {
  setSpoken(await spokenIn(wanted));
}

/** @returns the sentence in the language of the page, with its values */
export function t<K extends Key>(key: K, ...[values]: ValuesOf<typeof en, K>): string {
  return fill(useContext(here)(), key, values ?? {});
}

/** Pure, for `t` and its tests. */
export function fill(
  { language, words }: Spoken,
  key: Key,
  values: Readonly<Record<string, Value>>,
): string {
  const known = words[key];
  return known === undefined
    ? sentenceIn('en', en[key], values)
    : sentenceIn(language, known, values);
}

/** @param from the language of the sentence */
export function sentenceIn(
  from: Language,
  sentence: Sentence,
  values: Readonly<Record<string, Value>>,
): string {
  const text = typeof sentence === 'string' ? sentence : pluralOf(sentence, from, values['count']);
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? value.toLocaleString(from) : isolated(value, from);
  });
}

function pluralOf(plural: Plural, language: Language, count: Value | undefined): string {
  const rule = new Intl.PluralRules(language).select(Number(count ?? 0));
  return plural[rule] ?? plural.other;
}

/** A name that runs the other way must not turn the words around it (UAX #9: FSI, PDI). */
function isolated(value: string, language: Language): string {
  return isOtherWay(value, language) ? `\u2068${value}\u2069` : value;
}
