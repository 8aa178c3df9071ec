import { expect, test } from './support/test.ts';
import { isKept } from './support/kept.ts';

/** One red pixel, with a place written into it. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('[L3] [C6] several files go with one message, are seen on the other side, and stay', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.box.fill('My meter, and the bill');
  await visitor.page.getByLabel('Files to attach').setInputFiles([
    { name: 'meter.png', mimeType: 'image/png', buffer: png },
    { name: '../../bill.txt', mimeType: 'text/plain', buffer: Buffer.from('42 €') },
  ]);
  const attached = visitor.page.getByRole('list', { name: 'Attached files' });
  await expect(attached.getByRole('listitem')).toHaveCount(2);
  await visitor.box.press('Enter');
  await expect(attached).toHaveCount(0);

  const desk = await agent();
  await desk.open();
  const message = desk.messages('My meter, and the bill');
  await expect(message.locator('img')).toBeVisible();
  await message.getByRole('button', { name: 'Open the picture meter.png' }).click();
  await expect(desk.page.getByRole('dialog', { name: 'meter.png' })).toBeVisible();
  await desk.page.keyboard.press('Escape');
  const download = desk.page.waitForEvent('download');
  await message.getByRole('button', { name: 'Save bill.txt' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('bill.txt');
  const chunks: Buffer[] = [];
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('42 €');

  await desk.page.reload();
  await expect(desk.messages('My meter, and the bill').locator('img')).toBeVisible();
});

test('[W9] a file that cannot be sent says why, and nothing of it goes', async ({ client }) => {
  const visitor = await client();
  const send = visitor.page.getByRole('button', { name: 'Send', exact: true });
  const choose = (name: string, content: string) =>
    visitor.page
      .getByLabel('Files to attach')
      .setInputFiles([
        { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) },
      ]);
  for (const [name, content, why] of [
    ['a.svg', '<svg onload="alert(1)"/>', /kind cannot be sent/],
    ['a.png', '<svg onload="alert(1)"/>', /cannot be read as a picture/],
    ['a.txt', '', /is empty/],
  ] as const) {
    await choose(name, content);
    await expect(visitor.page.getByRole('alert')).toHaveText(why);
    await expect(send).toBeDisabled();
    await visitor.page.getByRole('button', { name: `Remove ${name}` }).click();
  }
});

test('[W3] what was attached while the server was away is brought there later', async ({
  parley,
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('Hello');
  await visitor.isIn('Hello', 'saved');
  // What a page loads when it is idle is there.
  await isKept(visitor.page);
  await parley.stop();
  await visitor.linkIs('offline');
  await visitor.page
    .getByLabel('Files to attach')
    .setInputFiles([{ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('later') }]);
  await expect(visitor.page.getByRole('listitem')).toHaveCount(1);
  await visitor.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(visitor.messages().last()).toHaveAttribute('data-state', 'sending');
  await parley.start();
  const desk = await agent();
  await desk.open();
  await expect(desk.log.getByRole('button', { name: 'Save note.txt' })).toBeVisible({
    timeout: 40_000,
  });
  await expect(visitor.page.getByText('Waiting for the server')).toHaveCount(0, {
    timeout: 70_000,
  });
});
