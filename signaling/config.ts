/** Reads and checks the environment. Everything that can be set is here, and nothing is read anywhere else. */
import { resolve } from 'node:path';
import { mostFileBytes } from '../conversation/protocol/file.ts';
import type { FileLimits } from '../conversation/protocol/http/files.ts';
import { readS3Place, type S3Place } from './files/s3-place.ts';
import { embedderPattern } from '../conversation/protocol/http/sites.ts';
import { usualMeshPeers } from './conversations/kinds.ts';
import { SetupError } from './setup-error.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Origin under which browsers reach the server, like `https://chat.example`; undefined: http, host and port. */
  readonly publicUrl: string | undefined;
  /** `secret` is there whenever one of the addresses is a TURN server's. */
  readonly turn:
    | { readonly urls: readonly string[]; readonly secret: string | undefined }
    | undefined;
  readonly logLevel: LogLevel;
  /** Serves the demo page. */
  readonly demo: boolean;
  /** Undefined: kept in `bots.key` in the data folder. */
  readonly botsKey: string | undefined;
  /** Origins of the sites that may embed the widget, besides our own. */
  readonly embedders: readonly string[];
  /** Up to so many of a group are linked each with each; what more say to each other goes over the server. */
  readonly meshPeers: number;
  /** What people may send. */
  readonly files: FileLimits;
  /** Where it is kept; undefined: in `files` in the data folder. */
  readonly s3: S3Place | undefined;
  /** A mail server; undefined: mails become files in `outbox` in the data folder. */
  readonly smtpUrl: string | undefined;
  /** Whom mails come from; undefined: `parley@` and the host of the public address. */
  readonly mailFrom: string | undefined;
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SetupError with a sentence that names the variable, its value and the remedy. */
export function readConfig(environment: Environment): Config {
  /** An empty variable is an unset one, as in shells and unit files. */
  const valueOf = (name: string) => environment[name]?.trim() || undefined;
  const refuseUnsupported = (name: string, remedy: string) => {
    // The value may hold a password, so it is not repeated.
    if (valueOf(name) !== undefined) throw new SetupError(`${name} is set, but ${remedy}`);
  };
  refuseUnsupported(
    'DATABASE_URL',
    'other databases are not supported yet; unset it, and the data is kept in SQLite in DATA_DIR.',
  );
  refuseUnsupported(
    'NATS_URL',
    'several servers are not supported yet; unset it, and run one server.',
  );
  return {
    host: readHost(valueOf('HOST') ?? '127.0.0.1'),
    port: readPort(valueOf('PORT') ?? '8080'),
    dataDir: resolve(valueOf('DATA_DIR') ?? './data'),
    publicUrl: readPublicUrl(valueOf('PUBLIC_URL')),
    turn: readTurn(valueOf('TURN_URLS'), valueOf('TURN_SECRET')),
    logLevel: readLogLevel(valueOf('LOG_LEVEL') ?? 'info'),
    demo: readFlag('DEMO', valueOf('DEMO') ?? '0'),
    botsKey: readBotsKey(valueOf('BOTS_KEY')),
    embedders: readEmbedders(valueOf('ALLOWED_ORIGINS')),
    meshPeers: readMeshPeers(valueOf('MESH_PEERS')),
    files: {
      fileBytes: readMegabytes('FILE_LIMIT_MB', valueOf('FILE_LIMIT_MB') ?? '25', mostFileBytes),
      dayBytes: readMegabytes('FILES_PER_DAY_MB', valueOf('FILES_PER_DAY_MB') ?? '250', 2 ** 40),
    },
    s3: readS3Place(valueOf('S3_URL')),
    smtpUrl: readSmtpUrl(valueOf('SMTP_URL')),
    mailFrom: readMailFrom(valueOf('MAIL_FROM')),
    trustedProxies: readTrustedProxies(valueOf('TRUSTED_PROXIES')),
  };
}

function readHost(host: string): string {
  if (/^[A-Za-z0-9.:_%-]{1,255}$/.test(host)) return host;
  throw new SetupError(
    `HOST is "${host}"; it must be an address or a host name, such as 127.0.0.1 or 0.0.0.0.`,
  );
}

function readPort(port: string): number {
  const number = /^[0-9]{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number <= 65_535) return number;
  throw new SetupError(`PORT is "${port}"; it must be a whole number from 0 to 65535.`);
}

function readPublicUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const origin = originOf(url);
  if (origin !== undefined) return origin;
  throw new SetupError(
    `PUBLIC_URL is "${url}"; it must be an address without a path, such as https://chat.example.com.`,
  );
}

/** @returns the origin of a bare http or https address, else undefined. */
function originOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname, search, hash, username, password, origin } = new URL(url);
  const isBare = pathname === '/' && search + hash + username + password === '';
  return isBare && /^https?:$/.test(protocol) ? origin : undefined;
}

function readTurn(urls: string | undefined, secret: string | undefined): Config['turn'] {
  if (urls === undefined && secret === undefined) return undefined;
  if (urls === undefined) {
    throw new SetupError(
      'TURN_SECRET is set without TURN_URLS; set TURN_URLS to the addresses of the TURN server, such as turn:turn.example.com:3478.',
    );
  }
  const list = listOf(urls);
  for (const url of list) {
    // RFC 7065, and STUN (RFC 7064), which needs no credentials.
    if (!/^(turns?|stuns?):[A-Za-z0-9.[\]:-]+(\?transport=(udp|tcp))?$/.test(url)) {
      throw new SetupError(
        `TURN_URLS contains "${url}"; each address must look like turn:turn.example.com:3478?transport=udp.`,
      );
    }
  }
  if (secret === undefined && list.some((url) => url.startsWith('turn'))) {
    throw new SetupError(
      'TURN_URLS is set without TURN_SECRET; set TURN_SECRET to the static-auth-secret of the TURN server.',
    );
  }
  return { urls: list, secret };
}

function readLogLevel(level: string): LogLevel {
  const known = logLevels.find((name) => name === level);
  if (known !== undefined) return known;
  throw new SetupError(`LOG_LEVEL is "${level}"; it must be one of ${logLevels.join(', ')}.`);
}

function readFlag(name: string, value: string): boolean {
  if (/^(1|true|on|yes)$/i.test(value)) return true;
  if (/^(0|false|off|no)$/i.test(value)) return false;
  throw new SetupError(`${name} is "${value}"; it must be 1 or 0.`);
}

function readBotsKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{32,256}$/.test(key)) return key;
  throw new SetupError(
    'BOTS_KEY is too short or contains blanks; it must be 32 to 256 printable characters, such as the output of "openssl rand -hex 32".',
  );
}

function readMeshPeers(value: string | undefined): number {
  if (value === undefined) return usualMeshPeers;
  const number = /^[0-9]{1,2}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= 64) return number;
  throw new SetupError(
    `MESH_PEERS is "${value}"; it must be a whole number from 0 (groups have no direct links) to 64.`,
  );
}

/** @returns bytes */
function readMegabytes(name: string, value: string, most: number): number {
  const bytes = /^[0-9]{1,7}$/.test(value) ? Number(value) * 1024 * 1024 : Number.NaN;
  if (bytes <= most) return bytes;
  throw new SetupError(
    `${name} is "${value}"; it must be a whole number of megabytes from 0 to ${most / 1024 / 1024}.`,
  );
}

function readSmtpUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  if (/^smtps?:$/.test(protocol) && hostname !== '') return url;
  // It may hold a password, so it is not repeated.
  throw new SetupError(
    'SMTP_URL is not the address of a mail server; it must look like smtps://user:password@mail.example.com:465.',
  );
}

function readMailFrom(from: string | undefined): string | undefined {
  if (
    from === undefined ||
    /^([^<>"\p{Cc}]{1,80} <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u.test(from)
  ) {
    return from;
  }
  throw new SetupError(
    `MAIL_FROM is "${from}"; it must be an e-mail address, such as Support <support@example.com>.`,
  );
}

function readEmbedders(value: string | undefined): readonly string[] {
  return listOf(value).map((site) => {
    const bare = site.replace(/\/$/, '').toLowerCase();
    if (embedderPattern.test(bare)) return bare;
    throw new SetupError(
      `ALLOWED_ORIGINS contains "${site}"; each site must look like https://www.example.com or https://*.example.com.`,
    );
  });
}

function readTrustedProxies(value: string | undefined): readonly string[] {
  return listOf(value).map((proxy) => {
    if (/^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/[0-9]{1,3})?)$/.test(proxy)) {
      return proxy;
    }
    throw new SetupError(
      `TRUSTED_PROXIES contains "${proxy}"; each must be an address or a network, such as 127.0.0.1 or 10.0.0.0/8.`,
    );
  });
}

const listOf = (value: string | undefined) =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
