/** The Express application: headers, same-origin check, routes, pages, and an answer for everything else. */
import type { Express, RequestHandler } from 'express';
import express from 'express';
import type { BotsKey } from '../accounts/actor.ts';
import type { Authenticate } from '../accounts/authenticate.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { notFound, refusal } from './answer.ts';
import type { DemoHomes } from '../sites/demo-home.ts';
import { createDemoHome } from './demo-home.ts';
import { createDemoToken, type SignForDemo } from './demo-token.ts';
import { createEmbedScript, type EmbedSettings } from './embed-script.ts';
import { createErrorHandler } from './error-handler.ts';
import { createApi, send, wrongMethod } from './api.ts';
import { describeApi } from './openapi.ts';
import { createMissingPage, createPages } from './pages.ts';
import type { Route } from './route.ts';
import { isFromElsewhere } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions {
  readonly config: Pick<Config, 'publicUrl' | 'trustedProxies' | 'demo'>;
  /** Origins of the pages that may show the widget of a site; undefined: of the default one. */
  readonly embeddersOf: (site: string | undefined) => readonly string[];
  /** How a site shows the chat; undefined: the default one. */
  readonly widgetSettingsOf: (site: string | undefined) => EmbedSettings | undefined;
  readonly authenticate: Authenticate;
  readonly botsKeyOf: (authorization: string | undefined) => Promise<BotsKey | undefined>;
  readonly cookieName: string;
  readonly deviceCookieName: string;
  readonly routes: readonly Route[];
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

/** Requests are small: 16 kB is four times the largest of them. Parsing is what a flood of bodies costs. */
const bodyLimit = '16kb';

export function createApp(options: AppOptions): Express {
  const { config, metrics, log } = options;
  const app = express();
  app.disable('x-powered-by');
  // Answers of the API are not stored anywhere, so there is nothing to compare them with.
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false);
  app.set('json escape', true);
  app.use(
    securityHeaders({
      publicUrl: config.publicUrl,
      embeddersOf: (site) => options.embeddersOf(site),
    }),
  );
  app.use(refuseForeignChanges(config.publicUrl, metrics));
  mountOperations(app, options);
  app.use('/api', readBodies(options.routes));
  const answers = createApi(options.routes, {
    authenticate: options.authenticate,
    botsKeyOf: (request) => options.botsKeyOf(request.headers.authorization),
    deviceCookieName: options.deviceCookieName,
    metrics,
  });
  app.use('/api', answers);
  const description = describeApi(options.routes, options.cookieName);
  app
    .route('/api/openapi.json')
    .get((_request, response) => void response.json(description))
    .all((_request, response) => send(response, wrongMethod(), metrics));
  app.use('/api', (_request, response) => send(response, notFound(), metrics));
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

/** Those of some routes are larger, and read when it is known whose they are (api.ts). */
function readBodies(routes: readonly Route[]): RequestHandler {
  const read = express.json({ limit: bodyLimit, type: 'application/json' });
  const large = routes
    .filter(({ bodyBytes }) => bodyBytes !== undefined)
    .map(({ method, path }) => ({
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replaceAll(/:[a-z]+/g, '[^/]+')}/?$`, 'i'),
    }));
  return (request, response, next) => {
    const path = request.baseUrl + request.path;
    const isLarge = large.some((one) => one.method === request.method && one.path.test(path));
    if (isLarge) next();
    else read(request, response, next);
  };
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

function refuseForeignChanges(publicUrl: string | undefined, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    if (reads.has(request.method) || !isFromElsewhere(request.headers, publicUrl)) {
      next();
      return;
    }
    const sentence = 'Requests that change something must come from pages of this server.';
    send(response, refusal('foreign-origin', sentence), metrics);
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
      const sentence = 'Metrics are read on the machine itself.';
      send(response, refusal('not-allowed', sentence), metrics);
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
