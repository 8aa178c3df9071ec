/** Files: what a message says of one, which may be sent, and what a name may look like. */
import * as v from 'valibot';

declare const brand: unique symbol;
/** SHA-256 of the content, in base64url: 43 characters. It names the content, wherever it comes from. */
export type FileHash = string & { readonly [brand]: 'FileHash' };

export const fileHash = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, 'must be a SHA-256 of 43 characters'),
  v.transform((hash) => hash as FileHash),
);

/** One file; what the server lets in may be less (FILE_LIMIT_MB). */
export const mostFileBytes = 100 * 1024 * 1024;
export const mostFilesOfMessage = 10;
export const fileNameCharacters = 120;

/** How a file is shown, and how its content begins (signaling/files/sniff.ts). */
export type FileFamily = 'image' | 'audio' | 'video' | 'pdf' | 'text' | 'archive';

/** What may be sent, by the end of its name. Nothing of it runs where it is opened: no HTML, no SVG, no programs. */
export const fileTypes = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  weba: 'audio/webm',
  mp4: 'video/mp4',
  webm: 'video/webm',
  pdf: 'application/pdf',
  txt: 'text/plain',
  log: 'text/plain',
  csv: 'text/csv',
  zip: 'application/zip',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
} as const;
export type FileEnding = keyof typeof fileTypes;
export type FileType = (typeof fileTypes)[FileEnding];
const types = [...new Set(Object.values(fileTypes))];

/** @returns undefined where files that are called so may not be sent. */
export function typeOfName(name: string): FileType | undefined {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase();
  return ending !== undefined && Object.hasOwn(fileTypes, ending)
    ? fileTypes[ending as FileEnding]
    : undefined;
}

export function familyOf(type: FileType): FileFamily {
  const [family = ''] = type.split('/', 1);
  if (family === 'image' || family === 'audio' || family === 'video' || family === 'text') {
    return family;
  }
  return type === 'application/pdf' ? 'pdf' : 'archive';
}

/** Controls, marks that turn or hide what follows, and what a file system or a shell reads as something else. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}<>:"/\\|?*]/gu;

/**
 * A name that can be shown and saved anywhere: one line, no path, no hidden file, its ending kept.
 *
 * @param name of any length, as it came from a device
 */
export function safeFileName(name: string): string {
  const clean = name
    .slice(0, 4096)
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[. _]+|[. ]+$/g, '');
  const ending = /\.[a-z0-9]{1,5}$/i.exec(clean)?.[0] ?? '';
  const stem = clean.slice(0, clean.length - ending.length).trim();
  // CON.txt and the like are devices to Windows.
  const kept = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) ? `_${stem}` : stem;
  return `${cut(kept || 'file', fileNameCharacters - ending.length)}${ending}`;
}

/** Between characters, never within one. */
function cut(text: string, units: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > units) break;
    kept += character;
  }
  return kept.trimEnd();
}

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostFileBytes));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30_000));

/** What a message says of a file. */
export const fileRef = v.pipe(
  v.object({
    hash: fileHash,
    name: v.pipe(
      v.string(),
      v.check((name) => name === safeFileName(name), 'must be a plain name'),
    ),
    type: v.picklist(types),
    size,
    /** Of a picture: its place is kept while it comes. */
    width: v.optional(pixels),
    height: v.optional(pixels),
  }),
  v.check(({ name, type }) => typeOfName(name) === type, 'must be of the type that its name says'),
);
export type FileRef = v.InferOutput<typeof fileRef>;
