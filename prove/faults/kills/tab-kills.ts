/** The tab of a client dies, again and again, while it is written in; its store lives in the browser. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Browser } from '@playwright/test';
import * as v from 'valibot';
import type { Conversation, Peer } from '../../../conversation/peer/api.ts';
import { splitEntryId } from '../../../conversation/protocol/ids.ts';
import { chromiumArgs } from '../../../e2e/support/browser.ts';
import { createChatView } from '../../../e2e/support/chat-view.ts';
import { must, type Tried } from '../../support/claim.ts';
import { becomeBot, openPerson, textsOf, until } from '../../support/people.ts';
import { entryOf, inspect, inspectLive, type Saved } from '../../support/saved.ts';
import { startServerProgram } from '../../support/server-program.ts';
import { directTransport } from './direct.ts';
import { sameAsArchive } from './same-as-archive.ts';
import { watchTabs } from './shown-in-tab.ts';

export interface TabKillsOptions {
  readonly kills: number;
  readonly random: () => number;
  /** Path of a Chromium. */
  readonly browser: string;
}

/** What the browser has had this long is in its store: a write takes milliseconds, and the machine may be busy. */
const storedWithinMs = 1_000;

const processes = v.object({
  processInfo: v.array(v.object({ id: v.number(), type: v.string() })),
});

/** kill -9, from outside: the browser finds its renderers gone. */
async function killTabs(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const answer = v.parse(processes, await session.send('SystemInfo.getProcessInfo'));
  await session.detach();
  for (const { id, type } of answer.processInfo) {
    if (type === 'renderer') process.kill(id, 'SIGKILL');
  }
}

/** Entries whose numbers, as said by one author, grow: none twice, none out of order. */
function mustGrow(texts: readonly string[], who: string, where: string): void {
  const numbers = texts.flatMap((text) => {
    const [author, n] = text.split(' ');
    return author === who ? [Number(n)] : [];
  });
  const isGrowing = numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
  must(isGrowing, `${where} shows the ${who}'s texts as ${numbers.slice(-20).join(' ')}`);
}

export async function killTabsWhileWriting(options: TabKillsOptions): Promise<Tried> {
  const { random } = options;
  const folder = mkdtempSync(join(tmpdir(), 'parley-kills-'));
  const dataDir = join(folder, 'data');
  const server = startServerProgram({ dataDir, environment: { LOG_LEVEL: 'silent' } });
  const browser = await chromium.launch({
    executablePath: options.browser,
    args: chromiumArgs({ mdns: false }),
  });
  let bot: Peer | undefined;
  try {
    const url = await server.url;
    const botsKey = readFileSync(join(dataDir, 'bots.key'), 'utf8').trim();
    const token = await becomeBot(url, botsKey, 'listener');
    bot = openPerson({ url, token, transport: directTransport(url) });
    const peer = bot;
    peer.setAvailable(true);
    await until(peer, 'the bot is there', () => peer.available());

    const context = await browser.newContext();
    const saved = new Map<string, Saved>();
    let shownAsSaved = 0;
    const firstShownAt = new Map<string, number>();
    await watchTabs(context, (messages) => {
      for (const { author, state, text, id } of messages) {
        if (author === 'me' && !firstShownAt.has(text)) firstShownAt.set(text, Date.now());
        const entry = splitEntryId(id);
        const [conversation] = peer.listed();
        if (state !== 'saved' || entry === undefined || conversation === undefined) continue;
        const it = { conversation: conversation.conversation, log: entry.log, logSeq: entry.seq };
        if (!saved.has(entryOf(it))) shownAsSaved += 1;
        saved.set(entryOf(it), it);
      }
    });
    // Over a direct link most of the tab's texts are delivered before they are saved, and are never shown as saved.
    const lookAtListener = (conversation: Conversation) => {
      for (const { id, receivedAt } of conversation.items()) {
        const entry = splitEntryId(id);
        if (entry === undefined || receivedAt === undefined) continue;
        const it = { conversation: conversation.id, log: entry.log, logSeq: entry.seq, receivedAt };
        saved.set(entryOf(it), it);
      }
    };
    const openTab = async () => {
      const page = await context.newPage();
      await page.goto(`${url}/chat/?with=listener`);
      return { page, view: createChatView(page) };
    };

    let said = 0;
    const say = async ({ view }: Awaited<ReturnType<typeof openTab>>) => {
      await view.box.fill(`client ${said + 1}`);
      said += 1;
      await view.box.press('Enter');
    };
    let tab = await openTab();
    await say(tab);
    await until(peer, 'the bot is asked', () => peer.listed().length === 1);
    const [summary] = peer.listed();
    if (summary === undefined) throw new Error('The bot was asked nothing.');
    const listener = peer.open(summary.conversation);
    const has = (text: string) => textsOf(listener).includes(text);
    await until(listener, 'the first text is heard', () => has('client 1'));

    let [directAtKill, answered, neverStored] = [0, 0, 0];
    for (let kill = 1; kill <= options.kills; kill += 1) {
      const crashed = tab.page.waitForEvent('crash');
      const writing = (async () => {
        for (;;) {
          await say(tab);
          listener.say(`bot ${(answered += 1)}`);
          await pause(random() * 200);
        }
      })().catch(() => undefined);
      await pause(200 + random() * 1_200);
      if (listener.link() === 'direct') directAtKill += 1;
      const killedAt = Date.now();
      await killTabs(browser);
      await crashed;
      await writing;
      await tab.page.close();
      mustGrow(textsOf(listener), 'client', 'the bot');
      lookAtListener(listener);
      const complaints = inspectLive(dataDir, saved.values());
      must(complaints.length === 0, `after kill ${kill}: ${complaints.join('; ')}`);

      tab = await openTab();
      await say(tab);
      const last = `client ${said}`;
      await until(listener, `"${last}" is heard after kill ${kill}`, () => has(last));
      for (const [text, at] of firstShownAt) {
        if (has(text)) continue;
        must(
          killedAt - at < storedWithinMs,
          `"${text}" stood on the screen for ${killedAt - at} ms before kill ${kill}, and never arrived`,
        );
        firstShownAt.delete(text);
        neverStored += 1;
      }
    }

    const end = `bot ${(answered += 1)}`;
    listener.say(end);
    await tab.view.sees(end, 'bot');
    await until(listener, 'everything is saved', () =>
      listener.items().every((item) => item.receivedAt !== undefined),
    );
    mustGrow(textsOf(listener), 'client', 'the bot');
    mustGrow(textsOf(listener), 'bot', 'the bot');
    const onScreen = await tab.view.texts();
    const tail = textsOf(listener).slice(-onScreen.length);
    must(
      onScreen.length > 0 && JSON.stringify(onScreen) === JSON.stringify(tail),
      `the page ends with "${onScreen.at(-1)}", the bot with "${tail.at(-1)}"`,
    );
    lookAtListener(listener);
    must(firstShownAt.size > 0, 'nothing was seen in the tab');
    must(saved.size > 0, 'nothing was seen as saved');
    await tab.page.close();
    server.kill('SIGTERM');
    await server.ended;
    const archive = await inspect(dataDir, saved.values());
    must(archive.complaints.length === 0, archive.complaints.join('; '));
    sameAsArchive(listener, archive);
    return {
      iterations: options.kills,
      faults: `${options.kills} kill -9 of the tab`,
      note: `${said} texts of the tab, ${saved.size} seen as saved (${shownAsSaved} by the tab itself), ${neverStored} died in the tab within ${storedWithinMs} ms of being typed; ${directAtKill} kills with a direct link`,
    };
  } finally {
    await browser.close();
    server.kill();
    await server.ended;
    await bot?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
