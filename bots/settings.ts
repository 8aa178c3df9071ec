/** Where the server is and what the key is, from the environment that server and bots share. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accept, refuse, type Result } from '../conversation/protocol/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * PARLEY_URL wins; then HOST and PORT (the server on this machine), then PUBLIC_URL, then the server's default.
 * @returns an origin, or a sentence that names what is wrong
 */
export function serverFrom(env: Environment): Result<string, string> {
  const isLocal = isSet(env['HOST']) || isSet(env['PORT']) || !isSet(env['PUBLIC_URL']);
  const local = `http://${reachable(env['HOST'] || '127.0.0.1')}:${env['PORT'] || '8080'}`;
  const url = env['PARLEY_URL'] || (isLocal ? local : (env['PUBLIC_URL'] ?? local));
  if (!isSet(env['PARLEY_URL']) && env['PORT'] === '0') {
    return refuse(
      'PORT is "0", which names no address; set PARLEY_URL to the address of the server.',
    );
  }
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
    return accept(new URL(url).origin);
  }
  return refuse(
    `"${url}" is no address of a server; set PARLEY_URL, such as http://127.0.0.1:8080.`,
  );
}

/**
 * @param botCount how many bots are to run
 * @returns the key of one bot (BOT_KEY), or the one of all bots from BOTS_KEY or from `bots.key` in DATA_DIR, or a
 *   sentence what to do
 */
export function keyFrom(env: Environment, botCount: number): Result<string, string> {
  const own = env['BOT_KEY']?.trim();
  if (isSet(own)) {
    if (botCount === 1) return accept(own);
    return refuse(
      `BOT_KEY is the key of one bot, and ${botCount} are named; start them one by one, or unset it.`,
    );
  }
  const given = env['BOTS_KEY']?.trim();
  if (isSet(given)) return accept(given);
  const path = join(resolve(env['DATA_DIR'] || './data'), 'bots.key');
  try {
    const key = readFileSync(path, 'utf8').trim();
    if (isSet(key)) return accept(key);
  } catch {
    // Missing and unreadable have the same remedy.
  }
  return refuse(
    `No bots key: ${path} cannot be read. Start the server once, or set DATA_DIR to its data folder, or BOTS_KEY, or BOT_KEY to the key of one bot.`,
  );
}

/** A server that listens everywhere is reached on the loopback; an IPv6 address stands in brackets in a URL. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
