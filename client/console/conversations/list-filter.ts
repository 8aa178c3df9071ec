/** Which conversations of a list are shown. Pure: what is chosen, and whether something fits it. */
import * as v from 'valibot';
import { priority, type Priority } from '../../../conversation/protocol/http/beside.ts';
import { departmentId, labelId } from '../../../conversation/protocol/ids.ts';
import { matches } from '../../ui/filter.ts';

const states = ['waiting', 'assigned', 'snoozed'] as const;
export type FilterState = (typeof states)[number];

const filter = v.object({
  department: v.optional(departmentId),
  label: v.optional(labelId),
  state: v.optional(v.picklist(states)),
  /** This one, or more urgent. */
  priority: v.optional(priority),
  unread: v.optional(v.boolean(), false),
});
export type ListFilter = v.InferOutput<typeof filter>;

export const noFilter: ListFilter = { unread: false };

/** What a filter looks at. */
export interface Filtered {
  readonly department: string | undefined;
  readonly labels: readonly string[];
  readonly state: 'waiting' | 'assigned' | 'open' | 'closed';
  readonly snoozed: boolean;
  readonly priority: Priority;
  readonly unread: number;
  /** Names and last lines. */
  readonly texts: readonly (string | undefined)[];
}

const rank: Readonly<Record<Priority, number>> = {
  none: 0,
  low: 1,
  medium: 2,
  high: 3,
  urgent: 4,
};
export const rankOf = (of: Priority): number => rank[of];

export function fits(chosen: ListFilter, words: string, one: Filtered): boolean {
  return (
    (chosen.department === undefined || chosen.department === one.department) &&
    (chosen.label === undefined || one.labels.includes(chosen.label)) &&
    (chosen.state === undefined || hasState(chosen.state, one)) &&
    (chosen.priority === undefined || rankOf(one.priority) >= rankOf(chosen.priority)) &&
    (!chosen.unread || one.unread > 0) &&
    matches(words, one.texts)
  );
}

function hasState(state: FilterState, one: Filtered): boolean {
  return state === 'snoozed' ? one.snoozed : !one.snoozed && one.state === state;
}

/** How many of its parts are chosen. */
export function countOf(chosen: ListFilter): number {
  const { department, label, state, priority: least, unread } = chosen;
  return (
    [department, label, state, least].filter((part) => part !== undefined).length + Number(unread)
  );
}

export function writeFilter(chosen: ListFilter): string {
  return JSON.stringify(chosen);
}

/** What an older page wrote, or somebody else, is no filter. */
export function readFilter(text: string | undefined): ListFilter {
  if (text === undefined) return noFilter;
  try {
    const parsed = v.safeParse(filter, JSON.parse(text));
    return parsed.success ? parsed.output : noFilter;
  } catch {
    return noFilter;
  }
}
