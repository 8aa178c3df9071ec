/** A visitor's conversations as their list shows them. */
import type { OwnConversationJson } from '../../../conversation/protocol/http/customers.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';

export interface OwnRow {
  readonly id: ConversationId;
  /** Empty where it is not known. */
  readonly about: string;
  readonly text: string;
  readonly activeAt: number;
  readonly state: 'waiting' | 'open' | 'closed';
}

const stateOf = ({ status }: ConversationSummary): OwnRow['state'] =>
  status.state === 'closed' || status.state === 'waiting' ? status.state : 'open';

const subjectOf = ({ ticket }: ConversationSummary) =>
  ticket === undefined ? undefined : `#${ticket.number} ${ticket.subject}`;

/**
 * What was last written comes first. What the session says of the state of those that are open is newer than what was
 * asked for.
 *
 * @param asked undefined: the server has not answered.
 */
export function rowsOf(
  asked: readonly OwnConversationJson[] | undefined,
  live: readonly ConversationSummary[],
): readonly OwnRow[] {
  const rows = new Map<ConversationId, OwnRow>();
  const put = (one: ConversationSummary, about: string, text: string) => {
    if (isGroup(one.kind) || one.erasedAt !== undefined) return;
    rows.set(one.conversation, {
      id: one.conversation,
      about: subjectOf(one) ?? about,
      text,
      activeAt: one.activeAt,
      state: stateOf(one),
    });
  };
  const names = new Map<DepartmentId, string>();
  for (const one of asked ?? []) {
    names.set(one.department, one.departmentName);
    put(one, one.departmentName, one.lastText ?? '');
  }
  for (const one of live) {
    const known = rows.get(one.conversation);
    // A summary is said when a state changes; what was asked for may know of newer words.
    const activeAt = Math.max(one.activeAt, known?.activeAt ?? 0);
    const about = known?.about ?? names.get(one.department) ?? '';
    put({ ...one, activeAt }, about, known?.text ?? '');
  }
  return [...rows.values()].toSorted((a, b) => b.activeAt - a.activeAt);
}
