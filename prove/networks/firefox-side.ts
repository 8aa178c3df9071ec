/** A client or an agent in Firefox, inside the laboratory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Credentials } from '../../e2e/support/console-page.ts';
import { openBidiPage, type BidiPage } from './bidi.ts';
import { openBridge } from './bridge.ts';
import type { BrowserPlace } from './chromium-side.ts';
import { printed } from './printed.ts';
import { shownSight, type AnsweringSide, type Side } from './side.ts';
import { sightExpression } from './sight-on-page.ts';

interface OpenFirefox {
  readonly page: BidiPage;
  close(): Promise<void>;
}

async function openFirefox({ lab, home, url }: BrowserPlace): Promise<OpenFirefox> {
  const profile = mkdtempSync(join(tmpdir(), 'parley-firefox-'));
  const prefs = {
    // Cryptography and WebRTC are for secure origins; TLS is none of this laboratory's business.
    'dom.securecontext.allowlist': new URL(url).hostname,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'app.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  // It is driven over a socket, which is in the laboratory, too.
  const bridge = await openBridge(lab, home, { host: '127.0.0.1', port: 0 });
  const line = ['firefox-esr', '--headless', '--no-remote', '--profile', profile];
  const child = lab.spawn(home, [...line, `--remote-debugging-port=${bridge.port}`], {
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let page: BidiPage | undefined;
  const close = async () => {
    page?.close();
    if (child.exitCode === null && child.signalCode === null) {
      const exit = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await exit;
    }
    await bridge.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await printed(child, /WebDriver BiDi listening on/);
    page = await openBidiPage(`ws://127.0.0.1:${bridge.port}/session`);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Helpers of the expressions below: what is looked for is there soon, or the test says what was not. */
const helpers = `
  const find = async (what, look) => {
    for (let tries = 0; tries < 300; tries += 1) {
      const found = look();
      if (found) return found;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error('There is no ' + what + '.');
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameOf = (element) =>
    element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  const named = (selector, name) =>
    find(name, () => all(selector).find((each) => nameOf(each).trim() === name));
  const fill = (field, text) => {
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };`;

function script(body: string): string {
  return `(async () => {${helpers}\n${body}\nreturn 'null';})()`;
}

function sideOn(opened: OpenFirefox): Side {
  const { page } = opened;
  return {
    async say(text) {
      await page.evaluate(
        script(`fill(await named('textarea', 'Message'), ${JSON.stringify(text)});
          (await named('button', 'Send')).click();`),
      );
    },
    look: async () => v.parse(shownSight, await page.evaluate(sightExpression)),
    close: () => opened.close(),
  };
}

export async function openClientInFirefox(place: BrowserPlace): Promise<Side> {
  const opened = await openFirefox(place);
  try {
    await opened.page.goto(`${place.url}/chat/`);
    await opened.page.evaluate(script(`await named('textarea', 'Message');`));
    return sideOn(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

export async function openAgentInFirefox(
  place: BrowserPlace,
  { username, password }: Credentials,
): Promise<AnsweringSide> {
  const opened = await openFirefox(place);
  try {
    await opened.page.goto(`${place.url}/console/`);
    await opened.page.evaluate(
      script(`fill(await named('input', 'Username'), ${JSON.stringify(username)});
        fill(await named('input', 'Password'), ${JSON.stringify(password)});
        (await named('button', 'Sign in')).click();
        const online = () => all('*').some((each) => each.textContent.trim() === 'Online');
        await find('session', online);
        const available = () => all('[role=switch]').find((each) => nameOf(each).trim() === 'Available');
        const isOn = (each) => each.checked ?? each.getAttribute('aria-checked') === 'true';
        const box = await find('switch', available);
        if (!isOn(box)) box.click();
        await find('switch that is on', () => isOn(available()));`),
    );
    return {
      ...sideOn(opened),
      async take() {
        await opened.page.evaluate(
          script(`const line = () => all('[aria-label=Conversations] a')[0];
            (await find('conversation', line)).click();`),
        );
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
