/** `/api/conversations/:id/notes`, and who can be mentioned in them. */
import * as http from '../../conversation/protocol/http/notes.ts';
import type { ConversationId, NoteId } from '../../conversation/protocol/ids.ts';
import { accountOf } from '../accounts/actor.ts';
import type { Database } from '../database/database.ts';
import { answer, notFound, refusal } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { BesideNews } from './beside-news.ts';
import { colleaguesOf } from './colleagues.ts';
import { createNotesStore, type NoteRefusal } from './notes-store.ts';
import type { RelationTo } from './relation-to.ts';

export interface NoteRoutesOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly relationTo: RelationTo;
  readonly news: Pick<BesideNews, 'tell' | 'tellOne'>;
}

export function noteRoutes(options: NoteRoutesOptions): Route[] {
  const { database, news, relationTo } = options;
  const notes = createNotesStore(options);
  const idIn = (params: Readonly<Record<string, string>>) => params['id'] as ConversationId;
  const noteIn = (params: Readonly<Record<string, string>>) => params['note'] as NoteId;

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/notes',
        summary: 'What colleagues wrote down beside a conversation; the newest, oldest first.',
        actions: ['read-notes'],
        query: http.notesQuery,
        answers: { status: 200, schema: http.notesAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'read-notes', relation: await relationTo(call) }),
      async ({ params, query: { before } }) =>
        answer(200, (await notes.page(idIn(params), before)) satisfies http.NotesAnswer),
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/notes',
        summary: 'Writes a note that only colleagues see; those whom it mentions are told.',
        actions: ['write-notes'],
        body: http.newNote,
        answers: { status: 201, schema: http.noteAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async (call) => ({ action: 'write-notes', relation: await relationTo(call) }),
      async ({ actor, params, body }) => {
        const by = { account: accountOf(actor), name: actor.name };
        const added = await notes.add(idIn(params), body, by);
        if (!added.ok) return refusals[added.refusal]();
        const { note, toTell } = added.value;
        await news.tell(idIn(params), toTell);
        return answer(201, { note } satisfies http.NoteAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'patch',
        path: '/api/conversations/:id/notes/:note',
        summary: 'Changes a note of one’s own.',
        actions: ['write-notes'],
        body: http.changeNote,
        answers: { status: 200, schema: http.noteAnswer },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      async (call) => ({ action: 'write-notes', relation: await relationTo(call) }),
      async ({ actor, params, body }) => {
        const changed = await notes.change(idIn(params), noteIn(params), body, accountOf(actor));
        if (!changed.ok) return refusals[changed.refusal]();
        const { note, toTell } = changed.value;
        await news.tell(idIn(params), toTell);
        return answer(200, { note } satisfies http.NoteAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/conversations/:id/notes/:note',
        summary: 'Deletes a note of one’s own.',
        actions: ['write-notes'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'write-notes', relation: await relationTo(call) }),
      async ({ actor, params }) => {
        const deleted = await notes.delete(idIn(params), noteIn(params), accountOf(actor));
        if (!deleted.ok) return refusals[deleted.refusal]();
        await news.tell(idIn(params));
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/mentions-seen',
        summary: 'Whoever is mentioned in its notes has seen that.',
        actions: ['read-notes'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'read-notes', relation: await relationTo(call) }),
      async ({ actor, params }) => {
        const by = accountOf(actor);
        if (await notes.seen(idIn(params), by)) news.tellOne(idIn(params), by);
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/colleagues',
        summary: 'Who reads the notes of a conversation, and can be mentioned in them.',
        actions: ['write-notes'],
        answers: { status: 200, schema: http.colleaguesAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async (call) => ({ action: 'write-notes', relation: await relationTo(call) }),
      async ({ params }) => {
        const people = [...(await colleaguesOf(database, idIn(params)))];
        return answer(200, { people } satisfies http.ColleaguesAnswer);
      },
    ),
  ];
}

const refusals = {
  'not-found': notFound,
  'not-yours': () => refusal('not-allowed', 'Only whoever wrote a note changes it.'),
  'too-many': () =>
    refusal('conflict', `This conversation has ${http.mostNotes} notes, and no more are kept.`),
  'no-colleague': () =>
    refusal('conflict', 'Somebody whom you mention may not read this note.', 'mentions'),
} as const satisfies Record<NoteRefusal, () => unknown>;
