/** The headers of every answer. The one door to helmet. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

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
  if (path.startsWith('/api/')) return 'api';
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

export function securityHeaders(options: {
  readonly publicUrl: string | undefined;
  /** Which pages may show the widget of a site; undefined: of the default one. */
  readonly embeddersOf: (site: string | undefined) => readonly string[];
}): RequestHandler[] {
  const isHttps = options.publicUrl?.startsWith('https://') === true;
  const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).host;
  return [
    helmet({
      contentSecurityPolicy: false,
      // frame-ancestors says it per page; this header cannot.
      frameguard: false,
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
      strictTransportSecurity: isHttps ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    }),
    (request, response, next) => {
      const kind = kindOf(request.path);
      const policy = contentSecurityPolicy(
        kind,
        publicHost ?? request.headers.host,
        kind === 'widget' ? options.embeddersOf(siteIn(request.query['site'])) : [],
      );
      response.setHeader('Content-Security-Policy', policy);
      response.setHeader('Permissions-Policy', permissions);
      if (kind !== 'widget') response.setHeader('X-Frame-Options', 'DENY');
      if (kind === 'api') {
        response.setHeader('Cache-Control', 'no-store');
        response.vary('Origin');
      }
      next();
    },
  ];
}

/** Named twice, or not at all, it is none. */
const siteIn = (value: unknown) => (typeof value === 'string' ? value : undefined);
