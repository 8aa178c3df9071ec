/** The server in the laboratory, and what its archive holds. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { archiveListAnswer, transcriptAnswer } from '../../conversation/protocol/http.ts';
import { decodeEntry } from '../../conversation/log/entry.ts';
import { readPayload } from '../../conversation/log/payload.ts';
import { fromBase64Url } from '../../conversation/protocol/ids.ts';
import { openBridge } from './bridge.ts';
import { serverAddress, turnAddress } from './internet.ts';
import type { Lab } from './lab.ts';
import { printed } from './printed.ts';
import { programLine, type Code } from './programs.ts';

export interface ServerInLab {
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly botsKey: string;
  /** The texts of the one conversation there is, in the archive's order. */
  archivedTexts(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly lab: Lab;
  readonly code: Code;
  readonly turnSecret: string;
  /** TURN over TCP on the port of the web, too. */
  readonly webPort: number | undefined;
}

export async function startServerIn(options: ServerOptions): Promise<ServerInLab> {
  const { lab, code, turnSecret, webPort } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-networks-'));
  const botsKey = randomBytes(32).toString('hex');
  const url = `http://${serverAddress}`;
  const turnUrls = [
    `stun:${turnAddress}:3478`,
    `turn:${turnAddress}:3478?transport=udp`,
    `turn:${turnAddress}:3478?transport=tcp`,
    ...(webPort === undefined ? [] : [`turn:${turnAddress}:${webPort}?transport=tcp`]),
  ];
  const child = lab.spawn('server', programLine(code, 'signaling/main.ts', 'main'), {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'],
      HOST: serverAddress,
      PORT: '80',
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      BOTS_KEY: botsKey,
      TURN_URLS: turnUrls.join(','),
      TURN_SECRET: turnSecret,
      LOG_LEVEL: 'warn',
    },
    stdio: 'pipe',
  });
  const close = async () => {
    const exit = new Promise((done) => child.once('exit', done));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await exit;
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [, username = '', password = ''] = await printed(
      child,
      /as "([^"]+)" with password "([^"]+)"/,
    );
    const admin = { username, password };
    return { url, admin, botsKey, archivedTexts: () => archivedTexts(lab, admin), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function archivedTexts(lab: Lab, admin: ServerInLab['admin']): Promise<string[]> {
  const bridge = await openBridge(lab, 'server', { host: serverAddress, port: 80 });
  try {
    const origin = `http://127.0.0.1:${bridge.port}`;
    const signedIn = await fetch(`${origin}/api/sign-in`, {
      method: 'POST',
      // No `Origin`: this is no page, and the bridge is not the server's public address.
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    });
    if (!signedIn.ok) throw new Error(`The admin cannot sign in: ${await signedIn.text()}`);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${origin}${path}`, { headers: { cookie } })).json();
    const list = v.parse(archiveListAnswer, await get('/api/archive/conversations'));
    const [only, ...more] = list.conversations;
    if (only === undefined || more.length > 0) {
      throw new Error(`The archive holds ${list.conversations.length} conversations, not one.`);
    }
    const path = `/api/archive/conversations/${only.conversation}`;
    return textsOf(v.parse(transcriptAnswer, await get(path)));
  } finally {
    await bridge.close();
  }
}

function textsOf({ entries }: v.InferOutput<typeof transcriptAnswer>): string[] {
  return entries.flatMap(({ bytes, verdict }) => {
    if (verdict !== 'accepted') throw new Error('The archive quarantined an entry.');
    const entry = decodeEntry(fromBase64Url(bytes) ?? new Uint8Array());
    if (!entry.ok) throw new Error(`The archive holds an unreadable entry: ${entry.refusal}.`);
    const payload = readPayload(entry.value);
    return payload.type === 'message' ? [payload.text] : [];
  });
}
