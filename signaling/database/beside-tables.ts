/** The tables of what staff keep beside conversations; `schema.ts` has the others. */
import type { Generated } from 'kysely';
import type { Priority } from '../../conversation/protocol/http/beside.ts';
import type { LabelColour } from '../../conversation/protocol/http/labels.ts';
import type {
  AccountId,
  ConversationId,
  DepartmentId,
  EntryId,
  LabelId,
  NoteId,
  ParticipantId,
} from '../../conversation/protocol/ids.ts';
import type { VisitorId } from '../accounts/actor.ts';

export interface NotesTable {
  place: Generated<number>;
  id: NoteId;
  conversation: ConversationId;
  at: number;
  /** Null where the account is gone; the name is that of then. */
  account: AccountId | null;
  name: string;
  text: string;
  /** A message of the conversation. */
  about: EntryId | null;
  edited_at: number | null;
}

export interface NoteMentionsTable {
  note: NoteId;
  account: AccountId;
  seen_at: number | null;
}

export interface LabelsTable {
  id: LabelId;
  /** Null: for every department. */
  department: DepartmentId | null;
  name: string;
  colour: LabelColour;
  created_at: number;
}

export interface ConversationLabelsTable {
  conversation: ConversationId;
  label: LabelId;
}

export interface ArrangementsTable {
  conversation: ConversationId;
  priority: Generated<Priority>;
  snoozed_until: number | null;
  /** Who answered it when it was put to sleep. */
  snoozed_for: ParticipantId | null;
}

/** Of either an account or a visitor. */
export interface ClientAttributesTable {
  id: Generated<number>;
  department: DepartmentId;
  account: AccountId | null;
  visitor: VisitorId | null;
  name: string;
  value: string;
  by_name: string;
  at: number;
}
