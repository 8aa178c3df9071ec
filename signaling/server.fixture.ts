/** A real server for tests: port 0, a data folder of its own, nothing left behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Environment } from './config.ts';
import { createLog } from './log.ts';
import { startServer, type RunningServer, type ServerOptions } from './server.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, or undefined where it is not JSON. */
  // Tests look into answers freely; what they find is what they assert.
  readonly json: { readonly [key: string]: never } | undefined;
}

export interface Ask {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
  readonly cookie?: string;
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestServer extends RunningServer {
  readonly dataDir: string;
  ask(path: string, ask?: Ask): Promise<Asked>;
  /** @returns the cookie of a new session. */
  signIn(username: string, password: string): Promise<string>;
  /** @returns the cookie of the account that the first start made. */
  signInAsAdmin(): Promise<string>;
}

/** @param environment as for the program. A DATA_DIR that is given is kept; PORT is 0. */
export async function startTestServer(
  environment: Environment = {},
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const given = environment['DATA_DIR'];
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'parley-server-'));
  const remove = () => {
    if (given === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const config = readConfig({ PORT: '0', ...environment, DATA_DIR: dataDir });
  let server: RunningServer;
  try {
    server = await startServer(config, { log: createLog('silent'), ...options });
  } catch (error) {
    remove();
    throw error;
  }
  const origin = `http://127.0.0.1:${server.port}`;

  async function ask(path: string, options: Ask = {}): Promise<Asked> {
    const { body, raw, cookie, bearer } = options;
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const method = options.method ?? (text === undefined ? 'GET' : 'POST');
    const response = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...options.headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const answered = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text: answered,
      json: isJson ? JSON.parse(answered) : undefined,
    };
  }

  async function signIn(username: string, password: string): Promise<string> {
    const { status, headers, text } = await ask('/api/sign-in', { body: { username, password } });
    if (status !== 200) throw new Error(`Signing in failed: ${text}`);
    return (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  }

  return {
    ...server,
    dataDir,
    ask,
    signIn,
    signInAsAdmin() {
      if (server.firstAdmin === undefined) throw new Error('This start made no admin.');
      return signIn(server.firstAdmin.username, server.firstAdmin.password);
    },
    async close() {
      await server.close();
      remove();
    },
  };
}
