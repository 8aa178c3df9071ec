/** What a department asks before a conversation, and what people answer. */
import { adminApi } from '../../../e2e/support/admin-api.ts';
import { openConsole } from '../../../e2e/support/console-page.ts';
import { createChatView } from '../../../e2e/support/chat-view.ts';
import { asksNothing } from '../../../conversation/protocol/http/asking.ts';
import { ask, becomeVisitor, openSession } from '../people.ts';
import type { Field } from './field.ts';

export const fieldsOfAsking: readonly Field[] = [
  {
    field: 'the form before the chat',
    places: ['the settings', 'the form', 'what is wrong with it'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      const { page } = await openConsole(context, parley.url, parley.admin, { available: false });
      const department = await page.evaluate(async () => {
        const answer = await fetch('/api/departments');
        const { departments } = (await answer.json()) as { departments: [{ id: string }] };
        return departments[0].id;
      });
      const path = `/api/departments/${department}`;
      let shown = 0;
      for (const payload of payloads) {
        const [label, text] = [payload.slice(0, 80), payload.slice(0, 300)];
        const asks = {
          ...asksNothing,
          when: 'always',
          help: text,
          own: [
            { kind: 'choice', label, required: true, choices: [`1 ${label}`.slice(0, 80), 'No'] },
            { kind: 'check', label: `2 ${label}`.slice(0, 80), required: true },
          ],
          consent: { text, link: 'https://example.org/privacy' },
        };
        if ((await stage.call('PATCH', path, { asks })).status !== 200) continue;
        shown += 1;
        await page.goto(`${parley.url}/console/departments/${department}`);
        await page.getByRole('form', { name: 'Asked before the chat', exact: true }).waitFor();
        await watch.inspect(page, 'the settings');
        const chat = await context.newPage();
        await chat.goto(`${parley.url}/chat/`);
        await chat.getByRole('form', { name: 'Before you write', exact: true }).waitFor();
        await watch.inspect(chat, 'the form');
        await chat.getByRole('button', { name: 'Continue', exact: true }).click();
        await chat.getByText('You can write once you agree.').waitFor();
        await watch.inspect(chat, 'what is wrong with it');
        await chat.close();
      }
      // The other fields write at once.
      await stage.call('PATCH', path, { asks: asksNothing });
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
  {
    field: 'answers before the chat',
    places: ['beside the conversation', 'the transcript'],
    each: true,
    async try(stage, payloads) {
      const { parley } = stage;
      const { context, watch } = await stage.newBrowser();
      await (await adminApi(parley.url, parley.admin)).setDepartment({ agentCapacity: 200 });
      const console = await openConsole(context, parley.url, parley.admin);
      let shown = 0;
      for (const [n, payload] of payloads.entries()) {
        const from = `127.0.${60 + n}.1`;
        const proof = await becomeVisitor(parley.url, from);
        const visitor = await openSession(parley.url, proof);
        const peer = await visitor.start();
        await peer.saved(await peer.say(`Asked number ${n}`));
        const label = payload.slice(0, 80);
        const told = await ask(`${parley.url}/api/conversations/${peer.conversation}/asked`, {
          method: 'PUT',
          body: JSON.stringify({
            name: label,
            own: [{ label, value: payload.slice(0, 2000) }],
            consent: payload.slice(0, 500),
          }),
          headers: { ...proof },
          from,
        });
        if (told.status === 204) {
          shown += 1;
          await console.open(`Asked number ${n}`);
          const { page } = console;
          await createChatView(page).sees(`Asked number ${n}`, 'them');
          const section = { name: 'Asked before the chat', exact: true } as const;
          await page.getByRole('region', section).getByText('Not checked').waitFor();
          await watch.inspect(page, 'beside the conversation');
          const archive = await context.newPage();
          await archive.goto(`${parley.url}/console/archive/${peer.conversation}`);
          await archive.getByRole('region', section).getByText('Not checked').waitFor();
          await watch.inspect(archive, 'the transcript');
          await archive.close();
        }
        await visitor.close();
      }
      await context.close();
      return { shown, refused: payloads.length - shown, watch };
    },
  },
];
