/** Whose pages may ask: ours. Used for requests that change something and for WebSocket upgrades. */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * @param publicUrl the configured origin, if any.
 * @returns whether `origin` is the server's own: the configured one, or, where none is, the host that the request was
 * sent to. That host is whatever a page resolved to this address (DNS rebinding), so it counts only without the other.
 */
export function isOwnOrigin(
  origin: string,
  host: string | undefined,
  publicUrl: string | undefined,
): boolean {
  if (publicUrl !== undefined) return origin === publicUrl;
  if (host === undefined || !/^https?:\/\/[^/]+$/.test(origin) || !URL.canParse(origin))
    return false;
  return new URL(origin).host === host.toLowerCase();
}

/**
 * Refuses what another site makes a browser send (OWASP, Cross-Site Request Forgery Prevention: fetch metadata,
 * with Origin as the fallback). Programs that are no browsers send neither header, and no cookie they do not mean.
 */
export function isFromElsewhere(
  headers: IncomingHttpHeaders,
  publicUrl: string | undefined,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  return origin !== undefined && !isOwnOrigin(origin, headers.host, publicUrl);
}
