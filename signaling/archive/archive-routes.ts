/** `/api/archive/...`: lists, transcripts and search for those who may read the archive. */
import express, { type Request, type Response, type Router } from 'express';
import type * as v from 'valibot';
import {
  archiveListQuery,
  searchQuery,
  transcriptQuery,
  type ArchiveListAnswer,
  type SearchAnswer,
  type TranscriptAnswer,
} from '../../conversation/protocol/http.ts';
import { toBase64Url, type ConversationId } from '../../conversation/protocol/ids.ts';
import type { Authenticate } from '../accounts/authenticate.ts';
import type { Actor } from '../accounts/actor.ts';
import { authorize } from '../accounts/authorize.ts';
import type { AuditLog } from '../audit.ts';
import type { Installation } from '../database/installation.ts';
import { answer, notAllowed, notFound, notSignedIn, type Answer } from '../http/answer.ts';
import { checkRequest } from '../http/check-request.ts';
import { send } from '../http/mount.ts';
import type { Metrics } from '../metrics.ts';
import type { Archive } from './archive.ts';

export interface ArchiveRoutesOptions {
  readonly archive: Archive;
  readonly audit: AuditLog;
  readonly authenticate: Authenticate;
  readonly installation: Installation;
  readonly metrics: Metrics;
}

const idPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** Mounted at the root: the paths are whole ones, as in `/api/openapi.json`. */
export function createArchiveRoutes(options: ArchiveRoutesOptions): Router {
  const { archive, audit } = options;
  const router = express.Router();

  /** Everything that the three routes have in common. */
  function get<Schema extends v.GenericSchema>(
    path: string,
    schema: Schema,
    handle: (query: v.InferOutput<Schema>, request: Request, actor: Actor) => Promise<Answer>,
  ): void {
    async function answerTo(request: Request): Promise<Answer> {
      const authenticated = await options.authenticate(request.headers);
      if (authenticated === undefined) return notSignedIn();
      const { actor } = authenticated;
      if (!authorize(actor, { action: 'read-archive' }).ok) return notAllowed();
      const query = checkRequest(schema, { ...request.query });
      return query.ok ? handle(query.value, request, actor) : query.refusal;
    }
    router.get(path, async (request: Request, response: Response) => {
      send(response, await answerTo(request), options.metrics);
    });
  }

  get('/api/archive/conversations', archiveListQuery, async ({ state, before, limit }) => {
    const conversations = [...(await archive.list({ state, before, limit }))];
    const last = conversations.length < limit ? undefined : conversations.at(-1);
    return answer(200, {
      conversations,
      ...(last === undefined ? {} : { next: last.activeAt }),
    } satisfies ArchiveListAnswer);
  });

  get(
    '/api/archive/conversations/:id',
    transcriptQuery,
    async ({ from = 0, limit }, request, actor) => {
      const { id } = request.params;
      if (typeof id !== 'string' || !idPattern.test(id)) return notFound();
      const transcript = await archive.transcript(id as ConversationId, from, limit);
      if (transcript === undefined) return notFound();
      // What is read page by page was opened once.
      if (from === 0) {
        await audit.record(nameOf(actor), 'archive.transcript-opened', id);
      }
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
      } satisfies TranscriptAnswer);
    },
  );

  get('/api/archive/search', searchQuery, async ({ q, limit }) => {
    const hits = await archive.search(q, limit);
    return answer(200, {
      hits: hits.map((hit) => ({ ...hit, snippet: [...hit.snippet] })),
    } satisfies SearchAnswer);
  });

  return router;
}

/** Only accounts may read the archive; a visitor never gets here. */
function nameOf(actor: Actor): string {
  return actor.kind === 'account' ? actor.account : 'visitor';
}
