/** From a file of this device to what a message names: its plain name, its type, its hash; a picture without its metadata. */
import {
  familyOf,
  safeFileName,
  typeOfName,
  type FileHash,
  type FileRef,
  type FileType,
} from '../../conversation/protocol/file.ts';
import { toBase64Url } from '../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { t } from '../words/words.ts';

export interface Prepared {
  readonly file: FileRef;
  readonly content: Blob;
}

/** Where the server's owner set no other limit. */
export const usualFileBytes = 25 * 1024 * 1024;
/** What a picture is made smaller to: enough for any screen, and not enough to fill a telephone's memory. */
const mostPixels = 24_000_000;

export async function hashOf(content: ArrayBuffer): Promise<FileHash> {
  const digest = await crypto.subtle.digest('SHA-256', content);
  return toBase64Url(new Uint8Array(digest)) as FileHash;
}

/** @returns a sentence where it cannot be sent. */
export async function prepareFile(chosen: File): Promise<Result<Prepared, string>> {
  const name = safeFileName(chosen.name);
  const type = typeOfName(name);
  if (type === undefined) {
    return refuse(t('attach.kind'));
  }
  if (chosen.size === 0) return refuse(t('attach.empty'));
  if (chosen.size > usualFileBytes)
    return refuse(t('attach.large', { megabytes: usualFileBytes / 1_000_000 }));
  try {
    return accept(
      familyOf(type) === 'image' && type !== 'image/gif'
        ? await preparePicture(chosen, name, type)
        : await prepared(chosen, name, type),
    );
  } catch {
    return refuse(familyOf(type) === 'image' ? t('attach.no-picture') : t('attach.unreadable'));
  }
}

async function prepared(content: Blob, name: string, type: FileType): Promise<Prepared> {
  const hash = await hashOf(await content.arrayBuffer());
  return { file: { hash, name, type, size: content.size }, content };
}

/** Drawn anew: where and with what it was taken stays here. */
async function preparePicture(chosen: File, name: string, type: FileType): Promise<Prepared> {
  const bitmap = await createImageBitmap(chosen);
  const scale = Math.min(1, Math.sqrt(mostPixels / (bitmap.width * bitmap.height)));
  const width = Math.max(1, Math.floor(bitmap.width * scale));
  const height = Math.max(1, Math.floor(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  // No browser writes AVIF.
  const wanted = type === 'image/avif' ? 'image/webp' : type;
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, wanted, 0.9));
  if (drawn === null) throw new Error('The picture cannot be drawn.');
  const stem = name.replace(/\.[a-z0-9]{1,5}$/i, '');
  const named = drawn.type === type ? name : safeFileName(`${stem}.${endingOf(drawn.type)}`);
  const made = await prepared(drawn, named, typeOfName(named) ?? type);
  return { ...made, file: { ...made.file, width, height } };
}

const endingOf = (type: string) => (type === 'image/jpeg' ? 'jpg' : type.replace('image/', ''));
