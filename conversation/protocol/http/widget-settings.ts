/** How a site shows the chat, as an admin set it. What is left out is as usual. */
import * as v from 'valibot';
import {
  colourPattern,
  displayModes,
  greetingCharacters,
  languagePattern,
  launchers,
  looks,
  mostEdge,
  onOrOff,
  positions,
  titleCharacters,
  type SettingName,
} from '../widget.ts';
import { paragraph } from '../http.ts';

const edge = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostEdge));

export const widgetSettings = v.strictObject({
  mode: v.optional(v.picklist(displayModes)),
  position: v.optional(v.picklist(positions)),
  edgeSide: v.optional(edge),
  edgeBottom: v.optional(edge),
  accent: v.optional(v.pipe(v.string(), v.regex(colourPattern, 'must be a colour like #0a6b5d'))),
  theme: v.optional(v.picklist(looks)),
  title: v.optional(v.pipe(paragraph(titleCharacters), v.trim(), v.minLength(1))),
  greeting: v.optional(v.pipe(paragraph(greetingCharacters), v.trim(), v.minLength(1))),
  launcher: v.optional(v.picklist(launchers)),
  /** Left out: the language of the page around it. */
  lang: v.optional(v.pipe(v.string(), v.regex(languagePattern, 'must be a language like pt-BR'))),
  sound: v.optional(v.picklist(onOrOff)),
  tabTitle: v.optional(v.picklist(onOrOff)),
} satisfies Record<SettingName, v.GenericSchema>);
export type WidgetSettings = v.InferOutput<typeof widgetSettings>;

/** What is not understood, such as what a newer version stored, is as usual. */
export function readWidgetSettings(stored: string): WidgetSettings {
  const parsed = v.safeParse(widgetSettings, JSON.parse(stored));
  return parsed.success ? parsed.output : {};
}
