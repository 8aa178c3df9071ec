/** What pages of other sites can do in the browser of somebody who is signed in: nothing. */
import type { BrowserContext, Frame, Page } from '@playwright/test';
import { openConsole } from '../../../e2e/support/console-page.ts';
import type { Parley } from '../../../e2e/support/parley.ts';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import { openDatabase } from '../../../signaling/database/database.ts';
import { eventually } from '../people.ts';
import { changes, pathOf } from './changes.ts';
import { differences, everything } from './forgery.ts';
import type { Site } from './site.ts';

export interface Stage {
  readonly parley: Parley;
  /** Listed as a site that may show the chat. */
  readonly shop: Site;
  /** Not listed. */
  readonly evil: Site;
  readonly newContext: () => Promise<BrowserContext>;
}

/** Each returns what went wrong, as sentences. */
export type Scene = (stage: Stage) => Promise<string[]>;

const ours = ['/', '/console/', '/demo/', '/chat/', '/api/me', '/healthz', '/no-such-page'];

const frameOf = (src: string) => `<iframe src="${src}"></iframe>`;

/** A frame that was refused shows a page of the browser's own. */
async function isShown(page: Page, url: string): Promise<boolean> {
  const inner = await eventually('the frame was loaded or refused', () =>
    framesBelow(page.mainFrame()).find(
      (frame) => frame.url().startsWith(url) || frame.url().startsWith('chrome-error:'),
    ),
  );
  await inner.waitForLoadState();
  return inner.url().startsWith(url);
}

const framesBelow = (frame: Frame): Frame[] =>
  frame.childFrames().flatMap((child) => [...framesBelow(child), child]);

export const framing: Scene = async ({ parley, shop, evil, newContext }) => {
  const broken: string[] = [];
  const context = await newContext();
  for (const path of ours) {
    const target = parley.url + path;
    shop.put('/frame', frameOf(target));
    evil.put('/frame', frameOf(target));
    evil.put('/around', frameOf(`${shop.origin}/frame`));
    for (const [from, address, may] of [
      ['a site that is not listed', `${evil.origin}/frame`, false],
      ['a listed site', `${shop.origin}/frame`, path === '/chat/'],
    ] as const) {
      const page = await context.newPage();
      await page.goto(address);
      const shown = await isShown(page, target);
      if (shown !== may)
        broken.push(`${path} is ${shown ? '' : 'not '}shown in a frame of ${from}`);
      await page.close();
    }
  }
  // A listed site inside one that is not: every ancestor counts.
  shop.put('/frame', frameOf(`${parley.url}/chat/`));
  const page = await context.newPage();
  await page.goto(`${evil.origin}/around`);
  await eventually('the inner frame was refused', () => {
    const [inner] = framesBelow(page.mainFrame());
    if (inner?.url().startsWith(parley.url)) broken.push('the chat is shown two frames deep');
    return inner !== undefined && !inner.url().startsWith('about:') ? inner : undefined;
  });
  // The public snippet on a site that is not listed.
  evil.put('/embed', `<script src="${parley.url}/embed.js" async></script>`);
  await page.goto(`${evil.origin}/embed`);
  await page.getByRole('button', { name: 'Open chat', exact: true }).click();
  if (await isShown(page, parley.url)) broken.push('embed.js works on a site that is not listed');
  await context.close();
  return broken;
};

export const sockets: Scene = async ({ parley, evil, shop, newContext }) => {
  const broken: string[] = [];
  const context = await newContext();
  await openConsole(context, parley.url, parley.admin, { available: false });
  shop.put('/', 'Hello');
  evil.put('/', 'Hello');
  for (const origin of [evil.origin, evil.neighbour, shop.origin]) {
    const page = await context.newPage();
    await page.goto(origin);
    for (const path of ['/session', '/signal']) {
      const address = parley.url.replace(/^http/, 'ws') + path;
      const outcome = await page.evaluate(
        (url) =>
          new Promise<string>((done) => {
            const socket = new WebSocket(url);
            socket.addEventListener('open', () => done('open'));
            socket.addEventListener('error', () => done('refused'));
          }),
        address,
      );
      if (outcome !== 'refused') broken.push(`a page of ${origin} opened ${path}`);
    }
  }
  await context.close();
  return broken;
};

/** Everything that a page of another site can send with the cookies of somebody who is signed in, and read. */
export const requests: Scene = async ({ parley, evil, newContext }) => {
  const broken: string[] = [];
  const context = await newContext();
  await openConsole(context, parley.url, parley.admin, { available: false });
  const database = await openDatabase(databasePath(parley.dataDir));
  evil.put('/', 'Hello');
  const facts = {
    account: (await database.selectFrom('accounts').select('id').executeTakeFirstOrThrow()).id,
    department: (await database.selectFrom('departments').select('id').executeTakeFirstOrThrow())
      .id,
    password: parley.admin.password,
  };
  // Our own page takes part in the conversations that it lists.
  let seen = '';
  const before = await eventually('the console has begun', async () => {
    const last = seen;
    await new Promise((later) => setTimeout(later, 500));
    seen = await everything(database);
    return seen === last ? seen : undefined;
  });
  const strangers: Page[] = [];
  for (const origin of [evil.origin, evil.neighbour]) {
    const page = await context.newPage();
    strangers.push(page);
    await page.goto(origin);
    for (const change of changes) {
      const { route } = change;
      const [method = ''] = route.split(' ');
      const url = parley.url + pathOf(change, facts);
      const json = JSON.stringify(change.body?.(facts) ?? {});
      const [got] = await page.evaluate(sendAsStranger, {
        url,
        method: method.toUpperCase(),
        json,
      });
      if (got !== undefined) broken.push(`${origin} read the answer of ${route}: ${got}`);
    }
    for (const path of ['me', 'accounts', 'departments', 'archive/conversations']) {
      const got = await page.evaluate(readAsStranger, `${parley.url}/api/${path}`);
      if (got !== '') broken.push(`${origin} read /api/${path}: ${got}`);
    }
  }
  for (const difference of differences(before, await everything(database))) {
    broken.push(`a page of another site changed something: ${difference}`);
  }
  await database.destroy();
  for (const page of strangers) {
    const opened = await page.evaluate(lookInside, `${parley.url}/console/`);
    if (opened !== '') broken.push(`${page.url()} reached into the console: ${opened}`);
  }
  await context.close();
  return broken;
};

interface Sending {
  readonly url: string;
  readonly method: string;
  readonly json: string;
}

/** Runs in the page of another site. @returns what it could read. */
async function sendAsStranger({ url, method, json }: Sending): Promise<string[]> {
  const read: string[] = [];
  for (const mode of ['cors', 'no-cors'] as const) {
    for (const type of ['application/json', 'text/plain']) {
      const asked = fetch(url, {
        method: mode === 'cors' ? method : 'POST',
        mode,
        credentials: 'include',
        headers: { 'content-type': type },
        body: json,
      });
      const text = await asked.then(
        (answer) => answer.text(),
        () => '',
      );
      if (text !== '') read.push(text);
    }
  }
  navigator.sendBeacon(url, json);
  // A form, sent into a frame, as a click on the page would.
  const frame = document.createElement('iframe');
  frame.name = `into-${Math.random()}`;
  const form = document.createElement('form');
  Object.assign(form, { action: url, method: 'POST', enctype: 'text/plain', target: frame.name });
  const field = document.createElement('input');
  // "text/plain" writes name=value, so the equals sign hides in a value of the JSON.
  Object.assign(field, { name: `${json.slice(0, -1)},"x":"`, value: '"}' });
  form.append(field);
  document.body.append(frame, form);
  const sent = new Promise((done) => frame.addEventListener('load', done));
  form.submit();
  await sent;
  try {
    const text = frame.contentDocument?.body.textContent ?? '';
    if (text !== '') read.push(text);
  } catch {
    // The frame is of another origin, or an error page of the browser: not to be read, as it should be.
  }
  frame.remove();
  form.remove();
  return read;
}

/** Runs in the page of another site. */
async function readAsStranger(url: string): Promise<string> {
  const asked = [{ mode: 'cors' as const }, { mode: 'no-cors' as const }].map(({ mode }) =>
    fetch(url, { mode, credentials: 'include' }).then(
      (answer) => answer.text(),
      () => '',
    ),
  );
  const script = document.createElement('script');
  script.src = url;
  const ran = new Promise<string>((done) => {
    script.addEventListener('load', () => done('it ran as a script'));
    script.addEventListener('error', () => done(''));
  });
  document.head.append(script);
  return [...(await Promise.all(asked)), await ran].join('');
}

/** Runs in the page of another site. */
async function lookInside(url: string): Promise<string> {
  const opened = window.open(url);
  await new Promise((again) => setTimeout(again, 1500));
  try {
    return opened?.document.title ?? '';
  } catch {
    // Refused by the browser, as it should be.
    return '';
  } finally {
    opened?.close();
  }
}
