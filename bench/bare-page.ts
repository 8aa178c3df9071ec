/** The floor: a page with nothing but a text box, a list and one RTCDataChannel. */
import type { Browser, Page } from '@playwright/test';
import { installInstruments, prepare, type Writer } from './painted.ts';

declare global {
  interface Window {
    bareOffer(): Promise<string>;
    bareAnswer(offer: string): Promise<string>;
    bareAccept(answer: string): Promise<void>;
    bareOpen: Promise<void>;
    /** For bytes, beside the messages. */
    bareBytes: RTCDataChannel;
  }
}

function bareChat(): void {
  const box = document.createElement('textarea');
  const list = document.createElement('div');
  document.body.append(list, box);
  const show = (text: string) => {
    const line = document.createElement('p');
    line.textContent = text;
    list.append(line);
  };
  const connection = new RTCPeerConnection();
  const channel = connection.createDataChannel('bare', { negotiated: true, id: 0 });
  window.bareBytes = connection.createDataChannel('bytes', { negotiated: true, id: 1 });
  window.bareBytes.binaryType = 'arraybuffer';
  window.bareOpen = new Promise((resolve) => channel.addEventListener('open', () => resolve()));
  channel.addEventListener('message', (event) => show(String(event.data)));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    channel.send(box.value);
    show(box.value);
    box.value = '';
  });
  const gathered = () =>
    new Promise<string>((resolve) => {
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') {
          resolve(JSON.stringify(connection.localDescription));
        }
      });
    });
  window.bareOffer = async () => {
    const done = gathered();
    await connection.setLocalDescription();
    return done;
  };
  window.bareAnswer = async (offer) => {
    const done = gathered();
    await connection.setRemoteDescription(JSON.parse(offer));
    await connection.setLocalDescription();
    return done;
  };
  window.bareAccept = (answer) => connection.setRemoteDescription(JSON.parse(answer));
}

const writer = (page: Page): Writer => ({
  page,
  frame: page,
  focus: () => page.locator('textarea').focus(),
});

/** Two connected bare pages in two contexts. */
export async function openBarePages(browser: Browser, origin: string): Promise<[Writer, Writer]> {
  const pages = await Promise.all(
    [0, 1].map(async () => {
      const context = await browser.newContext();
      await prepare(context, installInstruments);
      const page = await context.newPage();
      await page.goto(`${origin}/healthz`);
      await page.evaluate(bareChat);
      return page;
    }),
  );
  const [a, b] = pages as [Page, Page];
  const offer = await a.evaluate(() => window.bareOffer());
  const answer = await b.evaluate((text) => window.bareAnswer(text), offer);
  await a.evaluate((text) => window.bareAccept(text), answer);
  await Promise.all(pages.map((page) => page.evaluate(() => window.bareOpen)));
  return [writer(a), writer(b)];
}
