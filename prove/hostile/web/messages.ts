/** postMessage from a stranger: an advertisement in the host page, an opener, the chat as a page of its own. */
import type { Page } from '@playwright/test';
import type { Scene } from './other-sites.ts';

const forged = [
  { parley: 1, type: 'ready' },
  { parley: 1, type: 'close' },
  { parley: 1, type: 'kept', kept: true },
  { parley: 1, type: 'unread', count: 7 },
  { parley: 1, type: 'hello', look: 'dark', title: 'Evil Bank', accent: '#ff0000' },
  { parley: 1, type: 'context', told: { attributes: { plan: 'Evil Bank' } } },
  { parley: 1, type: 'shown', open: false, focus: true },
  { parley: 1, type: 'shown', open: true, focus: true },
  'parley',
  null,
  7,
  [],
];

/** Posts everything to the page around it and to all its frames, again and again. */
const stranger = `<script>
  const forged = ${JSON.stringify(forged)};
  const post = (to) => { for (const one of forged) { try { to.postMessage(one, '*'); } catch {} } };
  window.rounds = 0;
  setInterval(() => {
    window.rounds += 1;
    for (const to of [window.parent, window.top, window.opener, window.opened]) {
      if (!to || to === window) continue;
      post(to);
      for (let i = 0; i < to.length; i += 1) if (to[i] !== window) post(to[i]);
    }
  }, 20);
</script>`;

export const messages: Scene = async ({ parley, shop, evil, newContext }) => {
  const broken: string[] = [];
  const context = await newContext();
  evil.put('/ad', stranger);
  shop.put(
    '/',
    `<h1>Shop</h1><iframe src="${evil.origin}/ad" name="ad"></iframe>
     <script src="${parley.url}/embed.js" async data-title="Shop help"></script>`,
  );
  const page = await context.newPage();
  await page.goto(shop.origin);
  await rounds(page, 20);
  const closed = await hostState(page);
  if (closed.open || closed.badge !== '' || closed.stored !== '' || closed.frames !== 0) {
    broken.push(`before it is opened, a stranger did this to the chat: ${JSON.stringify(closed)}`);
  }
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  const chat = page.frameLocator('iframe[title="Shop help"]');
  await chat.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello?');
  await rounds(page, 20);
  const open = await hostState(page);
  if (!open.open || open.badge !== '' || open.stored !== '') {
    broken.push(`a stranger did this to the open chat: ${JSON.stringify(open)}`);
  }
  const heading = await chat.getByRole('heading', { level: 1 }).innerText();
  if (heading.includes('Evil')) broken.push('a stranger renamed the chat');
  const look = await chat
    .locator('html')
    .evaluate((root) => [...root.attributes].map(({ value }) => value).join(' '));
  if (look.includes('dark') || look.includes('#ff0000')) broken.push('a stranger painted the chat');
  if (
    (await chat.getByRole('textbox', { name: 'Message', exact: true }).inputValue()) !== 'Hello?'
  ) {
    broken.push('a stranger changed what was being written');
  }

  // As a page of its own it has no host, whatever the address says.
  evil.put('/opener', `${stranger}<script>window.opened = null;</script>`);
  const opener = await context.newPage();
  await opener.goto(`${evil.origin}/opener`);
  const [own] = await Promise.all([
    context.waitForEvent('page'),
    opener.evaluate(
      (url) => {
        (window as Window & { opened?: Window | null }).opened = window.open(url);
      },
      `${parley.url}/chat/?embed=${encodeURIComponent(evil.origin)}`,
    ),
  ]);
  await own.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  const heard = await own.evaluate(
    () =>
      new Promise<string>((done) => {
        setTimeout(() => done(document.querySelector('h1')?.textContent ?? ''), 500);
      }),
  );
  if (heard.includes('Evil')) broken.push('whoever opened the chat renamed it');
  await context.close();
  return broken;
};

/** Waits until the stranger has posted everything so often. */
async function rounds(page: Page, count: number): Promise<void> {
  const ad = page.frame('ad');
  if (ad === null) throw new Error('The stranger is not on the page.');
  const from = await ad.evaluate(() => (window as Window & { rounds?: number }).rounds ?? 0);
  await ad.waitForFunction(
    (until) => ((window as Window & { rounds?: number }).rounds ?? 0) >= until,
    from + count,
  );
}

function hostState(page: Page) {
  return page.evaluate(() => {
    const root = [...document.body.children].find((it) => it.shadowRoot !== null)?.shadowRoot;
    return {
      open: root?.host.hasAttribute('data-open') ?? false,
      badge: root?.querySelector('.badge')?.textContent ?? '',
      stored: localStorage.getItem('parley.kept') ?? '',
      frames: root?.querySelectorAll('iframe').length ?? 0,
    };
  });
}
