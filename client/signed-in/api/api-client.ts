/** The console's side of the HTTP API: one request, one parsed answer or one refusal in words. */
import * as v from 'valibot';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';

/** Why the server, or the way to it, said no. `field` names the input that is to blame. */
export interface ApiRefusal {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
}

export type ApiResult<Value> = Result<Value, ApiRefusal>;

export interface ApiRequest<Schema extends v.GenericSchema> {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the origin, with its query: `/api/me`. */
  readonly path: string;
  readonly body?: unknown;
  readonly answer: Schema;
  /** Ends the request; the promise rejects with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
}

export interface ApiClient {
  ask<Schema extends v.GenericSchema>(
    request: ApiRequest<Schema>,
  ): Promise<ApiResult<v.InferOutput<Schema>>>;
  /** Called when the server says that nobody is signed in (any more); a wrong password is not that. */
  onSignedOut(listener: () => void): () => void;
}

/** An answer without content; some routes answer 204, some `{}`. */
export const nothing = v.unknown();

const errorBody = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    field: v.optional(v.string()),
  }),
});

const offline: ApiRefusal = {
  code: 'offline',
  message: 'The server cannot be reached. Check your connection and try again.',
};
const unreadable: ApiRefusal = {
  code: 'unreadable',
  message: 'The server answered in a way this page does not understand. Reload the page.',
};

/** @param send `fetch`, or a stand-in for it; cookies travel with same-origin requests by themselves. */
export function createApiClient(
  send: (path: string, init: RequestInit) => Promise<Response>,
): ApiClient {
  const listeners = new Set<() => void>();

  return {
    async ask({ method = 'GET', path, body, answer, signal }) {
      let response: Response;
      let said: unknown;
      try {
        response = await send(path, {
          method,
          credentials: 'same-origin',
          // A deletion that was decided on leaves also while the page goes away.
          ...(method === 'DELETE' ? { keepalive: true } : {}),
          headers: { accept: 'application/json', ...(body === undefined ? {} : jsonHeader) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(signal === undefined ? {} : { signal }),
        });
        said = await readJson(response);
      } catch (error) {
        if (signal?.aborted === true) throw error;
        return refuse(offline);
      }
      if (!response.ok) {
        const refusal = refusalOf(response.status, said);
        if (refusal.code === 'not-signed-in') for (const listener of listeners) listener();
        return refuse(refusal);
      }
      const parsed = v.safeParse(answer, said);
      return parsed.success ? accept(parsed.output) : refuse(unreadable);
    },
    onSignedOut(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const jsonHeader = { 'content-type': 'application/json' };

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    // A proxy's error page: the status says what there is to say.
    return undefined;
  }
}

function refusalOf(status: number, said: unknown): ApiRefusal {
  const parsed = v.safeParse(errorBody, said);
  if (parsed.success) return parsed.output.error;
  if (status >= 500) {
    return {
      code: 'unavailable',
      message: 'The server has trouble right now. Try again in a moment.',
    };
  }
  return unreadable;
}
