/**
 * Files in a bucket of an S3-compatible store. A file comes to the folder of this machine first, piece by piece, and is
 * put into the bucket when it is whole: one request, which either stored all of it or nothing. What was kept in the
 * folder before there was a bucket is read from there. The one door to aws4fetch.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { SetupError } from '../setup-error.ts';
import { StoreAway, type FileStore } from './file-store.ts';
import type { FolderFileStore } from './folder-file-store.ts';
import type { S3Place } from './s3-place.ts';

/** Nothing was heard of the store for so long, ms, and nothing was taken by it. */
const silentMs = 30_000;

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
    { headers, body }: { readonly headers?: Record<string, string>; readonly body?: Readable } = {},
  ): Promise<IncomingMessage> {
    const signed = await new AwsV4Signer({
      method,
      url: `${origin}/${bucket}/${path}`,
      // What is sent is not signed itself: it would be read twice, and TLS carries it.
      headers: { ...headers, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' },
      accessKeyId,
      secretAccessKey,
      region,
      service: 's3',
    }).sign();
    const send = signed.url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const asked = send(signed.url, {
        method,
        headers: Object.fromEntries(signed.headers),
        timeout: silentMs,
      });
      asked.on('timeout', () => asked.destroy(new Error('It says nothing.')));
      asked.on('response', resolve);
      asked.on('error', (cause) => {
        body?.destroy();
        reject(new StoreAway('The S3 store cannot be reached.', { cause }));
      });
      if (body === undefined) asked.end();
      else body.on('error', (cause) => asked.destroy(cause)).pipe(asked);
    });
  }

  /** The rest of an answer that nobody reads would keep its connection. */
  const statusOf = (answer: IncomingMessage) => {
    answer.resume();
    return answer.statusCode ?? 500;
  };
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
      const answer = await ask('PUT', pathOf(key), {
        headers: { 'Content-Length': String(size), 'Content-Type': 'application/octet-stream' },
        body: folder.readReceived(key),
      });
      const status = statusOf(answer);
      if (status !== 200) throw new StoreAway(`The S3 store answered ${status} to a file.`);
      await folder.drop(key);
    },
    async read(key, range) {
      if (await folder.holds(key)) return folder.read(key, range);
      const headers: Record<string, string> =
        range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` };
      const answer = await ask('GET', pathOf(key), { headers });
      if (answer.statusCode === (range === undefined ? 200 : 206)) return answer;
      throw new StoreAway(`The S3 store answered ${statusOf(answer)} to a question for a file.`);
    },
    async delete(key) {
      await folder.delete(key);
      const status = statusOf(await ask('DELETE', pathOf(key)));
      if (status === 200 || status === 204 || status === 404) return;
      throw new StoreAway(`The S3 store answered ${status} to a deletion.`);
    },
    async check() {
      let status: number;
      try {
        status = statusOf(await ask('HEAD', ''));
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
