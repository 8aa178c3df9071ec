/** Direct links under what browsers do to them. Content is asserted, and that a link is there again. */
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

declare global {
  interface Window {
    /** Every connection that the page made. */
    connections: RTCPeerConnection[];
    unloads: number;
  }
}

/** Records connections, and how often the page was about to be left. */
async function record(context: BrowserContext): Promise<BrowserContext> {
  await context.addInitScript(() => {
    window.connections = [];
    window.unloads = 0;
    window.addEventListener('beforeunload', () => (window.unloads += 1));
    const Real = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.connections.push(this);
      }
    };
  });
  return context;
}

/** How many connections the page has made so far. */
const made = (page: Page) => page.evaluate(() => window.connections.length);

const visitors = 10;

test(`${visitors} clients who come at the same moment all get a direct link`, async ({
  api,
  client,
  agent,
  person,
}) => {
  test.setTimeout(120_000);
  await api.setDepartment({ agentCapacity: visitors });
  const console_ = await agent();
  const clients = [];
  for (let n = 1; n <= visitors; n += 1) {
    clients.push(await client({ context: await record(await person()) }));
  }
  const began = Date.now();
  const took = await Promise.all(
    clients.map(async (visitor, n) => {
      await visitor.say(`Question ${n}.`);
      await visitor.linkIs('direct');
      return Date.now() - began;
    }),
  );
  const connections = await Promise.all(clients.map(({ page }) => made(page)));
  console.info(
    `${visitors} simultaneous joins: direct after ${Math.min(...took)} to ${Math.max(...took)} ms, with ${connections.join(' ')} connections`,
  );
  await expect(console_.conversations).toHaveCount(visitors);
  for (const [n, visitor] of clients.entries()) {
    await console_.open(`Question ${n}.`);
    await console_.sees(`Question ${n}.`, 'them');
    await console_.linkIs('direct');
    await console_.say(`Answer ${n}.`);
    await visitor.sees(`Answer ${n}.`, 'them');
    expect(await visitor.texts()).toEqual([`Question ${n}.`, `Answer ${n}.`]);
  }
});

test('connections that the browser ends are made again, and nothing is lost or doubled', async ({
  client,
  agent,
  person,
}) => {
  const visitor = await client({ context: await record(await person()) });
  await visitor.say('before');
  const console_ = await agent();
  await console_.open();
  await visitor.linkIs('direct');
  await console_.say('I am here');
  await visitor.sees('I am here', 'them');

  const before = await made(visitor.page);
  await visitor.page.evaluate(() => {
    for (const connection of window.connections) connection.close();
  });
  const began = Date.now();
  await visitor.say('one, without a link');
  await console_.say('two, without a link');
  await console_.sees('one, without a link', 'them');
  await visitor.sees('two, without a link', 'them');
  const arrivedMs = Date.now() - began;

  await expect.poll(() => made(visitor.page), { timeout: 20_000 }).toBeGreaterThan(before);
  await visitor.linkIs('direct');
  await console_.linkIs('direct');
  console.info(
    `connections closed: messages after ${arrivedMs} ms, direct again after ${Date.now() - began} ms`,
  );
  await visitor.say('after');
  await console_.sees('after', 'them');
  for (const side of [visitor, console_]) {
    for (const text of ['before', 'one, without a link', 'two, without a link', 'after']) {
      await expect(side.messages(text)).toHaveCount(1);
    }
  }
});

test('[W8] a mailto link and a download do not end the direct link', async ({
  client,
  agent,
  person,
}) => {
  const context = await record(await person());
  await context.route('**/bill.txt', (route) =>
    route.fulfill({
      body: 'Nothing to pay.',
      headers: { 'content-disposition': 'attachment; filename="bill.txt"' },
    }),
  );
  const visitor = await client({ context });
  await visitor.say('before');
  const console_ = await agent();
  await console_.open();
  await console_.sees('before', 'them');
  await visitor.linkIs('direct');
  const before = await made(visitor.page);

  const download = visitor.page.waitForEvent('download');
  for (const href of ['mailto:help@example.org', '/bill.txt']) {
    await visitor.page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
      link.remove();
    }, href);
  }
  await (await download).path();
  // The page was told that it is about to be left, and was not.
  expect(await visitor.page.evaluate(() => window.unloads)).toBeGreaterThan(0);

  await visitor.say('still here');
  await console_.sees('still here', 'them');
  await console_.say('so am I');
  await visitor.sees('so am I', 'them');
  await visitor.linkIs('direct');
  expect(await made(visitor.page)).toBe(before);
});

test('a browser that was offline for eight seconds has everything soon after', async ({
  client,
  agent,
  person,
  expectedErrors,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/);
  const context = await record(await person());
  const visitor = await client({ context });
  await visitor.say('before');
  const console_ = await agent();
  await console_.open();
  await visitor.linkIs('direct');
  await console_.sees('before', 'them');

  await context.setOffline(true);
  await visitor.say('said offline');
  await console_.say('said to somebody who is offline');
  // As long as an outage that links and sockets notice; nothing tells when it is time.
  await visitor.page.waitForTimeout(8_000);
  const during = (await visitor.log.getAttribute('data-link')) ?? '';
  const began = Date.now();
  await context.setOffline(false);
  await visitor.sees('said to somebody who is offline', 'them');
  await console_.sees('said offline', 'them');
  const convergedMs = Date.now() - began;
  await visitor.linkIs('direct');
  console.info(
    `offline for 8 s: the link was "${during}" meanwhile; everything was there ${convergedMs} ms after, direct ${Date.now() - began} ms after`,
  );
  await visitor.isIn('said offline', 'read');
});
