/** Turns what Express and its parsers throw into answers; everything unexpected is logged and says nothing. */
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { refusal, type Answer } from './answer.ts';
import { send } from './api.ts';
import { sendTroublePage } from './pages.ts';

/** @returns undefined for faults of ours. */
function refusalOf(fault: unknown): Answer | undefined {
  const { type, status } = (fault ?? {}) as { type?: unknown; status?: unknown };
  switch (type) {
    case 'entity.parse.failed':
      return refusal('malformed', 'The request is not valid JSON.');
    case 'entity.too.large':
      return refusal('too-large', 'The request is larger than 16 kB.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return refusal('unsupported-media-type', 'The request must be JSON in UTF-8.');
    default: {
      const isSenders = typeof status === 'number' && status >= 400 && status < 500;
      return isSenders ? refusal('malformed', 'The request was not understood.') : undefined;
    }
  }
}

export function createErrorHandler(options: {
  readonly metrics: Metrics;
  readonly log: Log;
}): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (fault: unknown, request, response, _next) => {
    const known = refusalOf(fault);
    if (known === undefined) {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      options.log.error({ err: fault, method: request.method, route }, 'a request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const answer = known ?? refusal('internal', 'Something went wrong here. It was noted.');
    if (request.path.startsWith('/api/')) send(response, answer, options.metrics);
    else {
      options.metrics.refused('http', known === undefined ? 'internal' : 'malformed');
      sendTroublePage(response, answer.status);
    }
  };
}
