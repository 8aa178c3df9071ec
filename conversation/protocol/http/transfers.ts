/** Passing conversations on, over HTTP: to whom that is possible, and what was said with it. */
import * as v from 'valibot';
import { shownName } from '../conversation.ts';
import { accountId, departmentId } from '../ids.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** GET /api/conversations/:id/transfers: oldest first. Names are those of that moment. */
export const transfersAnswer = v.object({
  transfers: v.array(
    v.object({
      at: count,
      by: shownName,
      to: v.object({ kind: v.picklist(['person', 'bot', 'department']), name: v.string() }),
      /** What the next one should know; clients are never shown it. */
      note: v.optional(v.string()),
    }),
  ),
});
export type TransfersAnswer = v.InferOutput<typeof transfersAnswer>;

/** GET /api/conversations/:id/transfer-targets */
export const transferTargetsAnswer = v.object({
  /** Members of its department, without those who are not active. */
  people: v.array(
    v.object({
      account: accountId,
      name: shownName,
      kind: v.picklist(['person', 'bot']),
      /** Whether a program of theirs is connected. */
      here: v.boolean(),
      available: v.boolean(),
      /** Conversations that count for their capacity. */
      open: count,
      capacity: count,
    }),
  ),
  /** The other ones. */
  departments: v.array(v.object({ department: departmentId, name: v.string() })),
});
export type TransferTargetsAnswer = v.InferOutput<typeof transferTargetsAnswer>;
