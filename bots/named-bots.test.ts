import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { botNamed } from './named-bots.ts';
import {
  clientSays,
  createFakeClock,
  createFakeConversation,
  settle,
} from './runtime/fake-peer.fixture.ts';
import { createTalk } from './runtime/talk.ts';

function fileWith(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'bot.mjs'), code);
  return join(folder, 'bot.mjs');
}

test.each(['reverse', 'mat', 'faq'])('%s is built in', async (name) => {
  expect(await botNamed(name)).toMatchObject({ ok: true, value: { name } });
});

test('an unknown name is refused with the known ones', async () => {
  const sentence = 'There is no bot "rverse"; there are reverse, mat, faq';
  expect(await botNamed('rverse')).toMatchObject({ refusal: expect.stringContaining(sentence) });
});

test('a file that is no bot is refused with what it lacks', async () => {
  const path = fileWith('export default { name: "half" };');
  expect(await botNamed(path)).toMatchObject({ refusal: expect.stringContaining('onMessage') });
  expect(await botNamed('missing.mjs')).toMatchObject({ ok: false });
});

test('the bot in docs/bots.md works as it stands there', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../docs/bots.md'), 'utf8');
  const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? '';
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(12);
  const loaded = await botNamed(fileWith(code));
  if (!loaded.ok) throw new Error(loaded.refusal);

  const conversation = createFakeConversation('chat', clientSays('Hello!'));
  const clock = createFakeClock();
  createTalk({ bot: loaded.value, conversation, clock, report: () => undefined });
  await settle();
  clock.advance(1000);
  await settle();
  expect(conversation.heard()).toEqual(['Welcome, Ada.', 'Hello! Hello!']);
  conversation.arrives(clientSays('And my invoice?'));
  await settle();
  expect(conversation.log).toContain('hand over');
});
