/** What the chat shows before anything was written; apart, as it is all that a visitor's page reads at first. */
import * as v from 'valibot';
import { departmentId, siteId } from '../ids.ts';
import { askingForm } from './asking.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** GET /api/widget: what the widget shows before anything was written. */
export const widgetQuery = v.strictObject({
  department: v.optional(departmentId),
  /** Whose department is meant where none is named. */
  site: v.optional(siteId),
});
export const widgetAnswer = v.object({
  department: v.object({ id: departmentId, name: v.string(), greeting: v.string() }),
  /** Who would answer a conversation that is started now. */
  answers: v.picklist(['people', 'bot', 'nobody']),
  /** By the department's hours. What an older version kept says nothing of them. */
  isOpen: v.optional(v.boolean(), true),
  /** When it opens next; absent while it is open, and where no opening is in sight. */
  opensAt: v.optional(count),
  /** For outside of its hours. */
  offlineMessage: v.optional(v.string(), ''),
  /** So many conversations one person may have open there. */
  mostOpen: v.optional(count),
  /** What is asked before a conversation; absent where nothing is. */
  asks: v.optional(askingForm),
});
export type WidgetAnswer = v.InferOutput<typeof widgetAnswer>;
