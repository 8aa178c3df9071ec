/** What the page around the chat told of whoever writes; nobody checked it. */
import * as v from 'valibot';
import {
  columnTypes,
  fitsColumn,
  linePattern,
  mostColumns,
  mostContextBytes,
  mostRows,
  mostTables,
  nameCharacters,
  tableTitleCharacters,
  unitCharacters,
} from '../host-context.ts';
import { attributes } from './visitors.ts';

const line = (most: number) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(linePattern, 'must be one line of text'));
const name = v.pipe(line(nameCharacters), v.minLength(1));

const column = v.strictObject({
  name,
  type: v.picklist(columnTypes),
  unit: v.optional(line(unitCharacters)),
});
const cell = v.union([v.string(), v.number(), v.boolean(), v.null()]);

export const hostTable = v.pipe(
  v.strictObject({
    name,
    title: line(tableTitleCharacters),
    columns: v.pipe(v.array(column), v.minLength(1), v.maxLength(mostColumns)),
    rows: v.pipe(v.array(v.array(cell)), v.maxLength(mostRows)),
  }),
  v.check(
    ({ columns }) => new Set(columns.map((one) => one.name)).size === columns.length,
    'must have columns of different names',
  ),
  v.check(
    ({ columns, rows }) =>
      rows.every(
        (row) =>
          row.length === columns.length &&
          row.every((value, at) => fitsColumn(value, columns[at]?.type ?? 'text')),
      ),
    'must have rows that fit its columns',
  ),
);

/**
 * PUT /api/conversations/:id/context → 204. Attributes take the place of all that were told before, a table that of the
 * table of its name; what is not named stays.
 */
export const tellContext = v.strictObject({
  attributes: v.optional(attributes),
  tables: v.optional(v.pipe(v.array(hostTable), v.maxLength(mostTables)), () => []),
  removed: v.optional(v.pipe(v.array(name), v.maxLength(mostTables)), () => []),
});
export type TellContextRequest = v.InferInput<typeof tellContext>;
export type TellContext = v.InferOutput<typeof tellContext>;
/** With the words around it. */
export const tellContextBytes = mostContextBytes + 16 * 1024;

/** GET /api/conversations/:id/context. In a masked conversation nothing is said. */
export const contextAnswer = v.object({
  attributes,
  tables: v.array(hostTable),
  /** When the page told something last; absent where it told nothing. */
  toldAt: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});
export type ContextAnswer = v.InferOutput<typeof contextAnswer>;
