/** What a client writes, seen by the agent as it is written: both must have allowed it [P6]. */
import { seriousViolations } from './support/axe.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test('[P6] an agent sees what is written, plain and dimmed, until it is sent, cleared or turned off', async ({
  api,
  client,
  agent,
}) => {
  await api.setDepartment({ previews: true });
  const visitor = await client();
  await visitor.say('Hello');
  const console = await agent();
  await console.open();
  await console.sees('Hello', 'them');
  const told = visitor.page.getByText('Support can see what you write as you write it.');
  await expect(told).toBeVisible();

  const seen = console.page.locator('.writing-text');
  await visitor.box.pressSequentially('My <b>meter</b> says ');
  await expect(seen).toHaveText('My <b>meter</b> says');
  await expect(seen.locator('b')).toHaveCount(0);
  await expect(console.page.getByText(/is writing:/)).toBeVisible();
  await visitor.box.fill('עדכון: 12 kWh');
  await expect(seen).toHaveText('עדכון: 12 kWh');
  // By its own letters, whatever stood there before.
  await expect(seen).toHaveCSS('unicode-bidi', 'plaintext');
  for (const [name, { page }] of Object.entries({ client: visitor, console })) {
    expect(await seriousViolations(page)).toEqual([]);
    await takeLooks(page, `typing-preview-${name}`, { widths: [375, 1440] });
  }

  await visitor.box.fill('');
  await expect(seen).toHaveCount(0);
  await visitor.say('It says 12');
  await console.sees('It says 12', 'them');
  await expect(seen).toHaveCount(0);

  await visitor.box.fill('On second thoughts');
  await expect(seen).toHaveText('On second thoughts');
  await visitor.page.getByRole('button', { name: 'Turn off' }).click();
  await expect(seen).toHaveCount(0);
  await expect(visitor.page.getByText('Nobody sees what you write before')).toBeVisible();
  await visitor.box.pressSequentially(', never mind');
  // Typing is told as ever; what is typed is not.
  await expect(console.status.filter({ hasText: /is typing/ }).first()).toBeVisible();
  await expect(seen).toHaveCount(0);

  await visitor.page.reload();
  await expect(visitor.page.getByRole('button', { name: 'Show it as I write' })).toBeVisible();
  await visitor.page.getByRole('button', { name: 'Show it as I write' }).click();
  await expect(seen).toHaveText('On second thoughts, never mind');
  await visitor.page.close();
  await expect(seen).toHaveCount(0);
});

test('[P6] where the department says nothing, nothing is shown or offered', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('Hello');
  const console = await agent();
  await console.open();
  await console.sees('Hello', 'them');
  await visitor.box.pressSequentially('What nobody sees');
  await expect(console.status.filter({ hasText: /is typing/ }).first()).toBeVisible();
  await expect(visitor.page.locator('.seen-line')).toHaveCount(0);
  await expect(console.page.locator('.writing-text')).toHaveCount(0);
});
