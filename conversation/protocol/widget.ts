/**
 * How a site shows the chat: the words and bounds that the loader, the server and the console share. No schema stands
 * here, as the loader has to stay a few kilobytes.
 */

/** On a phone each of them covers the screen. */
export const displayModes = ['floating', 'sidebar', 'full'] as const;
export type DisplayMode = (typeof displayModes)[number];

export const positions = ['end', 'start'] as const;
export const looks = ['auto', 'light', 'dark'] as const;
export type Look = (typeof looks)[number];
/** `hidden`: the page opens the chat by an element with `data-parley-open`, or by `Parley.open()`. */
export const launchers = ['shown', 'hidden'] as const;
export const onOrOff = ['on', 'off'] as const;

export const titleCharacters = 80;
export const greetingCharacters = 300;
/** Pixels from the edges of the window. Further in, the panel of a laptop has no room any more. */
export const mostEdge = 200;
export const usualEdge = 20;
export const colourPattern = /^#(?:[\da-f]{3}|[\da-f]{6})$/i;
/** As much of BCP 47 as pages use: `de`, `pt-BR`, `zh-Hant-TW`. */
export const languagePattern = /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i;

/** What a site may set, by the names of the snippet's attributes (`edgeSide` is `data-edge-side`). */
export const settingNames = [
  'mode',
  'position',
  'edgeSide',
  'edgeBottom',
  'accent',
  'theme',
  'title',
  'greeting',
  'launcher',
  'lang',
  'sound',
  'tabTitle',
] as const;
export type SettingName = (typeof settingNames)[number];
