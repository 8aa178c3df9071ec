/** How the chat is shown on this page: by the attributes of the script, and else as the server put it into the script. */
import {
  displayModes,
  greetingCharacters,
  languagePattern,
  launchers,
  looks,
  mostEdge,
  positions,
  titleCharacters,
  usualEdge,
  type DisplayMode,
  type Look,
  type SettingName,
} from '../../conversation/protocol/widget.ts';

/** What the launcher needs. */
export interface LauncherSettings {
  readonly mode: DisplayMode;
  readonly position: 'start' | 'end';
  /** Pixels. */
  readonly edgeSide: number;
  readonly edgeBottom: number;
  /** As it was given; empty: ours. */
  readonly accent: string;
  readonly look: Look;
  readonly launcher: 'shown' | 'hidden';
  /** Empty where neither the page nor anybody else says one. */
  readonly language: string;
}

/** What only the chat needs. */
export interface ChatSettings {
  /** Empty: the department's. */
  readonly title: string;
  readonly greeting: string;
  readonly sound: boolean;
  readonly tabTitle: boolean;
  readonly site: string | undefined;
  readonly with: string | undefined;
  readonly department: string | undefined;
  readonly token: string | undefined;
}

export type Given = Readonly<Record<string, string | undefined>>;

/** The server puts settings in place of these words, as a query string (signaling/http/embed-script.ts). */
export function givenSettings(text = 'PARLEY-SETTINGS'): Given {
  return Object.fromEntries(new URLSearchParams(text));
}

/** @param attributes the script's `dataset`. What is wrong in them is as if it were not there. */
export function readLauncherSettings(
  attributes: Given,
  given: Given,
  pageLanguage: string,
): LauncherSettings {
  const of = settingIn(attributes, given);
  const language = of('lang') || pageLanguage;
  return {
    mode: oneOf(displayModes, of('mode')),
    position: oneOf(positions, of('position')),
    edgeSide: edge(of('edgeSide')),
    edgeBottom: edge(of('edgeBottom')),
    accent: of('accent').slice(0, 9),
    look: oneOf(looks, of('theme')),
    launcher: oneOf(launchers, of('launcher')),
    language: languagePattern.test(language) ? language : '',
  };
}

/** As `readLauncherSettings`. */
export function readChatSettings(attributes: Given, given: Given): ChatSettings {
  const of = settingIn(attributes, given);
  return {
    title: of('title').slice(0, titleCharacters),
    greeting: of('greeting').slice(0, greetingCharacters),
    sound: of('sound') !== 'off',
    tabTitle: of('tabTitle') !== 'off',
    site: attributes['site'] ?? given['site'],
    with: attributes['with'],
    department: attributes['department'],
    token: attributes['token'],
  };
}

const settingIn = (attributes: Given, given: Given) => (name: SettingName) =>
  attributes[name] ?? given[name] ?? '';

function oneOf<const Word extends string>(words: readonly [Word, ...Word[]], word: string): Word {
  return words.find((known) => known === word) ?? words[0];
}

function edge(text: string): number {
  const pixels = Number(text);
  return text !== '' && pixels >= 0 && pixels <= mostEdge ? Math.round(pixels) : usualEdge;
}
