/** What has come of a file, from its beginning on, until it is whole. */

export interface Gathered {
  readonly size: number;
  /** @returns the same bytes, for the disk */
  add(bytes: Uint8Array<ArrayBuffer>): () => Blob;
  /** The same, where it takes no memory of the page: nothing comes for a while. */
  atRest(): Gathered;
  /** All that is here, to be hashed, and to be kept. */
  whole(type: string): Promise<{ readonly bytes: ArrayBuffer; readonly blob: Blob }>;
}

/** Of a larger one the page holds only what is coming. */
const mostInMemory = 32 * 1024 * 1024;

/** @param fileBytes how large it will be */
export function createGathered(fileBytes: number): Gathered {
  return fileBytes <= mostInMemory ? gatheredInMemory(fileBytes) : gatheredInBlobs([]);
}

/** In the one buffer that is hashed: a browser needs longer to read Blobs back than to hash them. */
function gatheredInMemory(fileBytes: number): Gathered {
  let buffer = new Uint8Array(0);
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(bytes) {
      if (size === 0) buffer = new Uint8Array(fileBytes);
      buffer.set(bytes, size);
      const part = buffer.subarray(size, size + bytes.length);
      size += bytes.length;
      return () => new Blob([part]);
    },
    atRest: () => gatheredInBlobs(size === 0 ? [] : [new Blob([buffer.subarray(0, size)])]),
    async whole(type) {
      const bytes = size === buffer.length ? buffer : buffer.slice(0, size);
      return { bytes: bytes.buffer, blob: new Blob([bytes], { type }) };
    },
  };
}

/** The browser holds them, on its disk where they are many. */
export function gatheredInBlobs(parts: readonly Blob[]): Gathered {
  const all = [...parts];
  let size = all.reduce((sum, part) => sum + part.size, 0);
  const gathered: Gathered = {
    get size() {
      return size;
    },
    add(bytes) {
      const part = new Blob([bytes]);
      all.push(part);
      size += part.size;
      return () => part;
    },
    atRest: () => gathered,
    async whole(type) {
      const blob = new Blob(all, { type });
      return { bytes: await blob.arrayBuffer(), blob };
    },
  };
  return gathered;
}
