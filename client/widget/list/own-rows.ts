/** A visitor's conversations as their list shows them. */
import type { TimelineItem } from '../../../conversation/log/timeline.ts';
import type { OwnConversationJson } from '../../../conversation/protocol/http/customers.ts';
import type { ConversationSummary } from '../../../conversation/protocol/conversation.ts';
import type { ConversationId, DepartmentId } from '../../../conversation/protocol/ids.ts';
import { isGroup } from '../../../conversation/protocol/kinds.ts';
import { lineOf } from '../../chat/line-of.ts';
import { t } from '../../words/words.ts';

export interface OwnRow {
  readonly id: ConversationId;
  /** Empty where it is not known. */
  readonly about: string;
  readonly text: string;
  readonly activeAt: number;
  readonly state: 'waiting' | 'open' | 'closed';
}

/** What is known here of a conversation that is followed. A direct link is quicker than the server. */
export interface Heard {
  readonly unread: number;
  /** Undefined: nothing was said, or it is not loaded. */
  readonly last:
    | { readonly text: string; readonly at: number; readonly isSaved: boolean }
    | undefined;
}

/** @param items in timeline order */
export function lastHeard(items: readonly TimelineItem[]): Heard['last'] {
  const last = items.findLast(({ kind }) => kind === 'message' || kind === 'redacted');
  if (last === undefined) return undefined;
  return {
    text: last.kind === 'message' ? lineOf(last) : t('message.removed'),
    at: last.receivedAt ?? last.at,
    isSaved: last.receivedAt !== undefined,
  };
}

const stateOf = ({ status }: ConversationSummary): OwnRow['state'] =>
  status.state === 'closed' || status.state === 'waiting' ? status.state : 'open';

const subjectOf = ({ ticket }: ConversationSummary) =>
  ticket === undefined ? undefined : `#${ticket.number} ${ticket.subject}`;

/**
 * What was last written comes first. What the session says of the state of those that are open is newer than what was
 * asked for, and so are words that the archive did not have yet.
 *
 * @param asked undefined: the server has not answered.
 */
export function rowsOf(
  asked: readonly OwnConversationJson[] | undefined,
  live: readonly ConversationSummary[],
  heard: ReadonlyMap<ConversationId, Heard> = new Map(),
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
    const here = heard.get(one.conversation)?.last;
    const isNewer = here !== undefined && (!here.isSaved || here.at >= (known?.activeAt ?? 0));
    put(
      { ...one, activeAt: isNewer ? Math.max(here.at, activeAt) : activeAt },
      about,
      isNewer ? here.text : (known?.text ?? ''),
    );
  }
  return [...rows.values()].toSorted((a, b) => b.activeAt - a.activeAt);
}
