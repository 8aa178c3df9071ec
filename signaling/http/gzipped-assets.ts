/**
 * What the build named by its content, gzipped: nothing of it ever changes, so each file is gzipped when it is first
 * asked for and kept. A proxy that compresses leaves it as it is. Answers of the API are not compressed: their length
 * would tell of secrets that stand beside what others chose (BREACH).
 */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import express, { type Router } from 'express';

const gzipped = promisify(gzip);

/** Fonts and pictures are compressed already. */
const texts = new Set(['.js', '.css', '.svg', '.json']);
/** What fits into a packet arrives no sooner. */
const leastBytes = 1000;

/** @param folder `dist/client/assets`. What is not for this router goes on to the next one. */
export function createGzippedAssets(folder: string): Router {
  const router = express.Router();
  const names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const kept = new Map<string, Promise<Buffer | undefined>>();

  /** @returns undefined where that would gain nothing */
  async function compressed(name: string): Promise<Buffer | undefined> {
    const bytes = await readFile(join(folder, name));
    return bytes.length < leastBytes ? undefined : gzipped(bytes, { level: 9 });
  }

  function keptOf(name: string): Promise<Buffer | undefined> {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = compressed(name);
    kept.set(name, made);
    // A file that could not be read now may be read later.
    made.catch(() => kept.delete(name));
    return made;
  }

  router.get('/:name', async (request, response, next) => {
    const { name } = request.params;
    if (!names.has(name) || !texts.has(extname(name))) return next();
    response.vary('Accept-Encoding');
    if (request.acceptsEncodings('gzip', 'identity') !== 'gzip') return next();
    const body = await keptOf(name);
    if (body === undefined) return next();
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.type(extname(name)).send(body);
  });
  return router;
}
