/** What sites, their servers and groups call themselves. */
import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { departmentAnswer } from '../../../conversation/protocol/http/departments.ts';
import { groupAnswer } from '../../../conversation/protocol/http/groups.ts';
import { newSiteKeyAnswer, siteAnswer } from '../../../conversation/protocol/http/sites.ts';
import { newVisitorAnswer } from '../../../conversation/protocol/http.ts';
import { adminApi } from '../../../e2e/support/admin-api.ts';
import { createChatView } from '../../../e2e/support/chat-view.ts';
import { openConsole } from '../../../e2e/support/console-page.ts';
import { ask, becomeVisitor, openSession, type Answer } from '../people.ts';
import { lookIntoExport } from './exported.ts';
import type { Field } from './field.ts';
import { archiveList } from './places.ts';

export const fieldsOfPlaces: readonly Field[] = [
  {
    field: 'name of a site',
    places: ['the departments', 'the audit log', 'its export'],
    async try(stage, payloads) {
      const { parley } = stage;
      let shown = 0;
      for (const name of payloads) {
        const { status } = await stage.call('POST', '/api/sites', { name });
        if (status === 201) shown += 1;
      }
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      await page.goto(`${parley.url}/console/departments`);
      await page.getByText('Audience of its tokens').nth(shown).waitFor();
      await watch.inspect(page, 'the departments');
      await page.goto(`${parley.url}/console/audit`);
      await page.locator('.audit-table tbody tr').first().waitFor();
      await watch.inspect(page, 'the audit log');
      await context.close();
      const broken = await lookIntoExport(stage);
      return { shown, refused: payloads.length - shown, watch, broken };
    },
  },
  {
    field: "what a site's server says of its users",
    places: ["the console's list", 'who the client is', 'the archive list'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const console = await openConsole(context, parley.url, parley.admin);
      let shown = 0;
      let refused = 0;
      for (const [n, payload] of payloads.entries()) {
        const made = await stage.call('POST', '/api/sites', { name: payload.slice(0, 80) });
        const kept =
          made.status === 201 ? made : await stage.call('POST', '/api/sites', { name: 'x' });
        const { site } = read(siteAnswer, kept);
        const keys = `/api/sites/${site.id}/keys`;
        const { secret = '' } = read(newSiteKeyAnswer, await stage.call('POST', keys, {}));
        const say = (claims: object) =>
          ask(`${parley.url}/api/visitors`, {
            body: JSON.stringify({
              site: site.id,
              token: signed(secret, { aud: site.id, ...claims }),
            }),
            from: `127.0.${20 + n}.1`,
          });
        // Each claim by itself first: what is refused must not keep the others from being shown.
        const claims: Record<string, unknown> = { sub: `user-${n}` };
        for (const [claim, value] of Object.entries({
          sub: payload.slice(0, 128),
          name: payload.slice(0, 80),
          email: `${payload.slice(0, 40)}@evil.example`,
          attributes: {
            [payload.slice(0, 40)]: payload.slice(0, 200),
            plain: payload.slice(0, 200),
          },
        })) {
          const { status } = await say({ ...claims, [claim]: value });
          if (status === 201) claims[claim] = value;
          else refused += 1;
        }
        shown += Object.keys(claims).length;
        const { token } = read(newVisitorAnswer, await say(claims));
        const visitor = await openSession(parley.url, { authorization: `Bearer ${token}` });
        const peer = await visitor.start();
        await peer.saved(await peer.say(`Hello number ${n}`));
        await console.open(`Hello number ${n}`);
        const { page } = console;
        const identity = page.getByRole('region', { name: 'Identity', exact: true });
        await identity.getByText('Verified', { exact: true }).first().waitFor();
        await createChatView(page).sees(`Hello number ${n}`, 'them');
        await watch.inspect(page, 'who the client is');
        await console.closeConversation();
        await visitor.close();
      }
      await archiveList(console.page, stage, watch);
      await context.close();
      return { shown, refused, watch };
    },
  },
  {
    field: 'subject of a ticket',
    places: ["the console's list", "the conversation's head", 'the tickets', 'the archive list'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      // They all stay open.
      await (await adminApi(parley.url, parley.admin)).setDepartment({ agentCapacity: 200 });
      const console = await openConsole(context, parley.url, parley.admin);
      let shown = 0;
      for (const [n, subject] of payloads.entries()) {
        const visitor = await openSession(parley.url, await becomeVisitor(parley.url));
        // Too long, or nothing but blanks.
        const peer = await visitor.start({ subject }).catch(() => undefined);
        if (peer !== undefined) {
          shown += 1;
          await peer.saved(await peer.say(`Hello number ${n}`));
          await console.open(`Hello number ${n}`);
          await createChatView(console.page).sees(`Hello number ${n}`, 'them');
          await watch.inspect(console.page, "the conversation's head");
        }
        await visitor.close();
      }
      await console.page.goto(`${parley.url}/console/tickets`);
      await console.page
        .locator('.ticket')
        .nth(shown - 1)
        .waitFor();
      await watch.inspect(console.page, 'the tickets');
      await archiveList(console.page, stage, watch);
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
  {
    field: 'title of a group',
    places: ["the console's groups", "the group's page", 'the tab'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const made = await stage.call('POST', '/api/departments', {
        name: 'Physics',
        preset: 'learning',
      });
      const { department } = read(departmentAnswer, made);
      const ids: string[] = [];
      for (const title of payloads) {
        const path = `/api/departments/${department.id}/groups`;
        const begun = await stage.call('POST', path, { kind: 'discussion', title });
        if (begun.status === 201) ids.push(read(groupAnswer, begun).summary.conversation);
      }
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      await page.getByRole('button', { name: /^Groups/ }).click();
      const groups = page.getByRole('list', { name: 'Groups' }).getByRole('listitem');
      await groups.nth(ids.length - 1).waitFor();
      await watch.inspect(page, "the console's groups");
      for (let n = 0; n < ids.length; n += 1) {
        await groups.nth(n).getByRole('link').click();
        await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
        await watch.inspect(page, "the group's page");
      }
      await context.close();
      return { shown: ids.length, refused: payloads.length - ids.length, watch };
    },
  },
];

/** What any site's server makes (docs/identify.md). */
function signed(secret: string, claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${encode({ alg: 'HS256' })}.${encode({ exp, ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function read<Value>(schema: v.GenericSchema<unknown, Value>, { status, text }: Answer): Value {
  if (status !== 201) throw new Error(`Answered with ${status}: ${text}`);
  return v.parse(schema, JSON.parse(text));
}
