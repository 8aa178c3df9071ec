/** What people see, computed from the entries (SPEC.md, TIME rules). */
import type { Participant } from '../protocol/conversation.ts';
import type { EntryId } from '../protocol/ids.ts';

/** How far one's own message has come (DESIGN: sending → saved → delivered → read). */
export type MessageState = 'sending' | 'saved' | 'delivered' | 'read' | 'refused';

export interface Reaction {
  readonly emoji: string;
  readonly by: readonly Participant[];
}

interface Common {
  readonly id: EntryId;
  /** Whose log it is, by certificate. */
  readonly author: Participant;
  /** `me`: the viewer's own participant, from any of their programs. */
  readonly mine: boolean;
  /** Claimed by the author, ms of Unix time. */
  readonly at: number;
  /** By the archive's clock; undefined until it is archived. Both are shown where they differ by over 2 minutes. */
  readonly receivedAt: number | undefined;
}

export type TimelineItem =
  | (Common & {
      readonly kind: 'message';
      readonly text: string;
      readonly edited: boolean;
      readonly reactions: readonly Reaction[];
      /** Only for one's own. */
      readonly state: MessageState | undefined;
    })
  | (Common & { readonly kind: 'redacted' })
  | (Common & { readonly kind: 'unsupported' })
  | (Common & {
      readonly kind: 'system';
      readonly event: string;
      readonly participant: Participant | undefined;
    });
