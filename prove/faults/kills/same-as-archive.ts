import type { Conversation } from '../../../conversation/peer/api.ts';
import { must } from '../../support/claim.ts';
import type { Inspection } from '../../support/saved.ts';

const messageType = 1;

/** What a side shows is what the archive has, in the archive's order. */
export function sameAsArchive(side: Conversation, { rows }: Inspection): void {
  const archived = rows
    .filter((row) => row.conversation === side.id && row.type === messageType)
    .map((row) => `${row.log}-${row.logSeq}`);
  const shown = side.items().flatMap((item) => (item.kind === 'message' ? [item.id] : []));
  must(
    JSON.stringify(shown) === JSON.stringify(archived),
    `${shown.length} messages are shown, ${archived.length} archived, and they are not the same`,
  );
}
