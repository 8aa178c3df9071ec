/** What the console asks about what lies beside conversations: notes, labels, priority, sleep, and their clients. */
import {
  allBesideAnswer,
  besideAnswer,
  clientAttributesAnswer,
  previousAnswer,
  type AllBesideAnswer,
  type BesideAnswer,
  type ChangeBesideRequest,
  type ChangeClientAttributeRequest,
  type ClientAttributesAnswer,
  type PreviousAnswer,
} from '../../../conversation/protocol/http/beside.ts';
import {
  labelAnswer,
  labelsAnswer,
  type ChangeLabelRequest,
  type LabelAnswer,
  type LabelsAnswer,
  type NewLabelRequest,
} from '../../../conversation/protocol/http/labels.ts';
import {
  colleaguesAnswer,
  noteAnswer,
  notesAnswer,
  type ChangeNoteRequest,
  type ColleaguesAnswer,
  type NewNoteRequest,
  type NoteAnswer,
  type NotesAnswer,
} from '../../../conversation/protocol/http/notes.ts';
import type {
  ConversationId,
  DepartmentId,
  LabelId,
  NoteId,
} from '../../../conversation/protocol/ids.ts';
import { nothing, type ApiClient, type ApiResult } from '../../signed-in/api/api-client.ts';
import { queryOf } from '../../signed-in/api/query-of.ts';

export interface BesideApi {
  allBeside(): Promise<ApiResult<AllBesideAnswer>>;
  beside(id: ConversationId): Promise<ApiResult<BesideAnswer>>;
  arrange(id: ConversationId, to: ChangeBesideRequest): Promise<ApiResult<BesideAnswer>>;
  putLabel(id: ConversationId, label: LabelId): Promise<ApiResult<BesideAnswer>>;
  takeLabel(id: ConversationId, label: LabelId): Promise<ApiResult<BesideAnswer>>;
  /** @param before the `before` of the page that was read last */
  notes(id: ConversationId, before?: number): Promise<ApiResult<NotesAnswer>>;
  addNote(id: ConversationId, note: NewNoteRequest): Promise<ApiResult<NoteAnswer>>;
  changeNote(
    id: ConversationId,
    note: NoteId,
    to: ChangeNoteRequest,
  ): Promise<ApiResult<NoteAnswer>>;
  deleteNote(id: ConversationId, note: NoteId): Promise<ApiResult<unknown>>;
  mentionsSeen(id: ConversationId): Promise<ApiResult<unknown>>;
  colleagues(id: ConversationId): Promise<ApiResult<ColleaguesAnswer>>;
  clientAttributes(id: ConversationId): Promise<ApiResult<ClientAttributesAnswer>>;
  changeClientAttribute(
    id: ConversationId,
    change: ChangeClientAttributeRequest,
  ): Promise<ApiResult<ClientAttributesAnswer>>;
  previous(id: ConversationId): Promise<ApiResult<PreviousAnswer>>;
  labels(): Promise<ApiResult<LabelsAnswer>>;
  /** @param department undefined: for all */
  addLabel(
    label: NewLabelRequest,
    department: DepartmentId | undefined,
  ): Promise<ApiResult<LabelAnswer>>;
  changeLabel(label: LabelId, to: ChangeLabelRequest): Promise<ApiResult<LabelAnswer>>;
  deleteLabel(label: LabelId): Promise<ApiResult<unknown>>;
}

export function createBesideApi({ ask }: Pick<ApiClient, 'ask'>): BesideApi {
  const pathOf = (id: ConversationId) => `/api/conversations/${id}`;
  return {
    allBeside: () => ask({ path: '/api/beside', answer: allBesideAnswer }),
    beside: (id) => ask({ path: `${pathOf(id)}/beside`, answer: besideAnswer }),
    arrange: (id, body) =>
      ask({ method: 'PATCH', path: `${pathOf(id)}/beside`, body, answer: besideAnswer }),
    putLabel: (id, label) =>
      ask({ method: 'PUT', path: `${pathOf(id)}/labels/${label}`, answer: besideAnswer }),
    takeLabel: (id, label) =>
      ask({ method: 'DELETE', path: `${pathOf(id)}/labels/${label}`, answer: besideAnswer }),
    notes: (id, before) =>
      ask({ path: `${pathOf(id)}/notes${queryOf({ before })}`, answer: notesAnswer }),
    addNote: (id, body) =>
      ask({ method: 'POST', path: `${pathOf(id)}/notes`, body, answer: noteAnswer }),
    changeNote: (id, note, body) =>
      ask({ method: 'PATCH', path: `${pathOf(id)}/notes/${note}`, body, answer: noteAnswer }),
    deleteNote: (id, note) =>
      ask({ method: 'DELETE', path: `${pathOf(id)}/notes/${note}`, answer: nothing }),
    mentionsSeen: (id) =>
      ask({ method: 'POST', path: `${pathOf(id)}/mentions-seen`, answer: nothing }),
    colleagues: (id) => ask({ path: `${pathOf(id)}/colleagues`, answer: colleaguesAnswer }),
    clientAttributes: (id) =>
      ask({ path: `${pathOf(id)}/attributes`, answer: clientAttributesAnswer }),
    changeClientAttribute: (id, body) =>
      ask({
        method: 'PATCH',
        path: `${pathOf(id)}/attributes`,
        body,
        answer: clientAttributesAnswer,
      }),
    previous: (id) => ask({ path: `${pathOf(id)}/previous`, answer: previousAnswer }),
    labels: () => ask({ path: '/api/labels', answer: labelsAnswer }),
    addLabel: (body, department) =>
      ask({
        method: 'POST',
        path: department === undefined ? '/api/labels' : `/api/departments/${department}/labels`,
        body,
        answer: labelAnswer,
      }),
    changeLabel: (label, body) =>
      ask({ method: 'PATCH', path: `/api/labels/${label}`, body, answer: labelAnswer }),
    deleteLabel: (label) =>
      ask({ method: 'DELETE', path: `/api/labels/${label}`, answer: nothing }),
  };
}
