/** `/api/conversations/:id/file(s)`: files come piece by piece, and are given out to whoever reads the conversation. */
import type { Readable } from 'node:stream';
import { familyOf, type FileType } from '../../conversation/protocol/file.ts';
import * as http from '../../conversation/protocol/http/files.ts';
import type { ConversationId, ParticipantId } from '../../conversation/protocol/ids.ts';
import type { Relations } from '../access/relations.ts';
import type { Actor } from '../accounts/actor.ts';
import { placeOf } from '../conversations/place.ts';
import type { Database } from '../database/database.ts';
import { answer, notFound, refusal, type Answer } from '../http/answer.ts';
import { guardedRoute, openRoute, type Route } from '../http/route.ts';
import { byteRange } from './byte-range.ts';
import { StoreAway } from './file-store.ts';
import type { FileAddresses } from './file-addresses.ts';
import type { FileRefusal, Files, KeptFile } from './files.ts';

export interface FileRoutesOptions {
  readonly database: Database;
  readonly files: Files;
  readonly addresses: FileAddresses;
  readonly limits: http.FileLimits;
  readonly relations: Pick<Relations, 'toConversation'>;
}

type Params = Readonly<Record<string, string>>;
const conversationIn = (params: Params) => params['id'] as ConversationId;
const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;

export function fileRoutes(options: FileRoutesOptions): Route[] {
  const { database, files, addresses, limits, relations } = options;
  const demand =
    <Action extends 'add-file' | 'read-file'>(action: Action) =>
    async ({ actor, params }: { actor: Actor; params: Params }) => ({
      action,
      relation: await relations.toConversation(actor, conversationIn(params)),
    });

  /** @returns the face under which they may send something now. */
  async function senderOf(actor: Actor, params: Params): Promise<ParticipantId | Answer> {
    const place = await placeOf(database, conversationIn(params), actor);
    if (place === undefined) return notFound();
    if (place.row.status === 'closed') return refusal('conflict', 'This conversation is closed.');
    const isAllowed = place.own !== undefined && place.mayWrite;
    return isAllowed ? place.own.id : refusal('conflict', 'You only read here.');
  }

  const refusals: Readonly<Record<FileRefusal, () => Answer>> = {
    'too-large': () =>
      refusal('too-large', `A file has at most ${megabytes(limits.fileBytes)}.`, 'file'),
    'too-much': () =>
      refusal('too-large', `One sends at most ${megabytes(limits.dayBytes)} a day.`, 'file'),
    'no-room': () =>
      refusal('busy', 'The server has no room for files at the moment. Messages still go.'),
    'store-away': () =>
      refusal('busy', 'Files cannot be stored at the moment. It is tried again by itself.'),
    busy: () => refusal('conflict', 'This file is being sent by another tab.'),
    'not-begun': () => refusal('conflict', 'This file is not being sent (any more). Begin again.'),
    'wrong-offset': () => refusal('conflict', 'Ask where to go on.', 'offset'),
    'too-many-pixels': () =>
      refusal('too-large', 'This picture has more pixels than can be shown.', 'file'),
    'not-what-it-says': () =>
      refusal('conflict', 'The file is not what its name says, or it changed meanwhile.', 'file'),
  };

  return [
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/files',
        summary: 'Says that one sends a file, or asks where to go on with it.',
        actions: ['add-file'],
        body: http.announceFile,
        answers: { status: 200, schema: http.announcedFile },
        refusals: ['not-allowed', 'not-found', 'conflict', 'too-large', 'busy'],
      },
      demand('add-file'),
      async ({ actor, body: { file }, params }) => {
        const sender = await senderOf(actor, params);
        if (typeof sender !== 'string') return sender;
        const announced = await files.announce(conversationIn(params), sender, file);
        return announced.ok ? answer(200, announced.value) : refusals[announced.refusal]();
      },
    ),
    guardedRoute(
      {
        method: 'put',
        path: '/api/conversations/:id/files/:upload',
        summary:
          'One piece of a file. The answer says where to go on; at the end of the file it is kept.',
        actions: ['add-file'],
        query: http.pieceQuery,
        pieceBytes: http.pieceBytes,
        answers: { status: 200, schema: http.announcedFile },
        refusals: [
          'not-allowed',
          'not-found',
          'conflict',
          'too-large',
          'unsupported-media-type',
          'busy',
        ],
      },
      demand('add-file'),
      async ({ actor, params, query: { offset }, piece = new Uint8Array() }) => {
        const sender = await senderOf(actor, params);
        if (typeof sender !== 'string') return sender;
        const received = await files.receive(params['upload'] ?? '', sender, offset, piece);
        return received.ok ? answer(200, received.value) : refusals[received.refusal]();
      },
    ),
    guardedRoute(
      {
        method: 'delete',
        path: '/api/conversations/:id/files/:upload',
        summary: 'Nobody goes on with a file that is not whole.',
        actions: ['add-file'],
        answers: { status: 204 },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      demand('add-file'),
      async ({ actor, params }) => {
        const sender = await senderOf(actor, params);
        if (typeof sender !== 'string') return sender;
        await files.cancel(params['upload'] ?? '', sender);
        return answer(204);
      },
    ),
    guardedRoute(
      {
        method: 'get',
        path: '/api/conversations/:id/file',
        summary: 'The content of a file, or a range of its bytes; 204 while it is not there.',
        actions: ['read-file'],
        query: http.fileQuery,
        answers: { status: 200 },
        refusals: ['not-allowed', 'not-found', 'busy'],
      },
      demand('read-file'),
      async ({ params, query: { hash }, range }) => {
        const file = await files.find(conversationIn(params), hash);
        return file === undefined ? notThere : contentOf(file, range);
      },
    ),
    guardedRoute(
      {
        method: 'post',
        path: '/api/conversations/:id/file/address',
        summary:
          'Where a PDF can be looked at in a tab of its own, for a minute; 204 while it is not there.',
        actions: ['read-file'],
        body: http.addressedFile,
        answers: { status: 200, schema: http.fileAddress },
        refusals: ['not-allowed', 'not-found', 'conflict'],
      },
      demand('read-file'),
      async ({ params, body: { hash } }) => {
        const file = await files.find(conversationIn(params), hash);
        if (file === undefined) return notThere;
        if (familyOf(file.type) !== 'pdf') return refusal('conflict', 'Only PDFs are shown so.');
        const address = addresses.give(conversationIn(params), hash);
        return answer(200, { path: `/api/shown-files/${address}` });
      },
    ),
    openRoute(
      {
        method: 'get',
        path: '/api/shown-files/:address',
        summary: 'The PDF of an address that was given a moment ago.',
        who: 'anyone',
        answers: { status: 200 },
        refusals: ['not-found', 'busy'],
      },
      async ({ params, range }) => {
        const shown = addresses.find(params['address'] ?? '');
        const file = shown && (await files.find(shown.conversation, shown.hash));
        if (file === undefined) return notFound();
        // The viewer of Chromium shows it under `sandbox`, too; scripts, forms and the origin are gone.
        const { headers, ...rest } = await contentOf(file, range, 'inline');
        return { ...rest, headers: { ...headers, 'Cache-Control': 'private, no-store' } };
      },
    ),
  ];
}

/** Its message may come before it, and a browser that asks again should not log a fault each time. */
const notThere: Answer = { status: 204, headers: { 'Retry-After': '4' } };

/** Whatever it is, it is shown as nothing else, and runs nowhere. */
function headersOf(type: FileType): Readonly<Record<string, string>> {
  return {
    'Content-Type': familyOf(type) === 'text' ? `${type}; charset=utf-8` : type,
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // By its hash, for whoever may read it.
    'Cache-Control': 'private, max-age=86400, immutable',
    'Accept-Ranges': 'bytes',
  };
}

async function contentOf(
  file: KeptFile,
  wanted: string | undefined,
  how: 'attachment' | 'inline' = 'attachment',
): Promise<Answer> {
  const headers = { ...headersOf(file.type), 'Content-Disposition': how };
  const range = byteRange(wanted, file.size);
  if (range === 'unsatisfiable') {
    return {
      ...refusal('malformed', 'This range is not in the file.'),
      status: 416,
      headers: { 'Content-Range': `bytes */${file.size}` },
    };
  }
  let content: Readable;
  try {
    content = await file.read(range);
  } catch (error) {
    if (error instanceof StoreAway) return refusal('busy', 'Files cannot be read at the moment.');
    throw error;
  }
  if (range === undefined) {
    return { status: 200, content, headers: { ...headers, 'Content-Length': String(file.size) } };
  }
  const { first, last } = range;
  return {
    status: 206,
    content,
    headers: {
      ...headers,
      'Content-Range': `bytes ${first}-${last}/${file.size}`,
      'Content-Length': String(last - first + 1),
    },
  };
}
