/** What the widget shows before anybody wrote: asked for once, and kept for when the server is away. */
import * as v from 'valibot';
import { widgetAnswer, type WidgetAnswer } from '../../conversation/protocol/http/widget.ts';
import type { DepartmentId, SiteId } from '../../conversation/protocol/ids.ts';
import type { KeptValues } from '../browser/kept-values.ts';

/** What was asked for; both undefined: the first department. */
export interface WidgetPlace {
  readonly department: DepartmentId | undefined;
  readonly site: SiteId | undefined;
}

const nameFor = ({ department, site }: WidgetPlace) =>
  ['widget', department ?? site].filter(Boolean).join('.');

export function keptWidgetInfo(values: KeptValues, place: WidgetPlace): WidgetAnswer | undefined {
  const text = values.get(nameFor(place));
  if (text === undefined) return undefined;
  return parse(text);
}

/** @returns undefined while the server is away or busy: what was kept is good enough. */
export async function fetchWidgetInfo(
  values: KeptValues,
  place: WidgetPlace,
): Promise<WidgetAnswer | undefined> {
  try {
    const { department, site } = place;
    const asked = new URLSearchParams({ ...(department && { department }), ...(site && { site }) });
    const query = asked.size === 0 ? '' : `?${asked}`;
    const answer = await fetch(`/api/widget${query}`, { credentials: 'omit', cache: 'no-store' });
    const info = answer.ok ? parse(await answer.text()) : undefined;
    if (info !== undefined) values.set(nameFor(place), JSON.stringify(info));
    return info;
  } catch {
    // No network: the header says so by its own dot.
    return undefined;
  }
}

function parse(text: string): WidgetAnswer | undefined {
  try {
    const parsed = v.safeParse(widgetAnswer, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON: written by something else, or cut off.
    return undefined;
  }
}
