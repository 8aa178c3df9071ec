/** `/embed.js` with the settings of a site in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as v from 'valibot';
import { siteAnswer, sitesAnswer } from '../../conversation/protocol/http/sites.ts';
import type { WidgetSettings } from '../../conversation/protocol/http/widget-settings.ts';
import { startTestServer, type TestServer } from '../server.fixture.ts';
import { escapeSettings } from './embed-script.ts';

let folder: string;
let server: TestServer;
let cookie: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-embed-'));
  mkdirSync(join(folder, 'chat'));
  const scripts = ["'PARLEY-SETTINGS'", '"PARLEY-SETTINGS"', '`PARLEY-SETTINGS`'];
  writeFileSync(join(folder, 'embed.js'), `given = [${scripts.join()}];`);
  server = await startTestServer({}, { clientFolder: folder });
  cookie = await server.signInAsAdmin();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** What the script reads, whichever quotation marks the build chose. */
function given(script: string): object[] {
  const context: { given?: string[] } = {};
  runInContext(script, createContext(context));
  return (context.given ?? []).map((text) => Object.fromEntries(new URLSearchParams(text)));
}

const change = (id: string, widget: unknown) =>
  server.ask(`/api/sites/${id}`, { method: 'PATCH', cookie, body: { widget } });

async function newSite() {
  const { json } = await server.ask('/api/sites', { body: { name: 'Shop' }, cookie });
  return v.parse(siteAnswer, json).site.id;
}

test('[L5] each site has its own settings in the script, and without a name it is the default one', async () => {
  const { sites } = v.parse(sitesAnswer, (await server.ask('/api/sites', { cookie })).json);
  const main = sites[0]?.id ?? '';
  const shop = await newSite();
  await change(main, { mode: 'full' });
  const widget: WidgetSettings = { mode: 'sidebar', title: 'Shop & more', edgeSide: 0, lang: 'de' };
  const { json } = await change(shop, widget);
  expect(v.parse(siteAnswer, json).site.widget).toEqual(widget);
  const read = async (query: string) => given((await server.ask(`/embed.js${query}`)).text)[0];
  expect(await read('')).toEqual({ mode: 'full' });
  expect(await read(`?site=${main}`)).toEqual({ mode: 'full' });
  expect(await read(`?site=${shop}`)).toEqual({
    mode: 'sidebar',
    title: 'Shop & more',
    edgeSide: '0',
    lang: 'de',
    site: shop,
  });
  expect(await read('?site=nobody')).toEqual({});
  expect(await read(`?site=${shop}&site=${main}`)).toEqual({ mode: 'full' });
  // As a whole: what is not named is as usual again.
  await change(shop, {});
  expect(await read(`?site=${shop}`)).toEqual({ site: shop });
});

test('a browser that has it is told so, until a setting is changed', async () => {
  const shop = await newSite();
  const ask = (tag?: string) =>
    server.ask(
      `/embed.js?site=${shop}`,
      tag === undefined ? {} : { headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' } },
    );
  const { headers } = await ask();
  expect(headers.get('cache-control')).toBe('public, max-age=300');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const tag = headers.get('etag') ?? '';
  expect((await ask(tag)).status).toBe(304);
  await change(shop, { theme: 'dark' });
  expect((await ask(tag)).status).toBe(200);
});

test.each<[string, object]>([
  ['a mode that is not there', { mode: 'popup' }],
  ['a colour by its name', { accent: 'red' }],
  ['a colour with more behind it', { accent: '#0a6b5d;}' }],
  ['an edge outside of the window', { edgeSide: 201 }],
  ['half a pixel', { edgeBottom: 0.5 }],
  ['two lines', { title: 'a\nb' }],
  ['an empty title', { title: ' ' }],
  ['a long greeting', { greeting: 'x'.repeat(301) }],
  ['a language that is none', { lang: '</script>' }],
  ['a field that is not there', { onload: 'alert(1)' }],
  ['a name that every object has', { constructor: 'x' }],
])('[W9] %s is refused, and changes nothing', async (_, widget) => {
  const shop = await newSite();
  const refused = await change(shop, widget);
  expect([refused.status, refused.json]).toMatchObject([400, { error: { code: 'malformed' } }]);
  expect(given((await server.ask(`/embed.js?site=${shop}`)).text)[0]).toEqual({ site: shop });
});

test('[V-01] whatever a title holds, the script stays one string, and nothing of it is code', () => {
  const odd = ["'", '"', '`', '${1}', '\\', '</script>', '<!--', '\u2028', '\u0000', '%27', '+'];
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...odd));
  fc.assert(
    fc.property(texts, texts, (title, greeting) => {
      const escaped = escapeSettings({ title, greeting });
      expect(escaped).toMatch(/^[\w*.%=&+-]*$/);
      for (const quote of ["'", '"', '`']) {
        const [read] = given(`given = [${quote}${escaped}${quote}];`);
        expect(read).toEqual({ title: wellFormed(title), greeting: wellFormed(greeting) });
      }
    }),
  );
});

/** As everything that is written in UTF-8. */
const wellFormed = (text: string) => Buffer.from(text).toString();
