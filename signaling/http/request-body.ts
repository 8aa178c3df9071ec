/** Reads what a request carries, under a bound. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { refusal, type Answer } from './answer.ts';

/** Requests are small: 16 kB is four times the largest of most. Parsing is what a flood of bodies costs. */
export const usualBodyBytes = 16 * 1024;

/** In UTF-8 (RFC 8259, section 8.1), as it is. */
function isJson({ 'content-type': type = '', 'content-encoding': encoding }: IncomingHttpHeaders) {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(type)?.[1];
  const isUtf8 = charset === undefined || charset.toLowerCase() === 'utf-8';
  const isPlain = encoding === undefined || encoding === 'identity';
  return isUtf8 && isPlain && /^\s*application\/json\s*(?:;|$)/i.test(type);
}

const notJson = () =>
  refusal('unsupported-media-type', 'The request must be application/json in UTF-8.');
const tooLarge = (most: number) =>
  refusal(
    'too-large',
    most === usualBodyBytes
      ? 'The request is larger than 16 kB.'
      : `Send at most ${most} bytes, with their length.`,
  );

/** Whether it carries anything; browsers send a length of 0 and no type where nothing is. */
const isEmpty = (headers: IncomingHttpHeaders) =>
  headers['content-length'] === '0' ||
  (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined);

/** @returns what it says; an empty object where it says nothing. */
export async function readJson(
  request: IncomingMessage,
  most: number,
): Promise<Result<unknown, Answer>> {
  const { headers } = request;
  if (isEmpty(headers)) return accept({});
  if (!isJson(headers)) return refuse(notJson());
  const bytes = await readBytes(request, most);
  if (!bytes.ok) return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value);
    return accept(text === '' ? {} : JSON.parse(text));
  } catch {
    // Not UTF-8, or not JSON.
    return refuse(refusal('malformed', 'The request is not valid JSON.'));
  }
}

export async function readPiece(
  request: IncomingMessage,
  most: number,
): Promise<Result<Uint8Array, Answer>> {
  const isBytes = /^\s*application\/octet-stream\s*(?:;|$)/i.test(
    request.headers['content-type'] ?? '',
  );
  if (isBytes && request.headers['content-length'] !== undefined) return readBytes(request, most);
  return refuse(
    isBytes
      ? tooLarge(most)
      : refusal('unsupported-media-type', 'The request must be application/octet-stream.'),
  );
}

/** What says that it is too long is refused before it comes; what does not say it, as soon as it is. */
function readBytes(request: IncomingMessage, most: number): Promise<Result<Uint8Array, Answer>> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > most) {
      resolve(refuse(tooLarge(most)));
      return;
    }
    const parts: Buffer[] = [];
    let length = 0;
    const take = (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length <= most) return;
      // The rest of it is read past.
      request.off('data', take).resume();
      resolve(refuse(tooLarge(most)));
    };
    const cutOff = () =>
      resolve(refuse(refusal('malformed', 'The request ended before it was whole.')));
    request.on('data', take);
    request.once('end', () => resolve(accept(Buffer.concat(parts, length))));
    // The sender went away: nobody reads the answer.
    request.once('error', cutOff);
    request.once('close', cutOff);
  });
}
