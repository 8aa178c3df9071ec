/**
 * Typed here, painted there: the same instruments in every page that is compared.
 *
 * The moment of typing is the keydown of Enter; the moment of painting is the task after the frame in which an
 * element with the text was first drawn. The clocks of two pages differ by a constant, so messages go both
 * ways and half the difference of the medians is taken off (Cristian's algorithm).
 */
import type { BrowserContext, Page } from '@playwright/test';
import { median } from './statistics.ts';

declare global {
  interface Window {
    benchTypedAt: number;
    benchPainted: Map<string, number>;
  }
}

/** tsx compiles functions with a helper that does not travel with them into the page. */
const helper = 'globalThis.__name = (it) => it;';

/** Puts functions into each page of a context, before its own scripts. */
export async function prepare(
  context: BrowserContext,
  ...instruments: readonly (() => void)[]
): Promise<void> {
  await context.addInitScript({ content: helper });
  for (const install of instruments) await context.addInitScript(install);
}

/** For `prepare`. */
export function installInstruments(): void {
  const now = () => performance.timeOrigin + performance.now();
  window.benchPainted = new Map();
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') window.benchTypedAt = now();
    },
    { capture: true },
  );
  // An IntersectionObserver looks in the very frame in which an element is first drawn, whether it was put there by a
  // task or by the frame's own callbacks, and reports in a task after that frame was handed over (seen in traces).
  // One more task in between would only measure what else waits in the page: its timers, and the next frame.
  const noteAfterFrame = (element: Element, marks: readonly string[]) => {
    const observer = new IntersectionObserver(() => {
      observer.disconnect();
      for (const mark of marks) {
        if (!window.benchPainted.has(mark)) window.benchPainted.set(mark, now());
      }
    });
    observer.observe(element);
  };
  const marksIn = (node: Node) => (node.textContent ?? '').match(/mark-\w+-\d+;/g) ?? [];
  new MutationObserver((changes) => {
    for (const change of changes) {
      const nodes = change.type === 'characterData' ? [change.target] : [...change.addedNodes];
      for (const node of nodes) {
        const element = node instanceof Element ? node : node.parentElement;
        const marks = marksIn(node);
        if (element !== null && marks.length > 0) noteAfterFrame(element, marks);
      }
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** A page (or the frame inside it) that can type a message. */
export interface Writer {
  readonly page: Page;
  /** Where the text box and the painted messages are: the page or a frame of it. */
  readonly frame: Pick<Page, 'evaluate' | 'waitForFunction'>;
  focus(): Promise<void>;
}

async function send(
  from: Writer,
  to: Writer,
  mark: string,
  beforeEnterMs: number,
): Promise<number> {
  await from.page.keyboard.insertText(mark);
  if (beforeEnterMs > 0) await pause(beforeEnterMs);
  await from.page.keyboard.press('Enter');
  const typedAt = await from.frame.evaluate(() => window.benchTypedAt);
  const painted = await to.frame.waitForFunction((text) => window.benchPainted.get(text), mark, {
    polling: 20,
    timeout: 10_000,
  });
  return Number(await painted.jsonValue()) - typedAt;
}

const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));

/** What a person needs from the last letter to Enter, and to the next message. */
export interface Pace {
  readonly beforeEnterMs: number;
  readonly pauseMs: number;
}

/** @returns milliseconds from typed to painted, `rounds` in each direction, clocks aligned. */
export async function measureLatency(
  a: Writer,
  b: Writer,
  rounds: number,
  name: string,
  { beforeEnterMs, pauseMs }: Pace,
): Promise<number[]> {
  const there: number[] = [];
  const back: number[] = [];
  await a.focus();
  await b.focus();
  for (let i = 0; i < rounds; i += 1) {
    there.push(await send(a, b, `mark-${name}a-${i};`, beforeEnterMs));
    back.push(await send(b, a, `mark-${name}b-${i};`, beforeEnterMs));
    if (pauseMs > 0) await pause(pauseMs);
  }
  const skew = (median(there) - median(back)) / 2;
  return [...there.map((ms) => ms - skew), ...back.map((ms) => ms + skew)];
}
