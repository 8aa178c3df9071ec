/**
 * Every field that people can write, and every place where it is shown. A field that is new gets a row; a place
 * that is new (e-mail, an export, a notification) is added to the fields that it shows.
 */
import { expect } from '@playwright/test';
import * as v from 'valibot';
import { plainText } from '../../../client/chat/markdown.ts';
import { conversationId } from '../../../conversation/protocol/ids.ts';
import { openChat } from '../../../e2e/support/client-page.ts';
import { openConsole, signIn } from '../../../e2e/support/console-page.ts';
import { becomeVisitor, openSession } from '../people.ts';
import { nameLength } from './payloads.ts';
import type { Field } from './field.ts';
import { archive, scrollThrough } from './places.ts';
import { fieldsOfMessages } from './fields-of-messages.ts';
import { fieldsOfAsking } from './fields-of-asking.ts';
import { fieldsOfBeside } from './fields-of-beside.ts';
import { fieldsOfPlaces } from './fields-of-places.ts';
import { fieldsOfWidget } from './fields-of-widget.ts';
import { writable } from './stage.ts';

export const fields: readonly Field[] = [
  {
    field: 'message',
    places: [
      "the console's thread",
      "the console's list",
      'the tab',
      "the client's thread",
      'the transcript',
      'the archive list',
      'search results',
    ],
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const texts = writable(payloads);
      const console = await openConsole(context, parley.url, parley.admin);
      const proof = await becomeVisitor(parley.url);
      const visitor = await (await openSession(parley.url, proof)).start();
      await console.open(0);
      await saySome(texts, async (some) => {
        await visitor.saved(await visitor.say(...some));
        await watch.inspect(console.page, 'the thread while it grows');
      });
      const drawn = await scrollThrough(console.page, watch, "the console's thread");
      const shown = new Set([...drawn].map(signsOf));
      const missing = texts.filter((text) => !shown.has(signsOf(plainText(text))));
      // The visitor's own page, opened with their token: the same texts, as their own.
      const own = await context.newPage();
      const token = 'authorization' in proof ? proof.authorization.slice('Bearer '.length) : '';
      await own.goto(`${parley.url}/healthz`);
      await own.evaluate(
        ([key, conversation]) => {
          localStorage.setItem('parley.visitor', key);
          localStorage.setItem('parley.conversation', conversation);
        },
        [token, visitor.conversation] as const,
      );
      await own.goto(`${parley.url}/chat/`);
      await own.getByRole('log').locator('[data-message]').first().waitFor();
      await scrollThrough(own, watch, "the client's thread");
      await own.close();
      await archive(console.page, stage, watch, visitor.conversation);
      await context.close();
      const broken = missing.map((text) => `not shown as it was written: ${JSON.stringify(text)}`);
      return { shown: texts.length, refused: payloads.length - texts.length, watch, broken };
    },
  },
  {
    field: 'search words',
    places: ['the search box', 'search results', 'the address'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      await page.goto(`${parley.url}/console/archive`);
      const box = page.getByRole('searchbox', { name: 'Search transcripts', exact: true });
      for (const payload of payloads) {
        // Words of blanks alone are not asked for.
        const answered = page
          .waitForResponse(/\/api\/archive\/search/, { timeout: 2000 })
          .catch(() => undefined);
        await box.fill(payload.replaceAll(/[\r\n]/g, ' '));
        await box.press('Enter');
        await answered;
        await watch.inspect(page, 'search results');
      }
      await page.goto(
        `${parley.url}/console/archive?q=${encodeURIComponent(payloads.join(' '))}`.slice(0, 6000),
      );
      await watch.inspect(page, 'an address with words');
      await context.close();
      return { shown: payloads.length, refused: 0, watch };
    },
  },
  {
    field: 'name of a bot',
    places: [
      "the chat's header",
      'messages',
      'system lines',
      'the list of bots',
      'the archive list',
      'the transcript',
      'the tab',
    ],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const broken: string[] = [];
      let shown = 0;
      for (const [n, name] of payloads.entries()) {
        const username = `hostile-${n}`;
        const bot = await stage.newBot(username, name);
        if (bot === undefined) continue;
        shown += 1;
        if (name.trim().length > nameLength) broken.push(`a name of ${name.length} was taken`);
        const session = await openSession(parley.url, bot);
        session.send({ type: 'available', available: true });
        await session.next('available');
        const chat = await openChat(context, parley.url, `?with=${username}`);
        await chat.say('Hello');
        const kept = await chat.page.waitForFunction(
          (name) => localStorage.getItem(name),
          `parley.conversation.${username}`,
        );
        const conversation = v.parse(conversationId, await kept.jsonValue());
        // It may be given what a bot before it left behind, too.
        await session.next('listed', ({ summary }) => summary.conversation === conversation);
        const peer = await session.join(conversation);
        await peer.saved(await peer.say(name));
        await expect(chat.log.locator('[data-author=bot]')).not.toHaveCount(0);
        await chat.isIn('Hello', 'saved', 'delivered', 'read');
        session.send({ type: 'typing', conversation: peer.conversation, typing: true });
        await chat.page.waitForFunction(
          () => document.querySelector('h1')?.textContent !== 'Support',
        );
        await watch.inspect(chat.page, "the chat's header");
        // The next bot gets a visitor of its own.
        await chat.page.evaluate(() => localStorage.clear());
        await chat.page.close();
        await session.close();
      }
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      await page.goto(`${parley.url}/console/departments`);
      await page
        .getByText('hostile-', { exact: false })
        .nth(shown - 1)
        .waitFor();
      await watch.inspect(page, 'the list of bots');
      await archive(page, stage, watch, undefined);
      await context.close();
      return { shown, refused: payloads.length - shown, watch, broken };
    },
  },
  {
    field: 'name of an agent',
    places: ['the list of people', 'the top bar', "the chat's header", 'messages'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const password = 'a long and strange sentence';
      let shown = 0;
      // Signing in is throttled by address, so a few names are used and all of them are listed.
      const used: string[] = [];
      for (const [n, name] of payloads.entries()) {
        const username = `mallory-${n}`;
        const account = { username, name, role: 'agent', password };
        const { status } = await stage.call('POST', '/api/accounts', account);
        if (status !== 201) continue;
        shown += 1;
        if (used.length < 4) used.push(username);
      }
      for (const username of used) {
        const { context: browser, watch: here } = await stage.newBrowser();
        const console = await openConsole(browser, parley.url, { username, password });
        const chat = await openChat(browser, parley.url);
        await chat.say('Hello');
        await console.open(0);
        await console.say('Hello from the agent');
        await chat.sees('Hello from the agent', 'them');
        await here.inspect(console.page, 'the console of somebody with a hostile name');
        await here.inspect(chat.page, 'the chat with somebody with a hostile name');
        // Who comes next must not be given it.
        await console.closeConversation();
        if (here.broken.length > 0) return { shown, refused: payloads.length - shown, watch: here };
        await browser.close();
      }
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      await page.goto(`${parley.url}/console/people`);
      await page.getByText('mallory-', { exact: false }).first().waitFor();
      await watch.inspect(page, 'the list of people');
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
  {
    field: 'user name',
    places: ['the sign-in page'],
    async try(stage, payloads) {
      const { parley } = stage;
      const broken: string[] = [];
      for (const username of payloads) {
        const account = {
          username,
          name: 'x',
          role: 'agent',
          password: 'a long and strange sentence',
        };
        const { status, text } = await stage.call('POST', '/api/accounts', account);
        const isPlain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(username);
        if (status !== (isPlain ? 201 : 400)) broken.push(`answered with ${status}: ${text}`);
        const isMirror =
          !isPlain && username.length > 8 && text.includes(JSON.stringify(username).slice(1, -1));
        if (isMirror) broken.push(`the answer repeats ${JSON.stringify(username)}`);
      }
      const { context, watch } = await stage.newBrowser();
      const page = await context.newPage();
      await page.goto(`${parley.url}/console/`);
      for (const username of payloads.slice(0, 3)) {
        await signIn(page, { username: username.replaceAll(/[\r\n]/g, ' '), password: 'wrong' });
        await page.getByRole('alert').first().waitFor();
        await watch.inspect(page, 'the sign-in page');
      }
      await context.close();
      return { shown: 3, refused: payloads.length, watch, broken };
    },
  },
  {
    field: 'name and greeting of the department',
    places: ["the chat's header", 'the greeting', 'the department', 'the embedded chat'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      const { departments } = await page.evaluate(
        async () =>
          (await (await fetch('/api/departments')).json()) as { departments: [{ id: string }] },
      );
      let shown = 0;
      for (const payload of payloads) {
        const path = `/api/departments/${departments[0].id}`;
        const name = await stage.call('PATCH', path, { name: payload });
        const greeting = await stage.call('PATCH', path, {
          greeting: payload,
          description: payload,
        });
        if (name.status !== 200 && greeting.status !== 200) continue;
        shown += 1;
        const chat = await context.newPage();
        await chat.goto(`${parley.url}/chat/`);
        await chat.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
        await watch.inspect(chat, 'the greeting');
        await chat.close();
        await page.goto(`${parley.url}/console/departments/${departments[0].id}`);
        await page.getByLabel('Greeting').waitFor();
        await watch.inspect(page, 'the department');
      }
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
  {
    field: 'what a host page says in the snippet',
    places: ['the launcher', "the frame's title", "the chat's header", 'the address'],
    each: true,
    async try(stage, payloads) {
      const { parley, shop } = stage;
      const { context, watch } = await stage.newBrowser();
      for (const payload of payloads) {
        const value = attribute(payload);
        shop.put(
          '/',
          `<title>Shop</title><script src="${parley.url}/embed.js" async data-title="${value}" data-accent="${value}" data-theme="${value}" data-position="${value}" data-with="${value}" data-greeting="${value}" data-mode="${value}" data-lang="${value}" data-edge-side="${value}" data-launcher="${value}"></script>`,
        );
        const page = await context.newPage();
        await page.goto(shop.origin);
        await page.getByRole('button', { name: 'Open chat', exact: true }).click();
        const chat = page.frameLocator('iframe');
        await chat.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
        await watch.inspect(page, 'the embedded chat');
        await page.close();
      }
      await context.close();
      return { shown: payloads.length, refused: 0, watch };
    },
  },
  {
    field: 'the address of a page',
    places: ['the chat', 'the console', 'the page that is missing', 'answers of the API'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const page = await context.newPage();
      for (const payload of payloads) {
        const word = encodeURIComponent(payload.slice(0, 1000));
        for (const path of [
          `/chat/?with=${word}&embed=${word}#${word}`,
          `/console/${word}`,
          `/console/archive/${word}#${word}`,
          `/${word}`,
          `/api/${word}`,
          `/api/archive/conversations/${word}`,
        ]) {
          await page.goto(parley.url + path);
          await watch.inspect(page, path.split('/').slice(0, 3).join('/').slice(0, 12));
        }
      }
      await context.close();
      return { shown: payloads.length, refused: 0, watch };
    },
  },
  {
    field: 'unsent text',
    places: ['the composer', 'the composer after a reload'],
    each: true,
    async try(stage, payloads) {
      const { context, watch } = await stage.newBrowser();
      const chat = await openChat(context, stage.parley.url);
      for (const payload of payloads) {
        await chat.box.fill(payload);
        await watch.inspect(chat.page, 'the composer');
      }
      await chat.page.reload();
      await chat.box.waitFor();
      await watch.inspect(chat.page, 'the composer after a reload');
      await context.close();
      return { shown: payloads.length, refused: 0, watch };
    },
  },
  ...fieldsOfMessages,
  ...fieldsOfPlaces,
  ...fieldsOfWidget,
  ...fieldsOfAsking,
  ...fieldsOfBeside,
];

/** As many as a person may write at once, and no more than wait in one frame. */
async function saySome(
  texts: readonly string[],
  say: (some: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < texts.length; from += 20) await say(texts.slice(from, from + 20));
}

/** Without what stands between blocks and between items of a list. */
const signsOf = (text: string) => text.replaceAll(/[\s,]+/gu, '');

const attribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('\u0000', '');
