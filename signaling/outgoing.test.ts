import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What the operator named in the settings: an S3 store and a mail server. */
const doors = ['files/s3-file-store.ts', 'mail/transports.ts'];

test('[V-50] [V-51] [V-52] the server connects to nothing but what its operator named', () => {
  const connects =
    /\bfetch\(|\b(?:https?|net|tls|dns|dgram)\.(?:request|get|connect|createConnection|lookup|createSocket)\(|\brequest as |\bconnect\b[^;]*from 'node:(?:net|tls|http2)'|new WebSocket\(|createTransport\(/;
  const found = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture|contract)\.ts$/.test(file))
    .filter((file) => connects.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')));
  expect(found.toSorted()).toEqual(doors);
});
