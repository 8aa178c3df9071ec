/** Registers routes with Express: authentication, checks and the answer are the same for all of them. */
import type { Express, Request, RequestHandler, Response } from 'express';
import { cookieOf, type Authenticate } from '../accounts/authenticate.ts';
import type { Metrics } from '../metrics.ts';
import { notFound, notSignedIn, refusal, type Answer } from './answer.ts';
import { checkRequest } from './check-request.ts';
import type { Route } from './route.ts';

export interface MountOptions {
  readonly authenticate: Authenticate;
  /** Whether the request carries the key of this installation's bots. */
  readonly hasBotsKey: (request: Request) => boolean;
  readonly deviceCookieName: string;
  readonly metrics: Metrics;
}

const idPattern = /^[A-Za-z0-9_-]{22}$/;

export function mount(app: Express, routes: readonly Route[], options: MountOptions): void {
  for (const route of routes) {
    app[route.method](route.path, handlerOf(route, options));
  }
}

function handlerOf(route: Route, options: MountOptions): RequestHandler {
  return async (request, response) => {
    send(response, await answerTo(route, request, options), options.metrics);
  };
}

async function answerTo(route: Route, request: Request, options: MountOptions): Promise<Answer> {
  const asksWho = route.who === 'signed-in' || route.who === 'known-or-not';
  const authenticated = asksWho ? await options.authenticate(request.headers) : undefined;
  if (route.who === 'signed-in' && authenticated === undefined) return notSignedIn();
  if (route.who === 'bots-key' && !options.hasBotsKey(request)) {
    return refusal('not-signed-in', "The bearer token is not the key of this installation's bots.");
  }
  const params = request.params as Record<string, string>;
  if (!Object.values(params).every((param) => idPattern.test(param))) return notFound();
  let body: unknown;
  if (route.body !== undefined) {
    // No body at all is as good as an empty object; browsers then send a length of 0 and no type.
    const isEmpty = request.headers['content-length'] === '0';
    const isJson = isEmpty ? null : request.is('application/json');
    if (isJson === false || (isJson !== null && !isUtf8(request))) {
      return refusal('unsupported-media-type', 'The request must be application/json in UTF-8.');
    }
    body = isJson === null ? {} : request.body;
    const checked = checkRequest(route.body, body);
    if (!checked.ok) return checked.refusal;
    body = checked.value;
  }
  const deviceMark = cookieOf(request.headers.cookie, options.deviceCookieName);
  return route.handle({ body, params, address: request.ip ?? '', deviceMark, authenticated });
}

/** RFC 8259, section 8.1; the parser would take UTF-7 as well. */
function isUtf8(request: Request): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.headers['content-type'] ?? '');
  return charset === null || charset[1]?.toLowerCase() === 'utf-8';
}

export function send(
  response: Response,
  { status, body, headers }: Answer,
  metrics: Metrics,
): void {
  if (status >= 400) metrics.refused('http', codeOf(body));
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  response.status(status);
  if (body === undefined) response.end();
  else response.json(body);
}

function codeOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { code?: string } };
  return error?.code ?? 'unknown';
}
