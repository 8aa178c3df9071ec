/** What is typed about how a site shows the chat, as the server takes it, and the lines of its pages. */
import type { SiteJson } from '../../../conversation/protocol/http/sites.ts';
import {
  widgetSettings,
  type WidgetSettings,
} from '../../../conversation/protocol/http/widget-settings.ts';
import * as v from 'valibot';
import {
  colourPattern,
  greetingCharacters,
  languagePattern,
  mostEdge,
  settingNames,
  titleCharacters,
  usualEdge,
  type SettingName,
} from '../../../conversation/protocol/widget.ts';
import { contrast, correctAccent, parseHex } from '../../ui/accent.ts';
import type { FormErrors } from '../../ui/form.ts';

export type WidgetValues = Readonly<Record<SettingName, string>>;

const usual: WidgetValues = {
  mode: 'floating',
  position: 'end',
  edgeSide: String(usualEdge),
  edgeBottom: String(usualEdge),
  accent: '',
  theme: 'auto',
  title: '',
  greeting: '',
  launcher: 'shown',
  lang: '',
  sound: 'on',
  tabTitle: 'on',
};

export function widgetValues(settings: WidgetSettings): WidgetValues {
  const pairs = settingNames.map((name) => [name, String(settings[name] ?? usual[name])] as const);
  return { ...usual, ...Object.fromEntries(pairs) };
}

export function checkWidget(values: WidgetValues): FormErrors<SettingName> {
  const edge = (text: string) =>
    /^\d{1,3}$/.test(text.trim()) && Number(text) <= mostEdge
      ? undefined
      : `Choose 0 to ${mostEdge} pixels.`;
  const long = (text: string, most: number) =>
    text.trim().length > most ? `At most ${most} characters.` : undefined;
  const errors = {
    edgeSide: edge(values.edgeSide),
    edgeBottom: edge(values.edgeBottom),
    accent:
      values.accent.trim() === '' || colourPattern.test(values.accent.trim())
        ? undefined
        : 'Write it like #0a6b5d.',
    title: long(values.title, titleCharacters),
    greeting: long(values.greeting, greetingCharacters),
    lang:
      values.lang.trim() === '' || languagePattern.test(values.lang.trim())
        ? undefined
        : 'Write it like de or pt-BR.',
  };
  return Object.fromEntries(Object.entries(errors).filter(([, error]) => error !== undefined));
}

/** @returns what differs from the usual; what is wrong is left out, so that it can be shown while somebody types */
export function settingsIn(values: WidgetValues): WidgetSettings {
  const wrong = checkWidget(values);
  const pairs = settingNames.flatMap((name) => {
    const value = values[name].trim();
    if (value === '' || value === usual[name] || wrong[name] !== undefined) return [];
    return [[name, name === 'edgeSide' || name === 'edgeBottom' ? Number(value) : value] as const];
  });
  const parsed = v.safeParse(widgetSettings, Object.fromEntries(pairs));
  return parsed.success ? parsed.output : {};
}

/** What was made of the colour, so that everything drawn with it can be read (WCAG 2.2, 1.4.3). */
export function accentWords(typed: string): string {
  const accent = correctAccent(typed.trim());
  const wanted = parseHex(typed.trim());
  if (accent === undefined || wanted === undefined) return 'Left empty, it is Parley’s blue.';
  const [fill, onFill] = [parseHex(accent.fill), parseHex(accent.onFill)];
  if (fill === undefined || onFill === undefined) return '';
  const isKept = fill.every((part, at) => part === wanted[at]);
  const ratio = contrast(fill, onFill).toFixed(1);
  return isKept
    ? `It is used as it is: what stands on it has a contrast of ${ratio} to 1.`
    : `What stands on it could not be read, so ${accent.fill} is used: a contrast of ${ratio} to 1.`;
}

export interface Snippet {
  /** Where this server is. */
  readonly home: string;
  readonly site: Pick<SiteJson, 'id' | 'isDefault'>;
  /** Written into the line, where they win over what the server keeps. */
  readonly settings?: WidgetSettings;
  /** Whether the page may call `Parley` before it is there. */
  readonly early?: boolean;
}

/** What a page needs. */
export function snippetOf({ home, site, settings = {}, early = false }: Snippet): string {
  const address = `${home}/embed.js${site.isDefault ? '' : `?site=${site.id}`}`;
  const attributes = settingNames.flatMap((name) => {
    const value = settings[name];
    return value === undefined ? [] : [`${attributeOf(name)}="${escape(String(value))}"`];
  });
  const line = ['<script', `src="${address}"`, 'async', ...attributes].join(' ');
  return `${early ? `${collector}\n` : ''}${line}></script>`;
}

/** Collects what is called before the script is there (client/embed/calls.ts). */
export const collector = `<script>
  window.Parley = window.Parley || new Proxy([], { get: (calls, name) => name === 'calls' ? calls :
    (...args) => { const call = { name, args }; calls.push(call);
      return () => call.undo ? call.undo() : (call.off = true); } });
</script>`;

const attributeOf = (name: SettingName) =>
  `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
