/** The Express application: pages, what operators ask, and an answer for everything else that is not the API (api.ts). */
import type { Express, RequestHandler } from 'express';
import express from 'express';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { DemoHomes } from '../sites/demo-home.ts';
import { createDemoHome } from './demo-home.ts';
import { createDemoToken, type SignForDemo } from './demo-token.ts';
import { createEmbedScript, type EmbedSettings } from './embed-script.ts';
import { createErrorHandler } from './error-handler.ts';
import { createMissingPage, createPages, sendTroublePage } from './pages.ts';
import { isForeignChange } from './same-origin.ts';
import { pageHeaders } from './security-headers.ts';

export interface AppOptions {
  readonly config: Pick<Config, 'publicUrl' | 'trustedProxies' | 'demo'>;
  /** Origins of the pages that may show the widget of a site; undefined: of the default one. */
  readonly embeddersOf: (site: string | undefined) => readonly string[];
  /** How a site shows the chat; undefined: the default one. */
  readonly widgetSettingsOf: (site: string | undefined) => EmbedSettings | undefined;
  /** Whether the server takes new work; false while it starts and while it drains. */
  readonly isReady: () => boolean;
  /** Set where the demo is served. */
  readonly signForDemo: SignForDemo | undefined;
  readonly demoHomes: DemoHomes | undefined;
  /** `dist/client`; undefined where the pages were not built. */
  readonly clientFolder: string | undefined;
  readonly metrics: Metrics;
  readonly log: Log;
}

export function createApp(options: AppOptions): Express {
  const { config, metrics, log } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  app.set('json escape', true);
  app.use(
    pageHeaders({
      publicUrl: config.publicUrl,
      embeddersOf: (site) => options.embeddersOf(site),
    }),
  );
  app.use(refuseForeignChanges(config.publicUrl, metrics));
  mountOperations(app, options);
  if (options.signForDemo !== undefined) app.use(createDemoToken(options.signForDemo));
  if (options.demoHomes !== undefined) app.use(createDemoHome(options.demoHomes));
  if (options.clientFolder !== undefined) {
    app.use(createEmbedScript(options.clientFolder, options.widgetSettingsOf));
    app.use(createPages(options.clientFolder, config.demo));
  }
  app.use(createMissingPage(metrics));
  app.use(createErrorHandler({ metrics, log }));
  return app;
}

function refuseForeignChanges(publicUrl: string | undefined, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    if (isForeignChange(request, publicUrl)) {
      metrics.refused('http', 'foreign-origin');
      sendTroublePage(response, 403);
    } else next();
  };
}

/** What supervisors and monitoring ask. */
function mountOperations(app: Express, { isReady, metrics }: AppOptions): void {
  app.get('/healthz', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store').type('text').send('ok\n');
  });
  app.get('/readyz', (_request, response) => {
    const ready = isReady();
    response
      .status(ready ? 200 : 503)
      .setHeader('Cache-Control', 'no-store')
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
  app.get('/metrics', async (request, response) => {
    // A proxy on this machine says for whom it asks; the numbers are for programs here only.
    const isProxied = ['x-forwarded-for', 'forwarded', 'via'].some(
      (name) => name in request.headers,
    );
    if (isProxied || !isLoopback(request.socket.remoteAddress)) {
      metrics.refused('http', 'not-allowed');
      response.status(403).setHeader('Cache-Control', 'no-store').type('text');
      response.send('Metrics are read on the machine itself.\n');
      return;
    }
    const { contentType, body } = await metrics.text();
    response.setHeader('Cache-Control', 'no-store').setHeader('Content-Type', contentType);
    response.send(body);
  });
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
