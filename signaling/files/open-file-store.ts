/** The store that the settings name. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { FileStore } from './file-store.ts';
import { createFolderFileStore } from './folder-file-store.ts';
import { createS3FileStore } from './s3-file-store.ts';

/** @throws SetupError where S3_URL names a bucket, a key or a region that is wrong. */
export async function openFileStore(
  { dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>,
  log: { warn(message: string): void },
): Promise<FileStore> {
  const folder = await createFolderFileStore(join(dataDir, 'files'));
  if (s3 === undefined) return folder;
  const store = createS3FileStore(s3, folder);
  if (!(await store.check())) {
    log.warn('the S3 store cannot be reached; until it can, no file is taken or given');
  }
  return store;
}
