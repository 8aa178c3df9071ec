/** The routes of the API on Express: authentication, checks and the answer are the same for all of them. */
import { pipeline, Readable } from 'node:stream';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { GenericSchema } from 'valibot';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { authorize } from '../access/authorize.ts';
import type { BotsKey } from '../accounts/actor.ts';
import { cookieOf, type Authenticate } from '../accounts/authenticate.ts';
import { deviceWords } from '../accounts/device-words.ts';
import type { Metrics } from '../metrics.ts';
import { notAllowed, notFound, notSignedIn, refusal, type Answer } from './answer.ts';
import { checkRequest } from './check-request.ts';
import type { Route } from './route.ts';

export interface ApiOptions {
  readonly authenticate: Authenticate;
  /** The key of bots that a request carries. */
  readonly botsKeyOf: (request: Request) => Promise<BotsKey | undefined>;
  readonly deviceCookieName: string;
  readonly metrics: Metrics;
}

const idPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/**
 * A router for each first part of a path: Express tries what is mounted one after the other, and there are a hundred
 * and more routes.
 *
 * @returns what answers below `/api`.
 */
export function createApi(routes: readonly Route[], options: ApiOptions): RequestHandler {
  const routers = new Map<string, Router>();
  const routerOf = (path: string) => {
    const first = firstPart(path);
    const router = routers.get(first) ?? express.Router();
    routers.set(first, router);
    return router;
  };
  const withoutApi = ({ path }: Route) => path.slice('/api'.length);
  for (const route of routes) {
    const path = withoutApi(route);
    routerOf(path)[route.method](path, handlerOf(route, options));
  }
  // A known address asked in an unknown way is told apart from an unknown one.
  for (const path of new Set(routes.map(withoutApi))) {
    routerOf(path).all(path, (_request, response) => {
      send(response, wrongMethod(), options.metrics);
    });
  }
  return (request, response, next) => {
    const router = routers.get(firstPart(request.path));
    if (router === undefined) next();
    else router(request, response, next);
  };
}

const firstPart = (path: string) => path.split('/', 2)[1]?.toLowerCase() ?? '';

export const wrongMethod = () => refusal('method-not-allowed', 'This method does not work here.');

function handlerOf(route: Route, options: ApiOptions): RequestHandler {
  return async (request, response) => {
    send(response, await answerTo(route, request, options), options.metrics);
  };
}

async function answerTo(route: Route, request: Request, options: ApiOptions): Promise<Answer> {
  const { demand, who } = route;
  const asksWho = who === undefined || who === 'known' || who === 'known-or-not';
  const authenticated = asksWho ? await options.authenticate(request.headers) : undefined;
  const actor = authenticated?.actor;
  if (asksWho && who !== 'known-or-not' && authenticated === undefined) return notSignedIn();
  const botsKey = who === 'bots-key' ? await options.botsKeyOf(request) : undefined;
  if (who === 'bots-key' && botsKey === undefined) {
    return refusal('not-signed-in', 'The bearer token is no key of a bot, or it was revoked.');
  }
  // Before anything of the request is looked at: whoever may not do it at all learns nothing of what it would take.
  const isHopeless = route.actions?.every((action) => !authorize(actor, action).ok);
  if (isHopeless === true) return notAllowed();
  const params = request.params as Record<string, string>;
  if (!Object.values(params).every((param) => idPattern.test(param))) return notFound();
  const checked = checkParts(route, request);
  if (!checked.ok) return checked.refusal;
  const call = {
    ...checked.value,
    params,
    address: request.ip ?? '',
    device: deviceWords(request.headers['user-agent']),
    deviceMark: cookieOf(request.headers.cookie, options.deviceCookieName),
    range: request.headers.range,
    authenticated,
    botsKey,
  };
  if (demand === undefined) return route.handle(call);
  if (authenticated === undefined || actor === undefined) return notSignedIn();
  const guarded = { ...call, authenticated, actor };
  const { action, relation } = await demand(guarded);
  const allowed = authorize(actor, action, relation);
  // Whoever may do it with some things learns of the others only that they are not there.
  if (!allowed.ok) return relation === undefined ? notAllowed() : notFound();
  // Only now: what nobody asked for is not read into memory.
  if (route.pieceBytes !== undefined) {
    const piece = await readPiece(request, route.pieceBytes);
    return piece.ok ? route.handle({ ...guarded, piece: piece.value }) : piece.refusal;
  }
  if (route.body !== undefined && route.bodyBytes !== undefined) {
    const body = await readLargeBody(request, route.body, route.bodyBytes);
    return body.ok ? route.handle({ ...guarded, body: body.value }) : body.refusal;
  }
  return route.handle(guarded);
}

async function readPiece(request: Request, most: number): Promise<Result<Uint8Array, Answer>> {
  if (request.is('application/octet-stream') !== false) return readBytes(request, most);
  const sentence = 'The request must be application/octet-stream.';
  return refuse(refusal('unsupported-media-type', sentence));
}

async function readLargeBody(
  request: Request,
  schema: GenericSchema,
  most: number,
): Promise<Result<unknown, Answer>> {
  if (!isJson(request)) return refuse(notJson());
  const bytes = await readBytes(request, most);
  if (!bytes.ok) return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value);
    return checkRequest(schema, JSON.parse(text === '' ? '{}' : text));
  } catch {
    // Not UTF-8, or not JSON.
    return refuse(refusal('malformed', 'The request is not JSON.'));
  }
}

/** `Content-Length` is demanded, so that what is too long is refused before it comes. */
async function readBytes(request: Request, most: number): Promise<Result<Uint8Array, Answer>> {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (!(length <= most)) {
    return refuse(refusal('too-large', `Send at most ${most} bytes, with their length.`));
  }
  const parts: Uint8Array[] = [];
  try {
    for await (const part of request) parts.push(part as Uint8Array);
  } catch {
    // The sender went away: nobody reads the answer.
    return refuse(refusal('malformed', 'The request ended before it was whole.'));
  }
  return accept(Buffer.concat(parts));
}

function checkParts(
  route: Route,
  request: Request,
): Result<{ readonly body: unknown; readonly query: unknown }, Answer> {
  let query: unknown;
  if (route.query !== undefined) {
    const checked = checkRequest(route.query, { ...request.query });
    if (!checked.ok) return checked;
    query = checked.value;
  }
  const isReadLater = route.bodyBytes !== undefined;
  if (route.body === undefined || isReadLater) return accept({ body: undefined, query });
  if (!isJson(request)) return refuse(notJson());
  const checked = checkRequest(route.body, typeOf(request) === null ? {} : request.body);
  return checked.ok ? accept({ body: checked.value, query }) : checked;
}

const notJson = () =>
  refusal('unsupported-media-type', 'The request must be application/json in UTF-8.');

/** @returns null for no body at all, which is as good as an empty object; browsers then send a length of 0 and no type. */
function typeOf(request: Request) {
  const isEmpty = request.headers['content-length'] === '0';
  return isEmpty ? null : request.is('application/json');
}

function isJson(request: Request): boolean {
  const type = typeOf(request);
  return type === null || (type !== false && isUtf8(request));
}

/** RFC 8259, section 8.1; the parser would take UTF-7 as well. */
function isUtf8(request: Request): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.headers['content-type'] ?? '');
  return charset === null || charset[1]?.toLowerCase() === 'utf-8';
}

export function send(
  response: Response,
  { status, body, content, headers }: Answer,
  metrics: Metrics,
): void {
  if (status >= 400) metrics.refused('http', codeOf(body));
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  response.status(status);
  if (content !== undefined) {
    const source = content instanceof Readable ? content : Readable.from(content);
    // Whoever goes away while it is sent gets no more of it.
    pipeline(source, response, () => undefined);
  } else if (body === undefined) response.end();
  else response.json(body);
}

function codeOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { code?: string } };
  return error?.code ?? 'unknown';
}
