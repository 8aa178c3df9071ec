/**
 * An S3-compatible store of its own for a test: s3rver on the loopback. It believes every signature of version 4, so a
 * front before it checks them (AWS General Reference, "Signature Version 4 signing process").
 */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface TestS3 {
  /** As S3_URL has it. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The key and the secret that s3rver knows. */
const known = 'S3RVER';

/** @param port the one that it had before it was closed; left out: any */
export async function startTestS3(port = 0): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-s3-'));
  const store = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'parley-files' }],
  });
  const inner = await store.run();
  const front = createServer((asked, answer) => {
    if (!isSigned(asked)) {
      asked.resume();
      answer.writeHead(403).end();
      return;
    }
    const { method, url: path, headers } = asked;
    const target = { host: '127.0.0.1', port: inner.port, method, path, headers };
    const passed = request(target, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  front.listen(port, '127.0.0.1');
  await once(front, 'listening');
  const address = front.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://${known}:${known}@127.0.0.1:${address.port}/parley-files?region=us-east-1`,
    async close() {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

function isSigned({ method = '', url = '', headers }: IncomingMessage): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, key, day = '', region = '', names = '', signature] =
    form.exec(headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = url.split('?');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const body = String(headers['x-amz-content-sha256']);
  const canonical = [method, path, query, lines.join(''), names, body].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const said = `AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${scope}\n${sha256(canonical)}`;
  const dayKey = hmac(hmac(hmac(`AWS4${known}`, day), region), 's3');
  const expected = hmac(hmac(dayKey, 'aws4_request'), said).toString('hex');
  return key === known && region === 'us-east-1' && signature === expected;
}
