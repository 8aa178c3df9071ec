/**
 * The HTTP API, on bare node:http: authentication, checks, headers and the answer are the same for all routes. Pages
 * are Express's (app.ts), whose search through everything that was mounted costs more than most of these answers.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { pipeline, Readable } from 'node:stream';
import { accept, refuse, type Result } from '../../conversation/protocol/result.ts';
import { authorize } from '../access/authorize.ts';
import type { BotsKey } from '../accounts/actor.ts';
import { cookieOf, type Authenticate } from '../accounts/authenticate.ts';
import { deviceWords } from '../accounts/device-words.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { answer, notAllowed, notFound, notSignedIn, refusal, type Answer } from './answer.ts';
import { checkRequest } from './check-request.ts';
import { readJson, readPiece, usualBodyBytes } from './request-body.ts';
import { createRouteTable } from './route-table.ts';
import type { Call, Route } from './route.ts';
import { isForeignChange } from './same-origin.ts';
import { apiHeaders } from './security-headers.ts';

export interface ApiOptions {
  readonly routes: readonly Route[];
  /** What `/api/openapi.json` says. */
  readonly description: object;
  readonly publicUrl: string | undefined;
  readonly authenticate: Authenticate;
  /** The key of bots that a request carries. */
  readonly botsKeyOf: (authorization: string | undefined) => Promise<BotsKey | undefined>;
  /** The sender's, by the settings for trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly deviceCookieName: string;
  readonly metrics: Metrics;
  readonly log: Log;
}

const idPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const descriptionPath = '/api/openapi.json';

/** Whether a request is for the API. */
export const isForApi = ({ url = '' }: IncomingMessage): boolean => /^\/api(?:[/?]|$)/.test(url);

export function createApi(options: ApiOptions): RequestListener {
  const { metrics, log } = options;
  const find = createRouteTable(options.routes);
  const headers = new Map(Object.entries(apiHeaders(options.publicUrl)));

  async function answerTo(request: IncomingMessage, path: string, query: string): Promise<Answer> {
    const { method = '' } = request;
    if (isForeignChange(request, options.publicUrl)) {
      const sentence = 'Requests that change something must come from pages of this server.';
      return refusal('foreign-origin', sentence);
    }
    if (path === descriptionPath && reads.has(method)) return answer(200, options.description);
    const found = find(method, path);
    if (found.kind === 'route') return answerOf(found.route, found.params, query, request, options);
    if (found.kind === 'none' && path !== descriptionPath) return notFound();
    return refusal('method-not-allowed', 'This method does not work here.');
  }

  return (request, response) => {
    const [path, query] = splitAt(request.url ?? '', '?');
    response.setHeaders(headers);
    answerTo(request, path, query)
      .catch((err: unknown) => {
        // Not the address that was asked for: it may hold a secret.
        const found = find(request.method ?? '', path);
        const route = found.kind === 'route' ? found.route.path : 'none';
        log.error({ err, method: request.method, route }, 'a request failed');
        return refusal('internal', 'Something went wrong here. It was noted.');
      })
      .then((said) => send(response, said, metrics))
      .catch((err: unknown) => {
        log.error({ err, method: request.method }, 'an answer could not be sent');
        response.destroy();
      });
  };
}

const reads = new Set(['GET', 'HEAD']);

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

async function answerOf(
  route: Route,
  params: Readonly<Record<string, string>>,
  query: string,
  request: IncomingMessage,
  options: ApiOptions,
): Promise<Answer> {
  const { demand, who } = route;
  const { headers } = request;
  const asksWho = who === undefined || who === 'known' || who === 'known-or-not';
  const authenticated = asksWho ? await options.authenticate(headers) : undefined;
  const actor = authenticated?.actor;
  if (asksWho && who !== 'known-or-not' && authenticated === undefined) return notSignedIn();
  const botsKey = who === 'bots-key' ? await options.botsKeyOf(headers.authorization) : undefined;
  if (who === 'bots-key' && botsKey === undefined) {
    return refusal('not-signed-in', 'The bearer token is no key of a bot, or it was revoked.');
  }
  // Before anything of the request is looked at: whoever may not do it at all learns nothing of what it would take.
  const isHopeless = route.actions?.every((action) => !authorize(actor, action).ok);
  if (isHopeless === true) return notAllowed();
  if (!Object.values(params).every((param) => idPattern.test(param))) return notFound();
  const asked = route.query && checkRequest(route.query, { ...parseQuery(query) });
  if (asked?.ok === false) return asked.refusal;
  const isLarge = route.bodyBytes !== undefined;
  const said = isLarge ? accept(undefined) : await readBody(route, request);
  if (!said.ok) return said.refusal;
  const call: Call<unknown, unknown> = {
    body: said.value,
    query: asked?.value,
    params,
    address: options.addressOf(request),
    device: deviceWords(headers['user-agent']),
    deviceMark: cookieOf(headers.cookie, options.deviceCookieName),
    range: headers.range,
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
  if (!isLarge) return route.handle(guarded);
  const body = await readBody(route, request);
  return body.ok ? route.handle({ ...guarded, body: body.value }) : body.refusal;
}

async function readBody(
  { body: schema, bodyBytes = usualBodyBytes }: Route,
  request: IncomingMessage,
): Promise<Result<unknown, Answer>> {
  if (schema === undefined) return accept(undefined);
  const read = await readJson(request, bodyBytes);
  if (!read.ok) return refuse(read.refusal);
  return checkRequest(schema, read.value);
}

function send(
  response: ServerResponse,
  { status, body, content, headers }: Answer,
  metrics: Metrics,
): void {
  if (status >= 400) metrics.refused('http', codeOf(body));
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  response.statusCode = status;
  if (content !== undefined) {
    const source = content instanceof Readable ? content : Readable.from(content);
    // Whoever goes away while it is sent gets no more of it.
    pipeline(source, response, () => undefined);
    return;
  }
  if (body === undefined) {
    response.end();
    return;
  }
  const text = Buffer.from(JSON.stringify(body).replaceAll(/[<>&]/g, escaped));
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', text.length);
  response.end(text);
}

/** What is taken for a page by mistake has no tags in it. */
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

function codeOf(body: unknown): string {
  const { error } = (body ?? {}) as { error?: { code?: string } };
  return error?.code ?? 'unknown';
}
