/** The headers of every answer (OWASP, HTTP Security Response Headers). */
import type { RequestHandler } from 'express';

export type PageKind = 'page' | 'widget' | 'demo' | 'api';

/**
 * The policy of a page. Text becomes markup in one place only, the templates that Solid's compiler made, and
 * Trusted Types hold the browser to it (client/browser/solid-web.ts).
 *
 * @param host where sockets are opened; left out where it is not a plain host.
 * @param embedders origins that may show the widget in a frame.
 */
export function contentSecurityPolicy(
  kind: PageKind,
  host: string | undefined,
  embedders: readonly string[],
): string {
  if (kind === 'api') return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
  const isPlainHost = host !== undefined && /^[A-Za-z0-9.:[\]-]+$/.test(host);
  // Older engines do not count ws: and wss: as 'self'.
  const sockets = isPlainHost ? ` ws://${host} wss://${host}` : '';
  const ancestors = kind === 'widget' ? ["'self'", ...embedders].join(' ') : "'none'";
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    kind === 'demo' ? "frame-src 'self'" : "frame-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `frame-ancestors ${ancestors}`,
    "require-trusted-types-for 'script'",
    'trusted-types parley-templates parley-worker',
  ].join('; ');
}

function kindOf(path: string): PageKind {
  if (path === '/chat' || path.startsWith('/chat/')) return 'widget';
  if (path === '/demo' || path.startsWith('/demo/')) return 'demo';
  return 'page';
}

const permissions = [
  'accelerometer=()',
  'browsing-topics=()',
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'magnetometer=()',
  // Voice messages: here, and not in frames of others. A page that embeds the widget lets it by `allow`.
  'microphone=(self)',
  'midi=()',
  'payment=()',
  'usb=()',
].join(', ');

/** Those that say the same of everything. frame-ancestors says per page who may show it; a header of its own cannot. */
function commonHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  const isHttps = publicUrl?.startsWith('https://') === true;
  return {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'Permissions-Policy': permissions,
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'X-Download-Options': 'noopen',
    'X-Permitted-Cross-Domain-Policies': 'none',
    // The filter of old browsers could be turned against a page.
    'X-XSS-Protection': '0',
  };
}

/** Of the API: no page shows its answers, and nobody keeps them. */
export function apiHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  return {
    ...commonHeaders(publicUrl),
    'Content-Security-Policy': contentSecurityPolicy('api', undefined, []),
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
    Vary: 'Origin',
  };
}

/** Of everything else. */
export function pageHeaders(options: {
  readonly publicUrl: string | undefined;
  /** Which pages may show the widget of a site; undefined: of the default one. */
  readonly embeddersOf: (site: string | undefined) => readonly string[];
}): RequestHandler {
  const { publicUrl } = options;
  const common = new Map(Object.entries(commonHeaders(publicUrl)));
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  return (request, response, next) => {
    const kind = kindOf(request.path);
    const policy = contentSecurityPolicy(
      kind,
      publicHost ?? request.headers.host,
      kind === 'widget' ? options.embeddersOf(siteIn(request.query['site'])) : [],
    );
    response.setHeaders(common);
    response.setHeader('Content-Security-Policy', policy);
    if (kind !== 'widget') response.setHeader('X-Frame-Options', 'DENY');
    next();
  };
}

/** Named twice, or not at all, it is none. */
const siteIn = (value: unknown) => (typeof value === 'string' ? value : undefined);
