/** The pages that `vite build` made, and the friendly page for addresses that do not exist. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Metrics } from '../metrics.ts';
import { setScriptHeaders } from './embed-script.ts';
import { createGzippedAssets } from './gzipped-assets.ts';

/**
 * @param folder `dist/client`.
 * @param demo whether the demo page is served.
 */
export function createPages(folder: string, demo: boolean): Router {
  const router = express.Router();
  if (!demo) router.use('/demo', (_request, _response, next) => next('router'));
  router.use('/assets', createGzippedAssets(join(folder, 'assets')));
  router.use(
    express.static(folder, {
      index: 'index.html',
      redirect: true,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (response, path) => setCaching(response, path, folder),
    }),
  );
  // The console's own router draws what comes after /console/.
  router.get('/console/*view', (request, response, next) => {
    const page = join(folder, 'console', 'index.html');
    if (/\.[a-z0-9]+$/i.test(request.path) || !existsSync(page)) {
      next();
      return;
    }
    setCaching(response, page, folder);
    response.sendFile(page, { cacheControl: false });
  });
  return router;
}

function setCaching(response: Response, path: string, folder: string): void {
  const isHashed = path.startsWith(join(folder, 'assets') + sep);
  if (isHashed) {
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  } else if (basename(path) === 'embed-chat.js') {
    setScriptHeaders(response);
  } else {
    // Pages, service worker, manifest: kept, but asked about each time.
    response.setHeader('Cache-Control', 'no-cache');
  }
}

const style =
  ':root{color-scheme:light dark;font:1.0625rem/1.5 system-ui,sans-serif;' +
  'background:light-dark(#f5f4f0,#161513);color:light-dark(#1c1b19,#eceae6)}' +
  'body{margin:20vh auto 0;max-width:28rem;padding:0 1.5rem}h1{font-size:1.5rem;margin:0 0 .5rem}' +
  'a{color:light-dark(#2a4fc4,#9db3ff)}';
const styleHash = createHash('sha256').update(style).digest('base64');

function plainPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Parley</title>
<style>${style}</style>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="/">Go to the start page</a></p>
</html>
`;
}

function sendPlainPage(response: Response, status: number, title: string, text: string): void {
  response
    .status(status)
    .setHeader(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .setHeader('Cache-Control', 'no-store')
    .type('html')
    .send(plainPage(title, text));
}

/** Says nothing of the address that was asked for. */
export function createMissingPage(metrics: Metrics): RequestHandler {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      metrics.refused('http', 'page-not-found');
      sendPlainPage(
        response,
        404,
        'This page does not exist',
        'The address may be mistyped, or the page may have moved.',
      );
      return;
    }
    metrics.refused('http', 'method-not-allowed');
    sendPlainPage(response, 405, 'This does not work here', 'Pages can only be read.');
  };
}

export function sendTroublePage(response: Response, status: number): void {
  const title = status >= 500 ? 'Something went wrong' : 'The request was not understood';
  const text = status >= 500 ? 'It was noted. Please try again.' : 'Please check the address.';
  sendPlainPage(response, status, title, text);
}
