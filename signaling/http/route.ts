/**
 * A route is described once: the same description checks its requests, registers it and documents it in
 * `/api/openapi.json`.
 */
import type { GenericSchema, InferOutput } from 'valibot';
import type { ErrorCode } from '../../conversation/protocol/http.ts';
import type { Authenticated } from '../accounts/actor.ts';
import type { Answer } from './answer.ts';

export interface RouteDescription {
  readonly method: 'get' | 'post' | 'patch';
  /** As Express writes it: `/api/accounts/:id`. Every parameter is an id. */
  readonly path: string;
  readonly summary: string;
  /**
   * `anyone`: nobody asks who it is. `known-or-not`: it is looked at, and may be nobody.
   * `bots-key`: the bearer token is the key of this installation's bots.
   */
  readonly who: 'anyone' | 'known-or-not' | 'signed-in' | 'bots-key';
  readonly body?: GenericSchema;
  readonly query?: GenericSchema;
  readonly answers: {
    readonly status: 200 | 201 | 204;
    readonly schema?: GenericSchema;
  };
  /** Besides those that any route can give. */
  readonly refusals: readonly ErrorCode[];
}

export interface Call<Body> {
  readonly body: Body;
  readonly params: Readonly<Record<string, string>>;
  /** The sender's address, by the settings for trusted proxies. */
  readonly address: string;
  /** The mark of the browser that asks, as it came. */
  readonly deviceMark: string | undefined;
  /** Never undefined where the route is for those who are signed in. */
  readonly authenticated: Authenticated | undefined;
}

export interface Route extends RouteDescription {
  handle(call: Call<unknown>): Promise<Answer>;
}

type BodyOf<Schema> = Schema extends GenericSchema ? InferOutput<Schema> : undefined;

/** Ties the type of the body to its schema. */
export function route<const Description extends RouteDescription>(
  description: Description,
  handle: (call: Call<BodyOf<Description['body']>>) => Promise<Answer>,
): Route {
  // The body was checked with the schema before the handler is called (mount.ts).
  return { ...description, handle: handle as Route['handle'] };
}
