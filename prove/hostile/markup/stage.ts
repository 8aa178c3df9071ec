/** Everything that a field of the table needs: people who write, browsers that show, and somebody who watches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import type { Parley } from '../../../e2e/support/parley.ts';
import { parseText } from '../../../conversation/log/payload.ts';
import { ask, signInAs, type Answer, type Proof } from '../people.ts';
import type { Site } from '../web/site.ts';
import type { Watch } from './watch.ts';

export interface Stage {
  readonly parley: Parley;
  /** A site that may show the chat. */
  readonly shop: Site;
  /** Somebody's browser, watched. */
  readonly newBrowser: () => Promise<{ readonly context: BrowserContext; readonly watch: Watch }>;
  readonly admin: Proof;
  /** As the admin, from a page of ours. */
  call(method: string, path: string, body: object): Promise<Answer>;
  /** A bot with this shown name, available, or undefined where the server refuses the name. */
  newBot(username: string, name: string): Promise<Proof | undefined>;
}

export async function setStage(of: Pick<Stage, 'parley' | 'shop' | 'newBrowser'>): Promise<Stage> {
  const { url, dataDir, admin: credentials } = of.parley;
  const admin = await signInAs(url, credentials);
  const key = readFileSync(join(dataDir, 'bots.key'), 'utf8').trim();
  return {
    ...of,
    admin,
    call: (method, path, body) =>
      ask(url + path, { method, body: JSON.stringify(body), headers: { ...admin, origin: url } }),
    async newBot(username, name) {
      const { status, text } = await ask(`${url}/api/bot-sessions`, {
        body: JSON.stringify({ username, name }),
        headers: { authorization: `Bearer ${key}` },
      });
      if (status === 400) return undefined;
      if (status !== 201) throw new Error(`A bot was answered with ${status}: ${text}`);
      return { authorization: `Bearer ${(JSON.parse(text) as { token: string }).token}` };
    },
  };
}

/** What of the payloads can be written as a message. */
export function writable(payloads: readonly string[]): string[] {
  return payloads.flatMap((payload) => {
    const text = parseText(payload);
    return text.ok ? [text.value] : [];
  });
}
