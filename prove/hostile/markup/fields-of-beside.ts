/** What staff write beside conversations: notes, labels, and what they know of a client. */
import { openConsole } from '../../../e2e/support/console-page.ts';
import { createChatView } from '../../../e2e/support/chat-view.ts';
import { adminApi } from '../../../e2e/support/admin-api.ts';
import { becomeVisitor, openSession } from '../people.ts';
import type { Field } from './field.ts';

export const fieldsOfBeside: readonly Field[] = [
  {
    field: 'notes, labels and what is known of a client',
    places: ["the console's thread", "the console's list", 'the details', 'the audit log'],
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      await (await adminApi(parley.url, parley.admin)).setDepartment({ agentCapacity: 200 });
      const console = await openConsole(context, parley.url, parley.admin);
      const { page } = console;
      const { departments } = await page.evaluate(
        async () =>
          (await (await fetch('/api/departments')).json()) as { departments: [{ id: string }] },
      );
      const visitor = await openSession(parley.url, await becomeVisitor(parley.url));
      const peer = await visitor.start();
      await peer.saved(await peer.say('Hello beside'));
      const path = `/api/conversations/${peer.conversation}`;
      let shown = 0;
      let refused = 0;
      const write = async (method: string, to: string, body: object): Promise<string> => {
        const { status, text } = await stage.call(method, to, body);
        if (status < 300) shown += 1;
        else refused += 1;
        return status < 300 ? text : '';
      };
      for (const payload of payloads) {
        await write('POST', `${path}/notes`, { text: payload });
        await write('PATCH', `${path}/attributes`, {
          name: payload.slice(0, 40),
          value: payload.slice(0, 200),
        });
        const made = await write('POST', `/api/departments/${departments[0].id}/labels`, {
          name: payload.slice(0, 30),
          colour: 'red',
        });
        const id = /"id":"([\w-]{22})"/.exec(made)?.[1];
        if (id !== undefined) await write('PUT', `${path}/labels/${id}`, {});
      }
      await console.open('Hello beside');
      await createChatView(page).sees('Hello beside', 'them');
      await page
        .getByRole('article', { name: /^Note by/ })
        .first()
        .waitFor();
      await watch.inspect(page, "the console's thread");
      await page.getByRole('button', { name: 'Change labels' }).click();
      await watch.inspect(page, 'the details');
      await page.goto(`${parley.url}/console/audit`);
      await page.locator('.audit-table tbody tr').first().waitFor();
      await watch.inspect(page, 'the audit log');
      await visitor.close();
      await context.close();
      return { shown, refused, watch };
    },
  },
];
