/**
 * Files in a bucket of an S3-compatible store. A file comes to the folder of this machine first, piece by piece, and is
 * put into the bucket when it is whole: one request, which either stored all of it or nothing. What was kept in the
 * folder before there was a bucket is read from there. The one door to aws4fetch.
 */
import { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { SetupError } from '../setup-error.ts';
import { StoreAway, type FileStore } from './file-store.ts';
import type { FolderFileStore } from './folder-file-store.ts';
import type { S3Place } from './s3-place.ts';

/** Until the store begins to answer, ms; a file of 100 MB may take its time before that. */
const answerMs = 30_000;
const putMs = 300_000;

type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE';

export interface S3FileStore extends FileStore {
  /**
   * @returns false where the store cannot be reached now; that may pass
   * @throws SetupError where it can, and says that the bucket, the key or the region is wrong
   */
  check(): Promise<boolean>;
}

export function createS3FileStore(place: S3Place, folder: FolderFileStore): S3FileStore {
  const { origin, bucket, prefix, region, key: accessKeyId, secret: secretAccessKey } = place;

  /** Rejects with StoreAway where no answer comes. */
  async function ask(
    method: Method,
    path: string,
    init: { readonly headers?: Record<string, string>; readonly body?: Readable } = {},
  ): Promise<Response> {
    const signed = await new AwsV4Signer({
      method,
      url: `${origin}/${bucket}/${path}`,
      // What is sent is not signed itself: it would be read twice, and TLS carries it.
      headers: { ...init.headers, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
    }).sign();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), method === 'PUT' ? putMs : answerMs);
    const { body } = init;
    try {
      return await fetch(signed.url, {
        method,
        headers: signed.headers,
        signal: abort.signal,
        redirect: 'manual',
        ...(body === undefined ? {} : { body: Readable.toWeb(body), duplex: 'half' }),
      });
    } catch (cause) {
      throw new StoreAway('The S3 store cannot be reached.', { cause });
    } finally {
      clearTimeout(timer);
      body?.destroy();
    }
  }

  /** The rest of an answer that nobody reads would keep its connection. */
  const drop = (response: Response) => response.body?.cancel().catch(() => undefined);
  const pathOf = (key: string) => `${prefix}${key.slice(0, 2)}/${key}`;

  return {
    receive: (key, offset, bytes) => folder.receive(key, offset, bytes),
    received: (key) => folder.received(key),
    readReceived: (key) => folder.readReceived(key),
    drop: (key) => folder.drop(key),
    hasRoom: () => folder.hasRoom(),
    receiving: () => folder.receiving(),
    async keep(key) {
      const size = await folder.received(key);
      const response = await ask('PUT', pathOf(key), {
        headers: { 'Content-Length': String(size), 'Content-Type': 'application/octet-stream' },
        body: folder.readReceived(key),
      });
      await drop(response);
      if (!response.ok) throw new StoreAway(`The S3 store answered ${response.status} to a file.`);
      await folder.drop(key);
    },
    async read(key, range) {
      if (await folder.holds(key)) return folder.read(key, range);
      const headers: Record<string, string> =
        range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` };
      const response = await ask('GET', pathOf(key), { headers });
      if (response.status !== (range === undefined ? 200 : 206) || response.body === null) {
        await drop(response);
        throw new StoreAway(`The S3 store answered ${response.status} to a question for a file.`);
      }
      return Readable.fromWeb(response.body);
    },
    async delete(key) {
      await folder.delete(key);
      const response = await ask('DELETE', pathOf(key));
      await drop(response);
      if (!response.ok && response.status !== 404) {
        throw new StoreAway(`The S3 store answered ${response.status} to a deletion.`);
      }
    },
    async check() {
      let status: number;
      try {
        const response = await ask('HEAD', '');
        await drop(response);
        ({ status } = response);
      } catch (error) {
        if (error instanceof StoreAway) return false;
        throw error;
      }
      const wrong = wrongWith(status, place);
      if (wrong !== undefined) throw new SetupError(wrong);
      return status < 500;
    },
  };
}

/** @returns a sentence without the secret in it */
function wrongWith(status: number, { origin, bucket, region }: S3Place): string | undefined {
  switch (status) {
    case 404:
      return `S3_URL names the bucket "${bucket}", which ${origin} does not have; make it first.`;
    case 401:
    case 403:
      return `S3_URL names a key that ${origin} does not let into the bucket "${bucket}"; check key, secret and region.`;
    case 301:
    case 307:
    case 400:
      return `S3_URL asks for the bucket "${bucket}" in the region "${region}", which ${origin} refuses; check the region.`;
    default:
      return undefined;
  }
}
