/** Labels of departments and of the whole installation, and which conversations have them. */
import {
  mostLabels,
  type ChangeLabelRequest,
  type LabelJson,
  type NewLabelRequest,
} from '../../conversation/protocol/http/labels.ts';
import { mostLabelsOn } from '../../conversation/protocol/http/beside.ts';
import {
  randomIdFrom,
  type AccountId,
  type ConversationId,
  type DepartmentId,
  type LabelId,
} from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import type { Queries } from '../archive/summaries.ts';
import { createAuditLog } from '../audit.ts';
import type { Database } from '../database/database.ts';

export type LabelRefusal = 'not-found' | 'name-taken' | 'too-many';

export interface LabelsStore {
  /** @param departments undefined: of all of them. @returns theirs and those for all, by name */
  list(departments: readonly DepartmentId[] | undefined): Promise<LabelJson[]>;
  get(label: LabelId): Promise<LabelJson | undefined>;
  /** @param department undefined: for every department */
  add(
    label: NewLabelRequest,
    department: DepartmentId | undefined,
    by: AccountId,
  ): Promise<Result<LabelJson, LabelRefusal>>;
  change(
    label: LabelId,
    to: ChangeLabelRequest,
    by: AccountId,
  ): Promise<Result<LabelJson, LabelRefusal>>;
  /** Also from all conversations. */
  delete(label: LabelId, by: AccountId): Promise<Result<true, LabelRefusal>>;
  /** `not-found`: there is no such label for the conversation's department. */
  put(
    conversation: ConversationId,
    label: LabelId,
    by: AccountId,
  ): Promise<Result<'changed' | 'same', LabelRefusal>>;
  take(
    conversation: ConversationId,
    label: LabelId,
    by: AccountId,
  ): Promise<Result<'changed' | 'same', LabelRefusal>>;
}

export function createLabelsStore(options: {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}): LabelsStore {
  const { database, now, randomBytes } = options;

  const record = (trx: Queries, by: AccountId, action: string, thing: string, detail: object) =>
    createAuditLog(trx, now).record(by, action, thing, { ...detail });

  return {
    async list(departments) {
      const rows = await database
        .selectFrom('labels')
        .selectAll()
        .$if(departments !== undefined, (query) =>
          query.where((where) =>
            where.or([
              where('department', 'is', null),
              where('department', 'in', [...(departments ?? [])]),
            ]),
          ),
        )
        .orderBy('name')
        .execute();
      return rows.map(labelOf);
    },
    async get(label) {
      const row = await database
        .selectFrom('labels')
        .selectAll()
        .where('id', '=', label)
        .executeTakeFirst();
      return row && labelOf(row);
    },
    add: ({ name, colour }, wanted, by) =>
      database.transaction().execute(async (trx) => {
        const department = wanted ?? null;
        const there = await trx
          .selectFrom('labels')
          .select('name')
          .where('department', 'is', department)
          .execute();
        if (there.length >= mostLabels) return refuse('too-many');
        if (there.some((one) => isSameName(one.name, name))) return refuse('name-taken');
        const id = randomIdFrom(randomBytes(16)) as LabelId;
        const row = { id, department, name, colour, created_at: now() };
        await trx.insertInto('labels').values(row).execute();
        const detail = { name, colour, ...(wanted === undefined ? {} : { department: wanted }) };
        await record(trx, by, 'label-made', id, detail);
        return accept(labelOf(row));
      }),
    change: (label, to, by) =>
      database.transaction().execute(async (trx) => {
        const row = await rowOf(trx, label);
        if (row === undefined) return refuse('not-found');
        const next = { ...row, name: to.name ?? row.name, colour: to.colour ?? row.colour };
        const others = await trx
          .selectFrom('labels')
          .select('name')
          .where('department', 'is', row.department)
          .where('id', '!=', label)
          .execute();
        if (others.some((one) => isSameName(one.name, next.name))) return refuse('name-taken');
        const { name, colour } = next;
        await trx.updateTable('labels').set({ name, colour }).where('id', '=', label).execute();
        await record(trx, by, 'label-changed', label, { name, colour, ...departmentOf(row) });
        return accept(labelOf(next));
      }),
    delete: (label, by) =>
      database.transaction().execute(async (trx) => {
        const row = await rowOf(trx, label);
        if (row === undefined) return refuse('not-found');
        await trx.deleteFrom('labels').where('id', '=', label).execute();
        await record(trx, by, 'label-deleted', label, { name: row.name, ...departmentOf(row) });
        return accept(true);
      }),
    put: (conversation, label, by) =>
      database.transaction().execute(async (trx) => {
        const row = await rowOf(trx, label);
        const place = await trx
          .selectFrom('conversations')
          .select('department')
          .where('id', '=', conversation)
          .executeTakeFirst();
        if (row === undefined || place === undefined) return refuse('not-found');
        if (row.department !== null && row.department !== place.department) {
          return refuse('not-found');
        }
        const there = await trx
          .selectFrom('conversation_labels')
          .select('label')
          .where('conversation', '=', conversation)
          .execute();
        if (there.some((one) => one.label === label)) return accept('same');
        if (there.length >= mostLabelsOn) return refuse('too-many');
        await trx.insertInto('conversation_labels').values({ conversation, label }).execute();
        await record(trx, by, 'conversation-labelled', conversation, { label: row.name });
        return accept('changed');
      }),
    take: (conversation, label, by) =>
      database.transaction().execute(async (trx) => {
        const row = await rowOf(trx, label);
        if (row === undefined) return refuse('not-found');
        const deleted = await trx
          .deleteFrom('conversation_labels')
          .where('conversation', '=', conversation)
          .where('label', '=', label)
          .executeTakeFirst();
        if (deleted.numDeletedRows === 0n) return accept('same');
        await record(trx, by, 'conversation-unlabelled', conversation, { label: row.name });
        return accept('changed');
      }),
  };
}

type LabelRow = NonNullable<Awaited<ReturnType<typeof rowOf>>>;

function rowOf(trx: Queries, label: LabelId) {
  return trx.selectFrom('labels').selectAll().where('id', '=', label).executeTakeFirst();
}

const departmentOf = ({ department }: LabelRow) => (department === null ? {} : { department });

function labelOf(row: LabelRow): LabelJson {
  const { id, name, colour } = row;
  return { id, name, colour, ...departmentOf(row) };
}

const isSameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
