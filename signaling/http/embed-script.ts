/**
 * `/embed.js`, with the settings of a site in it: `?site=` names one, else it is the default one. So the loader draws
 * the launcher as it should be without another request.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Response, type Router } from 'express';
import type { SiteId } from '../../conversation/protocol/ids.ts';
import type { WidgetSettings } from '../../conversation/protocol/http/widget-settings.ts';

export interface EmbedSettings extends WidgetSettings {
  /** Left out for the default site, whose name nobody needs. */
  readonly site?: SiteId;
}

/** Stands in the built script, inside of quotation marks (client/embed/settings.ts). */
const placeholder = 'PARLEY-SETTINGS';

/**
 * @param folder `dist/client`.
 * @param settingsOf of the site that is named, or of the default one; undefined where there is no such site.
 */
export function createEmbedScript(
  folder: string,
  settingsOf: (site: string | undefined) => EmbedSettings | undefined,
): Router {
  const router = express.Router();
  const file = join(folder, 'embed.js');
  if (!existsSync(file)) return router;
  const parts = readFileSync(file, 'utf8').split(placeholder);
  router.get('/embed.js', (request, response) => {
    const { site } = request.query;
    const settings = settingsOf(typeof site === 'string' ? site : undefined) ?? {};
    const script = parts.join(escapeSettings(settings));
    const tag = createHash('sha256').update(script).digest('base64url').slice(0, 22);
    setScriptHeaders(response);
    response.setHeader('ETag', `"${tag}"`);
    // Answers with 304 where the browser has this one.
    response.type('text/javascript').send(script);
  });
  return router;
}

/** For pages of other sites; there is nothing in them but code and looks. */
export function setScriptHeaders(response: Response): void {
  response.setHeader('Cache-Control', 'public, max-age=300');
  // Some load it with `integrity`, which needs CORS, and it imports its second part.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
}

/** A query string: nothing that could end a string or a script is left but letters, digits and `*-._=&%+`. */
export function escapeSettings(settings: EmbedSettings): string {
  const pairs = Object.entries(settings).map(
    ([name, value]) => [name, String(value)] as [string, string],
  );
  return new URLSearchParams(pairs).toString();
}
