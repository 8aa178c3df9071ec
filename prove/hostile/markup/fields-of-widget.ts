/** How a site shows the chat, and what the page around it tells of whoever writes. */
import * as v from 'valibot';
import { siteAnswer } from '../../../conversation/protocol/http/sites.ts';
import { adminApi } from '../../../e2e/support/admin-api.ts';
import { createChatView } from '../../../e2e/support/chat-view.ts';
import { openConsole } from '../../../e2e/support/console-page.ts';
import { ask, becomeVisitor, openSession } from '../people.ts';
import type { Field } from './field.ts';

export const fieldsOfWidget: readonly Field[] = [
  {
    field: 'title and greeting of a site’s chat',
    places: ['the settings and their preview', "the site's page", "the chat's header"],
    each: true,
    async try(stage, payloads) {
      const { parley, shop } = stage;
      const made = await stage.call('POST', '/api/sites', { name: 'Shop', origins: [shop.origin] });
      const { site } = v.parse(siteAnswer, JSON.parse(made.text));
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      let shown = 0;
      for (const payload of payloads) {
        const widget = { title: payload.slice(0, 80), greeting: payload.slice(0, 300) };
        const path = `/api/sites/${site.id}`;
        if ((await stage.call('PATCH', path, { widget })).status !== 200) continue;
        shown += 1;
        await page.goto(`${parley.url}/console/sites/${site.id}`);
        const preview = page.frameLocator('iframe[title="The chat on a page of this site"]');
        await preview.frameLocator('iframe').locator('.greeting-title').waitFor();
        await watch.inspect(page, 'the settings and their preview');
        const script = `<script src="${parley.url}/embed.js?site=${site.id}" async></script>`;
        shop.put('/', `<!doctype html><title>Shop</title>${script}`);
        const host = await context.newPage();
        await host.goto(shop.origin);
        await host.getByRole('button', { name: 'Open chat', exact: true }).click();
        const box = host
          .frameLocator('iframe')
          .getByRole('textbox', { name: 'Message', exact: true });
        await box.waitFor();
        await watch.inspect(host, "the site's page");
        await host.close();
      }
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
  {
    field: 'what a client is writing',
    places: ["the console's thread, before it is sent"],
    // Two a second pass.
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const api = await adminApi(parley.url, parley.admin);
      await api.setDepartment({ agentCapacity: 200, previews: true });
      const console = await openConsole(context, parley.url, parley.admin);
      const visitor = await openSession(parley.url, await becomeVisitor(parley.url, '127.0.90.1'));
      const peer = await visitor.start();
      const { conversation } = peer;
      await peer.saved(await peer.say('What I am writing'));
      await console.open('What I am writing');
      await createChatView(console.page).sees('What I am writing', 'them');
      // Blanks alone are nothing that one could wait for.
      const texts = payloads.map((text) => `${text.slice(0, 490)} end`);
      for (const text of texts) {
        visitor.send({ type: 'preview', conversation, text: '' });
        await console.page.locator('.writing-text').waitFor({ state: 'detached' });
        visitor.send({ type: 'preview', conversation, text });
        // The server passes on two a second.
        await console.page
          .locator('.writing-text')
          .waitFor({ timeout: 1500 })
          .catch(() => visitor.send({ type: 'preview', conversation, text }));
        await console.page.locator('.writing-text').waitFor();
        await watch.inspect(console.page, "the console's thread, before it is sent");
      }
      await visitor.close();
      await api.setDepartment({ previews: false });
      await context.close();
      return { shown: texts.length, refused: 0, watch };
    },
  },
  {
    field: 'what a page tells of its visitor',
    places: ['beside the conversation', 'the larger table'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      // They all stay open.
      await (await adminApi(parley.url, parley.admin)).setDepartment({ agentCapacity: 200 });
      const console = await openConsole(context, parley.url, parley.admin);
      let shown = 0;
      for (const [n, payload] of payloads.entries()) {
        const from = `127.0.${20 + n}.1`;
        const proof = await becomeVisitor(parley.url, from);
        const visitor = await openSession(parley.url, proof);
        const peer = await visitor.start();
        await peer.saved(await peer.say(`Hello number ${n}`));
        const [name, text] = [payload.slice(0, 40), payload.slice(0, 200)];
        const columns = [{ name, type: 'text', unit: payload.slice(0, 16) }];
        const table = { name, title: payload.slice(0, 80), columns, rows: [[text]] };
        const told = await ask(`${parley.url}/api/conversations/${peer.conversation}/context`, {
          method: 'PUT',
          body: JSON.stringify({ attributes: { [name]: text }, tables: [table] }),
          headers: { ...proof },
          from,
        });
        if (told.status === 204) {
          shown += 1;
          await console.open(`Hello number ${n}`);
          const { page } = console;
          await createChatView(page).sees(`Hello number ${n}`, 'them');
          const section = page.getByRole('region', { name: 'From the page', exact: true });
          await section.getByRole('table').waitFor();
          await watch.inspect(page, 'beside the conversation');
          await section.getByRole('button', { name: /^Larger: / }).click();
          await page.getByRole('dialog').getByRole('table').waitFor();
          await watch.inspect(page, 'the larger table');
          await page.keyboard.press('Escape');
        }
        await visitor.close();
      }
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
];
