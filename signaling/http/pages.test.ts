import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../server.fixture.ts';

const files = {
  'index.html': '<h1>home</h1>',
  'demo/index.html': '<h1>demo</h1>',
  'chat/index.html': '<h1>chat</h1>',
  'console/index.html': '<h1>console</h1>',
  'assets/app-1a2b3c.js': 'let a = 1;',
  'assets/large-4d5e6f.js': 'let a = 1;\n'.repeat(1000),
  'assets/large-7a8b9c.png': 'picture\n'.repeat(1000),
  'embed.js': 'let b = 2;',
  'sw.js': 'let c = 3;',
  '.secret': 'hidden',
};

let folder: string;
let plain: TestServer;
let demo: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-pages-'));
  const clientFolder = join(folder, 'client');
  for (const [name, text] of Object.entries(files)) {
    const path = join(clientFolder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  writeFileSync(join(folder, 'outside.txt'), 'outside');
  plain = await startTestServer(
    { ALLOWED_ORIGINS: 'https://shop.example,https://*.brand.example' },
    { clientFolder },
  );
  demo = await startTestServer({ DEMO: '1' }, { clientFolder });
});
afterAll(async () => {
  await plain.close();
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

const policyOf = (headers: Headers) =>
  new Map(
    (headers.get('content-security-policy') ?? '')
      .split('; ')
      .map((part) => [part.split(' ', 1)[0], part] as const),
  );

test.each([
  ['/', 'home'],
  ['/chat/', 'chat'],
  ['/console/', 'console'],
  ['/console/archive', 'console'],
  ['/console/conversations/AAAAAAAAAAAAAAAAAAAAAA', 'console'],
  ['/demo/', 'demo'],
])('%s shows the page', async (path, title) => {
  const { status, headers, text } = await demo.ask(path);
  expect([status, text]).toEqual([200, `<h1>${title}</h1>`]);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-cache');
});

test('a missing slash is mended', async () => {
  const { status, headers } = await demo.ask('/console');
  expect([status, headers.get('location')]).toEqual([301, '/console/']);
});

test('the demo is there only where it is asked for', async () => {
  for (const path of ['/demo', '/demo/', '/demo/index.html']) {
    expect([path, (await plain.ask(path)).status]).toEqual([path, 404]);
  }
});

describe('who may keep what', () => {
  test.each([
    ['/assets/app-1a2b3c.js', 'public, max-age=31536000, immutable', 'same-origin'],
    ['/embed.js', 'public, max-age=300', 'cross-origin'],
    ['/sw.js', 'no-cache', 'same-origin'],
  ])('%s', async (path, caching, sharing) => {
    const { status, headers } = await plain.ask(path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe(caching);
    expect(headers.get('cross-origin-resource-policy')).toBe(sharing);
    expect(headers.get('content-type')).toMatch(/^text\/javascript; charset=utf-8$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('what the build named by its content is gzipped', () => {
  /** As it comes over the network; `fetch` would undo it. */
  const raw = (path: string, encodings: string) =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; bytes: Buffer }>(
      (done, fail) => {
        const headers = { 'accept-encoding': encodings };
        get({ host: '127.0.0.1', port: plain.port, path, headers }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const { statusCode: status, headers: answered } = response;
            done({ status, headers: answered, bytes: Buffer.concat(parts) });
          });
        }).on('error', fail);
      },
    );
  const large = '/assets/large-4d5e6f.js';

  test('for who takes that, with the same type and caching', async () => {
    // The second one comes from what was kept.
    for (const encodings of ['gzip, deflate, br, zstd', 'gzip']) {
      const { status, headers, bytes } = await raw(large, encodings);
      expect(status).toBe(200);
      expect(bytes.length).toBeLessThan(200);
      expect(headers['content-length']).toBe(String(bytes.length));
      expect(gunzipSync(bytes).toString()).toBe(files['assets/large-4d5e6f.js']);
      expect(headers).toMatchObject({
        'content-encoding': 'gzip',
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Encoding',
      });
    }
  });

  test('for nobody else, and caches on the way know that', async () => {
    for (const encodings of ['', 'identity', 'br', 'gzip;q=0']) {
      const { headers, bytes } = await raw(large, encodings);
      expect(bytes.toString()).toBe(files['assets/large-4d5e6f.js']);
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers.vary).toBe('Accept-Encoding');
    }
  });

  test('not where it gains nothing: small files, pictures, pages', async () => {
    for (const path of ['/assets/app-1a2b3c.js', '/assets/large-7a8b9c.png', '/chat/']) {
      const { status, headers } = await raw(path, 'gzip');
      expect([path, status, headers['content-encoding']]).toEqual([path, 200, undefined]);
    }
  });

  test('a name that the build did not make is not looked for', async () => {
    for (const path of [
      '/assets/none.js',
      '/assets/..%2findex.html',
      '/assets/%2e%2e/index.html',
    ]) {
      expect([path, (await raw(path, 'gzip')).headers['content-encoding']]).toEqual([
        path,
        undefined,
      ]);
    }
  });
});

describe('what the pages may do', () => {
  test('[V-04] load and connect to nothing but us, and turn text into markup in one place only', async () => {
    const policy = policyOf((await plain.ask('/console/')).headers);
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "default-src 'none'",
      'script-src': "script-src 'self'",
      'style-src': "style-src 'self'",
      'img-src': "img-src 'self' blob: data:",
      'connect-src': `connect-src 'self' ws://127.0.0.1:${plain.port} wss://127.0.0.1:${plain.port}`,
      'base-uri': "base-uri 'none'",
      'form-action': "form-action 'self'",
      'frame-ancestors': "frame-ancestors 'none'",
      'frame-src': "frame-src 'none'",
      'require-trusted-types-for': "require-trusted-types-for 'script'",
      'trusted-types': 'trusted-types parley-templates parley-worker',
    });
    expect([...policy.values()].join()).not.toMatch(/unsafe|\*/);
  });

  test('[V-43] only the widget may be framed, by listed sites', async () => {
    const chat = await plain.ask('/chat/');
    expect(policyOf(chat.headers).get('frame-ancestors')).toBe(
      "frame-ancestors 'self' https://shop.example https://*.brand.example",
    );
    expect(chat.headers.get('x-frame-options')).toBeNull();
    const other = await demo.ask('/chat/');
    expect(policyOf(other.headers).get('frame-ancestors')).toBe("frame-ancestors 'self'");
    for (const path of ['/', '/console/', '/none', '/api/widget']) {
      const { headers } = await plain.ask(path);
      expect(policyOf(headers).get('frame-ancestors')).toBe("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
    expect(policyOf((await demo.ask('/demo/')).headers).get('frame-src')).toBe("frame-src 'self'");
  });

  test('a strange Host does not get into the policy', async () => {
    const { request } = await import('node:http');
    const policy = await new Promise<string>((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: plain.port, path: '/', headers: { host: 'x; script-src *' } },
        (response) => {
          response.resume();
          resolve(String(response.headers['content-security-policy']));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('script-src *');
  });
});

test.each([
  '/none',
  '/console/none.js',
  '/assets/none.js',
  '/.secret',
  '/../outside.txt',
  '/..%2foutside.txt',
  '/assets/..%2f..%2foutside.txt',
  '/%2e%2e/outside.txt',
  '/outside.txt%00.html',
  '/<script>alert(1)</script>',
])('[V-07] %s is a friendly page that says nothing of the address', async (path) => {
  const { status, headers, text } = await plain.ask(path);
  expect([400, 403, 404]).toContain(status);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(text).toContain('<a href="/">');
  expect(text).not.toMatch(/outside|alert|none\.js|Error/);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
});

test('pages can only be read', async () => {
  const refused = await plain.ask('/console/', { method: 'POST', body: {} });
  expect(refused.status).toBe(405);
});
