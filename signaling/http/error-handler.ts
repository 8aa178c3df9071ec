/** Turns what Express and its parsers throw into pages; everything unexpected is logged and says nothing. */
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { sendTroublePage } from './pages.ts';

/** Whether it is what was sent that is wrong. */
function isSenders(fault: unknown): boolean {
  const { status } = (fault ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}

export function createErrorHandler(options: {
  readonly metrics: Metrics;
  readonly log: Log;
}): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (fault: unknown, request, response, _next) => {
    const isOurs = !isSenders(fault);
    if (isOurs) {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      options.log.error({ err: fault, method: request.method, route }, 'a request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    options.metrics.refused('http', isOurs ? 'internal' : 'malformed');
    sendTroublePage(response, isOurs ? 500 : 400);
  };
}
