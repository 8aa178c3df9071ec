/**
 * What a file is by how it begins, so that none is passed on as something that it is not. Signatures as in the WHATWG
 * MIME Sniffing Standard, sections 6 and 7, and of the formats themselves.
 */
import type { FileType } from '../../conversation/protocol/file.ts';

/** Enough for every signature here. */
export const headBytes = 512;

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

function at(head: Uint8Array, offset: number, wanted: readonly number[]): boolean {
  return wanted.every((byte, i) => head[offset + i] === byte);
}

const says = (head: Uint8Array, offset: number, text: string) => at(head, offset, ascii(text));
const isRiff = (head: Uint8Array, kind: string) => says(head, 0, 'RIFF') && says(head, 8, kind);
const isZip = (head: Uint8Array) => at(head, 0, [0x50, 0x4b, 0x03, 0x04]);
const isMatroska = (head: Uint8Array) => at(head, 0, [0x1a, 0x45, 0xdf, 0xa3]);

/** ISO base media (MP4 and its kin) names its brand; pictures are told from films by it. */
function brandOf(head: Uint8Array): string | undefined {
  return says(head, 4, 'ftyp') ? String.fromCharCode(...head.subarray(8, 12)) : undefined;
}

const isPicture = (brand: string | undefined) => brand === 'avif' || brand === 'avis';

function isFilm(head: Uint8Array): boolean {
  const brand = brandOf(head);
  return brand !== undefined && !isPicture(brand) && !/^(heic|heix|mif1|msf1)$/.test(brand);
}

/** @param head the first bytes, `headBytes` where there are so many */
export function isOfType(head: Uint8Array, type: FileType): boolean {
  switch (type) {
    case 'image/png':
      return at(head, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    case 'image/jpeg':
      return at(head, 0, [0xff, 0xd8, 0xff]);
    case 'image/gif':
      return says(head, 0, 'GIF87a') || says(head, 0, 'GIF89a');
    case 'image/webp':
      return isRiff(head, 'WEBP');
    case 'image/avif':
      return isPicture(brandOf(head));
    case 'audio/mpeg':
      return says(head, 0, 'ID3') || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2);
    case 'audio/wav':
      return isRiff(head, 'WAVE');
    case 'audio/ogg':
      return says(head, 0, 'OggS');
    case 'audio/webm':
    case 'video/webm':
      return isMatroska(head);
    case 'audio/mp4':
    case 'video/mp4':
      return isFilm(head);
    case 'application/pdf':
      return says(head, 0, '%PDF-');
    case 'text/plain':
    case 'text/csv':
      return isText(head);
    default:
      return isZip(head);
  }
}

/** UTF-8 without control characters but those of text; and nothing that a browser would take for a page. */
function isText(head: Uint8Array): boolean {
  try {
    // The last character may be cut: `stream` lets that pass.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}
