/**
 * How large a picture says it is, read from its header and not from its pixels: a file of some kilobytes may claim
 * billions of them, and whoever opens it would pay for them.
 */
import type { FileType } from '../../conversation/protocol/file.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** More than any camera of a telephone takes, and 200 MB once it is decoded. */
export const mostPixels = 50_000_000;

/**
 * @param head the first bytes of the file, as many as there are of the first piece
 * @returns undefined where its size does not stand there
 */
export function pixelsOf(head: Uint8Array, type: FileType): Pixels | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    switch (type) {
      // PNG (Third Edition), 11.2.1: IHDR comes first.
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      // GIF89a, section 18.
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'image/webp':
        return ofWebp(view);
      case 'image/jpeg':
        return ofJpeg(view);
      case 'image/avif':
        return ofAvif(view);
      default:
        return undefined;
    }
  } catch (error) {
    // It ends before its size.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** RFC 9649, 2.5 to 2.7. */
function ofWebp(view: DataView): Pixels | undefined {
  switch (nameAt(view, 12)) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

/** ITU-T T.81, B.1.1: from marker to marker until the frame header, which every picture has. */
function ofJpeg(view: DataView): Pixels | undefined {
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const length = view.getUint16(at + 2);
    // Scan data before a frame, or a segment that does not move on.
    if (marker === 0xda || length < 2) return undefined;
    at += 2 + length;
  }
}

/** ISO/IEC 23008-12, 6.5.3: the largest of the properties `ispe` in its header. */
function ofAvif(view: DataView): Pixels | undefined {
  let largest: Pixels | undefined;
  const until = Math.min(view.byteLength, 4096) - 16;
  for (let at = 0; at < until; at += 1) {
    if (view.getUint8(at) !== 0x69 || nameAt(view, at) !== 'ispe') continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (found.width * found.height >= (largest?.width ?? 0) * (largest?.height ?? 0)) {
      largest = found;
    }
  }
  return largest;
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
}

const uint24 = (view: DataView, at: number) =>
  view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
