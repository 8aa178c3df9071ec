/** What a browser loads, gzipped: read from the build. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { row, type Row } from './statistics.ts';
import type { Part } from './part.ts';

const built = resolve(import.meta.dirname, '../dist/client');
const gzippedKb = (path: string) =>
  gzipSync(readFileSync(resolve(built, path)), { level: 9 }).length / 1000;

/** The page's own scripts and styles and everything they import without being asked. */
function loadedBy(page: string): string[] {
  const found = new Set<string>();
  const html = readFileSync(resolve(built, page), 'utf8');
  const queue = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path!,
  );
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    if (!path.endsWith('.js')) continue;
    const code = readFileSync(resolve(built, path), 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      queue.push(`assets/${name}`);
    }
  }
  return [...found];
}

export function sizeRows(): Row[] {
  const loader = gzippedKb('embed.js');
  const chat = loadedBy('chat/index.html').reduce((sum, path) => sum + gzippedKb(path), 0);
  return [
    row('the loader, gzipped', `${loader.toFixed(1)} kB`, 'at most 4 kB', loader <= 4),
    row('the chat application, gzipped', `${chat.toFixed(1)} kB`, 'at most 110 kB', chat <= 110),
  ];
}

export const sizes: Part = { name: 'sizes', rows: sizeRows };
