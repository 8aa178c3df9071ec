/**
 * A route is described once: the same description checks its requests, registers it and documents it in
 * `/api/openapi.json`.
 */
import type { GenericSchema, InferOutput } from 'valibot';
import type { ErrorCode } from '../../conversation/protocol/http/error.ts';
import type { Action, Relation } from '../access/permissions.ts';
import type { Actor, Authenticated, BotsKey } from '../accounts/actor.ts';
import type { Answer } from './answer.ts';

export interface RouteDescription {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** As Express writes it: `/api/accounts/:id`. Every parameter is an id. */
  readonly path: string;
  readonly summary: string;
  /**
   * `anyone`: nobody asks who it is. `known-or-not`: it is looked at, and may be nobody.
   * `bots-key`: the bearer token is a bot's own key, or the one of this installation's bots. Without it: those who are permitted.
   */
  readonly who?: 'anyone' | 'known-or-not' | 'known' | 'bots-key';
  /** What a request may come to; which of them it is, and about what, the route finds out. */
  readonly actions?: readonly Action[];
  readonly body?: GenericSchema;
  /**
   * Of the body, where that may be large: it is read only once the request is permitted, so `demand` does not have it.
   * Left out: 16 kB.
   */
  readonly bodyBytes?: number;
  readonly query?: GenericSchema;
  /** The request is bytes, at most so many. */
  readonly pieceBytes?: number;
  readonly answers: {
    readonly status: 200 | 201 | 204;
    readonly schema?: GenericSchema;
  };
  /** Besides those that any route can give. */
  readonly refusals: readonly ErrorCode[];
}

/** What a request comes to. */
export interface Demand {
  readonly action: Action;
  /** Of what it is about to whoever asks; left out where it is about no single thing. */
  readonly relation?: Relation;
}

export interface Call<Body = undefined, Query = undefined> {
  readonly body: Body;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  /** The sender's address, by the settings for trusted proxies. */
  readonly address: string;
  /** Words about the browser that asks, like "Firefox on Linux". */
  readonly device: string;
  /** The mark of the browser that asks, as it came. */
  readonly deviceMark: string | undefined;
  readonly authenticated: Authenticated | undefined;
  /** The header `Range`, as it came. */
  readonly range: string | undefined;
  /** Where the route takes bytes. */
  readonly piece?: Uint8Array;
  /** Where the route asks for one. */
  readonly botsKey: BotsKey | undefined;
}

/** Of somebody who is signed in. */
export interface GuardedCall<Body = undefined, Query = undefined> extends Call<Body, Query> {
  readonly authenticated: Authenticated;
  readonly actor: Actor;
}

export interface Route extends RouteDescription {
  readonly demand?: (call: GuardedCall<unknown, unknown>) => Demand | Promise<Demand>;
  handle(call: Call<unknown, unknown>): Promise<Answer>;
}

type OutputOf<Schema> = Schema extends GenericSchema ? InferOutput<Schema> : undefined;

/** Ties the types of body and query to their schemas; both were checked before a handler is called (api.ts). */
export function openRoute<
  const Description extends RouteDescription & {
    readonly who: NonNullable<RouteDescription['who']>;
  },
>(
  description: Description,
  handle: (
    call: Call<OutputOf<Description['body']>, OutputOf<Description['query']>>,
  ) => Promise<Answer>,
): Route {
  return { ...description, handle: handle as Route['handle'] };
}

/** @param demand what this request comes to, one of the description's actions; the table decides (access/). */
export function guardedRoute<
  const Description extends RouteDescription & {
    readonly who?: never;
    readonly actions: readonly [Action, ...Action[]];
  },
>(
  description: Description,
  demand: (
    call: GuardedCall<OutputOf<Description['body']>, OutputOf<Description['query']>>,
  ) =>
    | (Demand & { readonly action: Description['actions'][number] })
    | Promise<Demand & { readonly action: Description['actions'][number] }>,
  handle: (
    call: GuardedCall<OutputOf<Description['body']>, OutputOf<Description['query']>>,
  ) => Promise<Answer>,
): Route {
  return {
    ...description,
    demand: demand as Route['demand'] & {},
    handle: handle as Route['handle'],
  };
}
