/** One way to find out who asks, for every path: a bearer token, or else the cookie. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Authenticated } from './actor.ts';
import type { Sessions } from './sessions.ts';
import { readToken } from './tokens.ts';
import type { VisitorsStore } from './visitors-store.ts';

export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Authenticated | undefined>;

/** `__Host-` binds the cookie to https, this host and every path (RFC 6265bis, 4.1.3.2). */
export function cookieNameFor(isHttps: boolean): string {
  return isHttps ? '__Host-parley' : 'parley';
}

/** For the mark of a device (`device-marks.ts`). */
export function deviceCookieNameFor(isHttps: boolean): string {
  return `${cookieNameFor(isHttps)}-device`;
}

export function createAuthenticate(options: {
  readonly sessions: Pick<Sessions, 'authenticate'>;
  readonly visitors: Pick<VisitorsStore, 'authenticate'>;
  readonly cookieName: string;
}): Authenticate {
  const { sessions, visitors, cookieName } = options;
  return async ({ authorization, cookie }) => {
    if (authorization !== undefined) {
      // Whoever shows a token wants to be judged by it, so a cookie does not stand in for a bad one.
      const read = readToken(bearerOf(authorization) ?? '');
      if (read === undefined) return undefined;
      switch (read.kind) {
        case 'visitor':
          return visitors.authenticate(read.hash);
        case 'bot':
          return sessions.authenticate(read.hash, 'bot');
        case 'key':
          // A key opens a session, and is shown for nothing else.
          return undefined;
        case 'session':
          // Sessions of people live in HttpOnly cookies only; a script that has one has stolen it.
          return undefined;
      }
    }
    const read = readToken(cookieOf(cookie, cookieName) ?? '');
    return read?.kind === 'session' ? sessions.authenticate(read.hash, 'cookie') : undefined;
  };
}

/** RFC 6750, section 2.1. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
