/** Where the bucket is, and how one gets in: what S3_URL says. */
import { SetupError } from '../setup-error.ts';

export interface S3Place {
  /** `https://s3.example.com`; the bucket is in the path, which every compatible store understands. */
  readonly origin: string;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
}

/** Amazon S3 User Guide, "Bucket naming rules". */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixPattern = /^([A-Za-z0-9_.-]+\/)*$/;

/** @throws SetupError; the value holds a secret, so it is not repeated. */
export function readS3Place(url: string | undefined): S3Place | undefined {
  if (url === undefined) return undefined;
  const wrong = (what: string) =>
    new SetupError(
      `S3_URL ${what}; it must look like https://key:secret@s3.example.com/bucket?region=eu-central-1.`,
    );
  if (!URL.canParse(url)) throw wrong('is no address');
  const { protocol, username, password, host, pathname, searchParams, hash } = new URL(url);
  if (!/^https?:$/.test(protocol)) throw wrong('does not begin with https://');
  const [key, secret] = [decoded(username), decoded(password)];
  if (key === '' || secret === '') throw wrong('has no key and secret before its host');
  const [bucket = '', ...rest] = pathname.slice(1).split('/');
  if (!bucketPattern.test(bucket)) throw wrong('names no bucket in its path');
  const prefix = rest
    .filter((part) => part !== '')
    .map((part) => `${part}/`)
    .join('');
  if (!prefixPattern.test(prefix)) throw wrong('has a folder that is not plain');
  const region = searchParams.get('region') ?? 'us-east-1';
  const isPlain = /^[a-z0-9-]{1,40}$/.test(region) && hash === '';
  const known = [...searchParams.keys()].every((name) => name === 'region');
  if (!isPlain || !known) throw wrong('has something else than a region behind its path');
  return { origin: `${protocol}//${host}`, bucket, prefix, region, key, secret };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
