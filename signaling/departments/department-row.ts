/** A department, and how a row of the database holds it. */
import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { askingForm, type AskingForm } from '../../conversation/protocol/http/asking.ts';
import type { Preset } from '../../conversation/protocol/http/departments.ts';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import { conversationKind } from '../../conversation/protocol/kinds.ts';
import { openingHours, type OpeningHours } from '../../conversation/protocol/opening-hours.ts';
import type { DepartmentsTable } from '../database/conversations-tables.ts';
import type { Policies } from './presets.ts';

export interface Department extends Policies {
  readonly id: DepartmentId;
  readonly name: string;
  readonly description: string;
  readonly greeting: string;
  /** What is said outside of its hours. */
  readonly offlineMessage: string;
  readonly preset: Preset;
  /** Whether it takes new conversations. */
  readonly active: boolean;
  readonly hours: OpeningHours;
  readonly firstAnswer: 'people' | 'bots';
  readonly agentCapacity: number;
  readonly botCapacity: number;
  readonly graceMs: number;
  /** What is asked before a conversation. */
  readonly asks: AskingForm;
  /** Whether those who answer may see what a client writes, as it is written, where the client lets them. */
  readonly previews: boolean;
}

export type DepartmentChanges = {
  readonly [Name in Exclude<keyof Department, 'id'>]?: Department[Name] | undefined;
};

const kindList = v.array(conversationKind);

/** As they are stored. */
export const kindsIn = (json: string) => v.parse(kindList, JSON.parse(json));

export const departmentOf = (row: Selectable<DepartmentsTable>): Department => ({
  id: row.id,
  name: row.name,
  description: row.description,
  greeting: row.greeting,
  offlineMessage: row.offline_message,
  preset: row.preset,
  active: row.active === 1,
  hours: v.parse(openingHours, JSON.parse(row.hours)),
  firstAnswer: row.first_answer,
  agentCapacity: row.agent_capacity,
  botCapacity: row.bot_capacity,
  graceMs: row.grace_ms,
  connection: row.connection,
  maxOpenThreads: row.max_open_threads,
  maxWorkers: row.max_workers,
  whoCloses: row.who_closes,
  names: row.names,
  tellsWatching: row.tells_watching === 1,
  previews: row.previews === 1,
  kinds: kindsIn(row.kinds),
  asks: v.parse(askingForm, JSON.parse(row.asks)),
});

/** As a column holds it: flags as numbers, lists and hours as JSON. */
function stored(value: DepartmentChanges[keyof DepartmentChanges]): string | number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

const columnOf = {
  name: 'name',
  description: 'description',
  greeting: 'greeting',
  firstAnswer: 'first_answer',
  agentCapacity: 'agent_capacity',
  botCapacity: 'bot_capacity',
  graceMs: 'grace_ms',
  connection: 'connection',
  offlineMessage: 'offline_message',
  preset: 'preset',
  active: 'active',
  hours: 'hours',
  maxOpenThreads: 'max_open_threads',
  maxWorkers: 'max_workers',
  whoCloses: 'who_closes',
  names: 'names',
  tellsWatching: 'tells_watching',
  previews: 'previews',
  kinds: 'kinds',
  asks: 'asks',
} as const satisfies Record<keyof DepartmentChanges, keyof DepartmentsTable>;

/** @returns the columns to write; none where nothing changes. */
export function columnsOf(changes: DepartmentChanges): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(changes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [columnOf[name as keyof DepartmentChanges], stored(value)]),
  );
}
