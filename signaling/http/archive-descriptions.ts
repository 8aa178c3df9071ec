/** What the archive's routes (signaling/archive/archive-routes.ts) answer, for `/api/openapi.json`. */
import * as http from '../../conversation/protocol/http.ts';
import type { RouteDescription } from './route.ts';

export const archiveDescriptions: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/archive/conversations',
    summary: 'Conversations, newest activity first.',
    who: 'signed-in',
    query: http.archiveListQuery,
    answers: { status: 200, schema: http.archiveListAnswer },
    refusals: ['not-allowed'],
  },
  {
    method: 'get',
    path: '/api/archive/conversations/:id',
    summary: 'A transcript, with all that is needed to verify it.',
    who: 'signed-in',
    query: http.transcriptQuery,
    answers: { status: 200, schema: http.transcriptAnswer },
    refusals: ['not-allowed', 'not-found'],
  },
  {
    method: 'get',
    path: '/api/archive/search',
    summary: 'Messages that contain all the words, newest first.',
    who: 'signed-in',
    query: http.searchQuery,
    answers: { status: 200, schema: http.searchAnswer },
    refusals: ['not-allowed'],
  },
];
