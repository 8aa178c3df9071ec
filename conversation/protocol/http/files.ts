/** How files come to the server and from it (PROTOCOL.md, section 2). */
import * as v from 'valibot';
import { fileHash, fileRef } from '../file.ts';

/** One piece of a file. */
export const pieceBytes = 256 * 1024;

/** What the server takes. */
export interface FileLimits {
  /** One file. */
  readonly fileBytes: number;
  /** All that one person sends in a day. */
  readonly dayBytes: number;
}

/**
 * POST /api/conversations/:id/files: one wants to send it, or goes on with it. 200: `offset` bytes are there; all of
 * them where it is kept. Otherwise the next piece goes to `upload`.
 */
export const announceFile = v.strictObject({ file: fileRef });
export const announcedFile = v.object({
  upload: v.optional(v.string()),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type AnnouncedFile = v.InferOutput<typeof announcedFile>;

/** PUT /api/conversations/:id/files/:upload?offset=, `application/octet-stream`: one piece. */
export const pieceQuery = v.strictObject({
  offset: v.pipe(
    v.string(),
    v.regex(/^(0|[1-9][0-9]{0,9})$/, 'must be a whole number'),
    v.transform(Number),
  ),
});

/** GET /api/conversations/:id/file: the content. */
export const fileQuery = v.strictObject({ hash: fileHash });

/** POST /api/conversations/:id/file/address: where a browser's viewer gets a PDF from, for a minute and without a token. */
export const addressedFile = v.strictObject({ hash: fileHash });
export const fileAddress = v.object({
  path: v.pipe(v.string(), v.regex(/^\/api\/shown-files\/[A-Za-z0-9_-]{22}$/)),
});
