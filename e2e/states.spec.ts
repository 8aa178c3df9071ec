/** When the server has trouble, or cannot be reached, each page says so in words and tries again. */
import type { Page } from '@playwright/test';
import { openCustomer } from './support/customers.ts';
import { expect, test } from './support/test.ts';

const networkErrors = /status of 500|net::ERR_FAILED|WebSocket connection/;

/** How the server answers what a page asks for; who is signed in is always known. */
async function apiAnswers(page: Page, how: 'with trouble' | 'nothing' | 'well'): Promise<void> {
  await page.unrouteAll();
  if (how === 'well') return;
  await page.route(
    ({ pathname }) => pathname.startsWith('/api/') && pathname !== '/api/me',
    (route) =>
      how === 'nothing' ? route.abort() : route.fulfill({ status: 500, body: 'It broke.' }),
  );
}

/** Everything on the page that can be asked for again; the last first, as what is there goes away. */
async function askAgain(page: Page): Promise<void> {
  const all = await page.getByRole('button', { name: 'Try again' }).all();
  for (const again of all.toReversed()) await again.click();
}

const trouble = 'The server has trouble right now. Try again in a moment.';
const unreachable = 'The server cannot be reached.';

test('each page of the console says what keeps it from being shown, and is there after another try', async ({
  parley,
  agent,
  expectedErrors,
}) => {
  expectedErrors.push(networkErrors);
  const { page } = await agent({ available: false });
  await page.goto(`${parley.url}/console/departments`);
  const addressOf = async (name: string | RegExp) =>
    (await page.getByRole('link', { name }).getAttribute('href'))?.replace('/console/', '') ?? '';
  const pages: readonly (readonly [path: string, there: string])[] = [
    ['tickets', 'No tickets yet'],
    ['replies', 'No canned replies yet'],
    ['departments', 'Answers questions of all kinds.'],
    [await addressOf(/^Support/), 'Opening hours'],
    [await addressOf('How it shows the chat: Main site'), 'The chat on Main site'],
    ['account', 'This one'],
    ['archive', 'Welcome to the course'],
    ['people', 'Active'],
    ['people/mails', 'No mails yet'],
    ['audit', 'The server'],
  ];
  for (const [path, there] of pages) {
    await apiAnswers(page, 'with trouble');
    await page.goto(`${parley.url}/console/${path}`);
    await expect(page.getByText(trouble).first(), path).toBeVisible();
    await expect(page.getByText(there, { exact: true }), path).toHaveCount(0);
    await apiAnswers(page, 'nothing');
    await askAgain(page);
    await expect(page.getByText(trouble), path).toHaveCount(0);
    await expect(page.getByRole('main').getByText(unreachable).first(), path).toBeVisible();
    await apiAnswers(page, 'well');
    await askAgain(page);
    await expect(page.getByText(there, { exact: true }).first(), path).toBeVisible();
    await expect(page.getByRole('main').getByText(unreachable), path).toHaveCount(0);
  }

  // The conversations come over the session, which needs the API to begin.
  await apiAnswers(page, 'with trouble');
  await page.goto(`${parley.url}/console/`);
  const list = page.getByRole('region', { name: 'Conversations' });
  for (const tab of ['Mine', 'Queue', 'Groups', 'All']) {
    await list.getByRole('button', { name: tab, exact: true }).click();
    await expect(list.getByText('The conversations cannot be shown'), tab).toBeVisible();
  }
  await apiAnswers(page, 'well');
  await askAgain(page);
  await expect(list.getByRole('list', { name: 'All conversations' })).toBeVisible();
});

test('what stands beside a conversation says what keeps it from being shown, and is there after another try', async ({
  agent,
  client,
  expectedErrors,
}) => {
  expectedErrors.push(networkErrors);
  const visitor = await client();
  await visitor.say('Hello');
  const console = await agent();
  const { page } = console;
  await apiAnswers(page, 'with trouble');
  await console.open();
  await console.sees('Hello', 'them');
  const beside = page.getByRole('complementary', { name: 'About this conversation' });
  // The client, what is known of them, from the page and before the chat, notes, and earlier conversations.
  await expect(beside.getByText(trouble)).toHaveCount(6);
  await apiAnswers(page, 'well');
  await askAgain(page);
  await expect(beside.getByText('Nobody checked this name.')).toBeVisible();
  await expect(beside.getByText('Known to your department')).toBeVisible();
  await expect(beside.getByText(trouble)).toHaveCount(0);
});

test('the chat and the customers’ page say what is wrong, and are there after another try', async ({
  parley,
  person,
  client,
  expectedErrors,
}) => {
  expectedErrors.push(networkErrors);
  const ana = await openCustomer(await person(), parley, 'Ana Sousa');
  await apiAnswers(ana, 'with trouble');
  await ana.reload();
  await expect(ana.getByText('Your conversations cannot be shown')).toBeVisible();
  await expect(ana.getByText(trouble)).toHaveCount(3);
  await apiAnswers(ana, 'nothing');
  await askAgain(ana);
  await expect(ana.getByText(unreachable)).toHaveCount(3);
  await apiAnswers(ana, 'well');
  await askAgain(ana);
  await expect(ana.getByText('No conversations yet')).toBeVisible();
  await expect(ana.getByRole('list', { name: 'Whom you can write to' })).toBeVisible();
  await expect(ana.getByText(unreachable)).toHaveCount(0);

  const visitor = await client();
  const { page } = visitor;
  await visitor.say('Before');
  await visitor.isIn('Before', 'saved');
  await parley.stop();
  await expect(page.getByText(/^You are offline\. You can read and write/)).toBeVisible();
  await visitor.say('Meanwhile');
  await visitor.isIn('Meanwhile', 'sending');
  // It also tries by itself: pressed before the server is back, as the button goes away with the trouble.
  const tried = page.waitForRequest((request) => request.url().startsWith(`${parley.url}/api/`));
  await page.getByRole('button', { name: 'Try again' }).click();
  await tried;
  await parley.start();
  await visitor.linkIs('server', 'direct');
  await visitor.isIn('Meanwhile', 'saved');
});
