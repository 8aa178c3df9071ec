import type { Page, WebSocket } from '@playwright/test';
import { createChatView } from './support/chat-view.ts';
import { expect, test } from './support/test.ts';

test('agent and client in two tabs of one browser talk over WebRTC', async ({
  person,
  client,
  agent,
}) => {
  const context = await person();
  const visitor = await client({ context });
  await visitor.say('From the first tab');
  const console = await agent({ context });
  await console.open();
  await console.sees('From the first tab', 'them');
  await visitor.linkIs('direct');
  await console.linkIs('direct');
  await console.say('From the second');
  await visitor.sees('From the second', 'them');
});

test('two tabs of one client are in step', async ({ person, client, agent }) => {
  const context = await person();
  const left = await client({ context });
  await left.say('Left');
  const right = await client({ context });
  await right.sees('Left', 'me');
  await right.say('Right');
  await left.sees('Right', 'me');

  const console = await agent();
  await console.open();
  await console.sees('Right', 'them');
  await console.say('One answer for both');
  await left.sees('One answer for both', 'them');
  await right.sees('One answer for both', 'them');

  // Both write at the same moment: neither is lost, and all agree on the order.
  await Promise.all([left.say('Same moment, left'), right.say('Same moment, right')]);
  for (const page of [left, right, console]) {
    await page.sees('Same moment, left');
    await page.sees('Same moment, right');
  }
  await left.isIn('Same moment, right', 'saved', 'delivered', 'read');
  await expect.poll(() => left.texts()).toEqual(await console.texts());
  await expect.poll(() => right.texts()).toEqual(await console.texts());
});

/** How many connections to the server a page has now, and whether it is shown. */
function watchConnections(page: Page) {
  const open = new Set<WebSocket>();
  page.on('websocket', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return {
    count: () => open.size,
    show: (shown: boolean) =>
      page.evaluate(
        (state) => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
          document.dispatchEvent(new Event('visibilitychange'));
        },
        shown ? 'visible' : 'hidden',
      ),
  };
}

test('[W3] of two tabs of one client only the one in front is connected, and nothing is lost', async ({
  parley,
  person,
  agent,
}) => {
  const context = await person();
  const [leftPage, rightPage] = [await context.newPage(), await context.newPage()];
  const [leftTab, rightTab] = [watchConnections(leftPage), watchConnections(rightPage)];
  await leftPage.goto(`${parley.url}/chat/`);
  const left = createChatView(leftPage);
  await left.say('From the left tab');
  const console = await agent();
  await console.open();
  await console.sees('From the left tab', 'them');
  await left.linkIs('direct');

  await leftTab.show(false);
  // The left tab is alone: it stays connected.
  await console.say('You are alone');
  await left.sees('You are alone', 'them');
  await expect(leftPage).toHaveTitle(/^\(1\)/);

  await rightPage.goto(`${parley.url}/chat/`);
  const right = createChatView(rightPage);
  await right.sees('You are alone', 'them');
  await expect.poll(() => leftTab.count(), { timeout: 20_000 }).toBe(0);
  expect(rightTab.count()).toBeGreaterThan(0);

  // What comes to the tab in front comes to the other one, too.
  await right.say('From the right tab');
  await console.sees('From the right tab', 'them');
  await console.say('For both tabs');
  await right.sees('For both tabs', 'them');
  await left.sees('For both tabs', 'them');
  await left.sees('From the right tab', 'me');
  expect(leftTab.count()).toBe(0);

  await rightTab.show(false);
  await leftTab.show(true);
  await left.say('Back on the left');
  await console.sees('Back on the left', 'them');
  await left.linkIs('direct');
  await expect.poll(() => rightTab.count(), { timeout: 20_000 }).toBe(0);
  await right.sees('Back on the left', 'me');
  await expect.poll(() => left.texts()).toEqual(await console.texts());
  await expect.poll(() => right.texts()).toEqual(await console.texts());

  // The one in front is closed: the other one takes over, hidden as it is.
  await leftPage.close();
  await console.say('Still there?');
  await right.sees('Still there?', 'them');
  await expect.poll(() => rightTab.count()).toBeGreaterThan(0);
});
