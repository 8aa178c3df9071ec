/** Private notes: what colleagues write down beside a conversation. No client is ever told. */
import * as v from 'valibot';
import { shownName } from '../conversation.ts';
import { accountId, entryId, noteId } from '../ids.ts';
import { queryNumber } from '../http.ts';

const moment = v.pipe(v.number(), v.integer(), v.minValue(0));

export const noteCharacters = 2000;
export const mostMentions = 20;
/** Of one conversation. */
export const mostNotes = 500;
/** At once; older ones are asked for. */
export const notesPerPage = 50;

const noteText = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(noteCharacters, `must have at most ${noteCharacters} characters`),
  v.regex(/^(?:[^\p{Cc}]|[\n\t])*$/u, 'must be text'),
);
const mentions = v.pipe(
  v.array(accountId),
  v.maxLength(mostMentions, `must name at most ${mostMentions} people`),
);
const person = v.object({ account: accountId, name: shownName });

export const note = v.object({
  id: noteId,
  at: moment,
  /** Without an account where that is gone. */
  by: v.object({ account: v.optional(accountId), name: shownName }),
  text: v.string(),
  /** The message of the conversation that it is about. */
  about: v.optional(entryId),
  mentions: v.array(person),
  editedAt: v.optional(moment),
});
export type NoteJson = v.InferOutput<typeof note>;

/** GET /api/conversations/:id/notes: the newest ones, oldest first. */
export const notesQuery = v.strictObject({
  before: v.optional(queryNumber(0, Number.MAX_SAFE_INTEGER)),
});
export const notesAnswer = v.object({
  notes: v.array(note),
  /** Pass it as `before` for older ones; absent where there are none. */
  before: v.optional(moment),
});
export type NotesAnswer = v.InferOutput<typeof notesAnswer>;

/** POST /api/conversations/:id/notes → 201 */
export const newNote = v.strictObject({
  text: noteText,
  about: v.optional(entryId),
  mentions: v.optional(mentions, []),
});
export type NewNoteRequest = v.InferInput<typeof newNote>;
export type NewNote = v.InferOutput<typeof newNote>;
export const noteAnswer = v.object({ note });
export type NoteAnswer = v.InferOutput<typeof noteAnswer>;

/** PATCH /api/conversations/:id/notes/:note: one's own. */
export const changeNote = v.strictObject({ text: noteText, mentions: v.optional(mentions, []) });
export type ChangeNoteRequest = v.InferInput<typeof changeNote>;
export type NoteChange = v.InferOutput<typeof changeNote>;

/** GET /api/conversations/:id/colleagues: who may read its notes, and so who can be mentioned in them. */
export const colleaguesAnswer = v.object({ people: v.array(person) });
export type ColleaguesAnswer = v.InferOutput<typeof colleaguesAnswer>;
