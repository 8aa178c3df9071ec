/** `/api/archive/...`: lists, transcripts and search for those who may read the archive. */
import * as http from '../../conversation/protocol/http.ts';
import {
  toBase64Url,
  type ConversationId,
  type DepartmentId,
} from '../../conversation/protocol/ids.ts';
import { kindOf, reachOf } from '../access/permissions.ts';
import type { Relations } from '../access/relations.ts';
import { accountOf, type Actor } from '../accounts/actor.ts';
import type { AuditLog } from '../audit.ts';
import type { Installation } from '../database/installation.ts';
import { answer, notFound } from '../http/answer.ts';
import { guardedRoute, type Route } from '../http/route.ts';
import type { Archive } from './archive.ts';

export interface ArchiveRoutesOptions {
  readonly archive: Pick<Archive, 'list' | 'search' | 'transcript'>;
  readonly audit: AuditLog;
  readonly installation: Pick<Installation, 'installationKey'>;
  readonly relations: Pick<Relations, 'toConversation' | 'departmentsOf'>;
}

export function archiveRoutes(options: ArchiveRoutesOptions): Route[] {
  const { archive, audit, relations } = options;

  /** @returns undefined where somebody reads all departments. */
  async function readableBy(actor: Actor): Promise<readonly DepartmentId[] | undefined> {
    const isEverything = reachOf(kindOf(actor), 'read-archive') === 'all';
    return isEverything ? undefined : relations.departmentsOf(actor);
  }

  return [
    guardedRoute(
      {
        method: 'get',
        path: '/api/archive/conversations',
        summary: 'Conversations of the departments that one may read, newest activity first.',
        actions: ['read-archive'],
        query: http.archiveListQuery,
        answers: { status: 200, schema: http.archiveListAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'read-archive' }),
      async ({ actor, query: { state, before, limit } }) => {
        const departments = await readableBy(actor);
        const conversations = [...(await archive.list({ state, before, limit, departments }))];
        const last = conversations.length < limit ? undefined : conversations.at(-1);
        return answer(200, {
          conversations,
          ...(last === undefined ? {} : { next: last.activeAt }),
        } satisfies http.ArchiveListAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/archive/conversations/:id',
        summary: 'A transcript, with all that is needed to verify it.',
        actions: ['read-archive'],
        query: http.transcriptQuery,
        answers: { status: 200, schema: http.transcriptAnswer },
        refusals: ['not-allowed', 'not-found'],
      },
      async ({ actor, params }) => ({
        action: 'read-archive',
        relation: await relations.toConversation(actor, params['id'] as ConversationId),
      }),
      async ({ actor, params, query: { from = 0, limit } }) => {
        const id = params['id'] as ConversationId;
        const transcript = await archive.transcript(id, from, limit);
        if (transcript === undefined) return notFound();
        // Each page is a look: whoever begins in the middle is seen as well.
        const where = from === 0 ? {} : { from };
        await audit.record(accountOf(actor), 'archive.transcript-opened', id, where);
        return answer(200, {
          summary: transcript.summary,
          participants: [...transcript.participants],
          certificates: transcript.certificates.map((it) => toBase64Url(it.bytes)),
          installationKey: toBase64Url(options.installation.installationKey),
          entries: transcript.entries.map(({ bytes, ...place }) => ({
            ...place,
            bytes: toBase64Url(bytes),
          })),
          ...(transcript.next === undefined ? {} : { next: transcript.next }),
        } satisfies http.TranscriptAnswer);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/archive/search',
        summary: 'Messages that contain all the words, newest first.',
        actions: ['read-archive'],
        query: http.searchQuery,
        answers: { status: 200, schema: http.searchAnswer },
        refusals: ['not-allowed'],
      },
      () => ({ action: 'read-archive' }),
      async ({ actor, query: { q, limit } }) => {
        const hits = await archive.search(q, limit, await readableBy(actor));
        return answer(200, {
          hits: hits.map((hit) => ({ ...hit, snippet: [...hit.snippet] })),
        } satisfies http.SearchAnswer);
      },
    ),
  ];
}
