/** What a browser loads, gzipped: read from the build. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { exact, type Row } from './statistics.ts';
import type { Part } from './part.ts';

const built = resolve(import.meta.dirname, '../dist/client');
/** What others load, kB gzipped, from their builds of 2022 (Rocket.Chat 1.13.3) and of August 2026. */
const published = {
  loader: { 'Rocket.Chat': 3.1, Libredesk: 5.2, 'Live Helper Chat': 29 },
  application: { 'Rocket.Chat': 73, 'Live Helper Chat': 186, Libredesk: 210 },
};
const goals = { loader: 3000, application: 80_000 };

const gzipped = (path: string) => gzipSync(readFileSync(resolve(built, path)), { level: 9 }).length;

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

function sizeRow(name: string, bytes: number, what: keyof typeof goals): Row {
  const others = Object.entries(published[what]).map(([who, size]) => `${who} ${size}`);
  const [smallest = Number.NaN] = Object.values(published[what]);
  const share = (bytes / 1000 / smallest).toFixed(2);
  return exact(
    name,
    bytes,
    `${(bytes / 1000).toFixed(1)} kB = ${share} × the smallest published (${others.join(', ')} kB)`,
    { bar: `at most ${goals[what] / 1000} kB`, met: bytes <= goals[what] },
  );
}

function sizeRows(): Row[] {
  const application = loadedBy('chat/index.html').reduce((sum, path) => sum + gzipped(path), 0);
  return [
    sizeRow('the loader, gzipped', gzipped('embed.js'), 'loader'),
    sizeRow('the chat application, gzipped', application, 'application'),
  ];
}

export const sizes: Part = { name: 'sizes', rows: sizeRows };
