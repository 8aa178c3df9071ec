/** Watches pages for what text must never cause: scripts, requests, dialogs, elements that nobody drew. */
import type { BrowserContext, Frame, Page } from '@playwright/test';
import * as v from 'valibot';
import { isOurs } from './ours.ts';

export interface Watch {
  /** Looks at what is drawn now. @param where a few words, for the report */
  inspect(page: Page, where: string): Promise<void>;
  /** What went wrong so far, as sentences. */
  readonly broken: readonly string[];
  readonly inspections: () => number;
}

declare global {
  interface Window {
    marked?: unknown;
    hostileEvents: string[];
  }
}

/** @param origins whose pages are honest; everything else that is asked for is a request of a payload. */
export async function watch(context: BrowserContext, origins: readonly string[]): Promise<Watch> {
  const broken: string[] = [];
  let inspections = 0;
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      broken.push(`a dialog was shown at ${page.url()}`);
      void dialog.dismiss();
    });
    page.on('websocket', (socket) => {
      if (!origins.some((origin) => isOf(socket.url().replace(/^ws/, 'http'), origin))) {
        broken.push(`a socket was opened to ${socket.url()}`);
      }
    });
    page.on('download', () => broken.push(`a download began at ${page.url()}`));
  });
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const isLocal = url.startsWith('data:') || url.startsWith('blob:');
    if (isLocal || origins.some((origin) => isOf(url, origin))) return route.fallback();
    broken.push(`a request went to ${url}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    window.hostileEvents = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.hostileEvents.push(
        `policy violated: ${event.violatedDirective} by ${event.blockedURI}`,
      );
    });
    window.alert = () => void window.hostileEvents.push('alert was called');
  });
  return {
    broken,
    inspections: () => inspections,
    async inspect(page, where) {
      inspections += 1;
      for (const frame of page.frames()) {
        if (!origins.some((origin) => isOf(frame.url(), origin))) {
          if (frame.url() !== 'about:blank') broken.push(`${where}: a frame shows ${frame.url()}`);
          continue;
        }
        broken.push(...(await strangeIn(frame)).map((what) => `${where}: ${what}`));
      }
    },
  };
}

const isOf = (url: string, origin: string) => url === origin || url.startsWith(`${origin}/`);

async function strangeIn(frame: Frame): Promise<string[]> {
  const { events, marked, elements, type } = await frame.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    const found = new Set<string>();
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) roots.push(element.shadowRoot);
        const attributes = [...element.attributes].map(({ name, value }) => [name, value]);
        const around = new Set<string>();
        for (let at = element.parentElement; at !== null; at = at.parentElement) {
          for (const one of at.classList) around.add(one);
        }
        found.add(JSON.stringify([element.localName, attributes, [...around]]));
      }
    }
    return {
      events: window.hostileEvents,
      marked: window.marked !== undefined,
      elements: [...found],
      type: document.contentType,
    };
  });
  const { origin } = new URL(frame.url());
  const strange = elements.flatMap((json) => {
    const [name, attributes, around] = v.parse(element, JSON.parse(json));
    // How a browser shows what is not HTML; nothing in it is read as tags.
    if (name === 'pre' && plainTypes.has(type)) return [];
    return strangeElement(name, new Map(attributes), origin, new Set(around));
  });
  return [...new Set([...events, ...(marked ? ['a script of a payload ran'] : []), ...strange])];
}

const element = v.tuple([
  v.string(),
  v.array(v.tuple([v.string(), v.string()])),
  v.array(v.string()),
]);
const plainTypes = new Set(['application/json', 'text/plain']);
const loading = ['src', 'srcset', 'data', 'poster', 'background', 'action', 'formaction'];

/**
 * @param around the classes of everything that it stands in
 * @returns what is wrong with an element that stands on a page of `origin`
 */
export function strangeElement(
  name: string,
  attributes: ReadonlyMap<string, string>,
  origin: string,
  around: ReadonlySet<string> = new Set(),
): string[] {
  const own = attributes.get('class') ?? '';
  const strange = isOurs(name, own, around)
    ? []
    : [`there is an element "${name}" that is not ours`];
  const isLink = name === 'a' || name === 'area';
  for (const [attribute, value] of attributes) {
    if (attribute.startsWith('on') || attribute === 'srcdoc' || attribute === 'ping') {
      strange.push(`"${name}" has the attribute "${attribute}"`);
    }
    const isLoaded = loading.includes(attribute) || (attribute === 'href' && !isLink);
    // On a host page the snippet and its frame are of another origin, on purpose; requests are watched anyway.
    const isEmbed = name === 'script' || name === 'iframe';
    if (isLoaded && !isEmbed && addressOf(value, origin)?.origin !== origin) {
      strange.push(`"${name}" loads something of others`);
    }
    if (!isLink || attribute !== 'href') continue;
    const address = addressOf(value, origin);
    if (!['http:', 'https:', 'mailto:', 'tel:'].includes(address?.protocol ?? '')) {
      strange.push(`a link goes to ${address?.protocol ?? 'nowhere'}`);
    }
    const leaves = address?.protocol.startsWith('http') === true && address.origin !== origin;
    const words = attributes.get('rel')?.split(' ') ?? [];
    if (leaves && !words.includes('noopener') && !words.includes('noreferrer')) {
      strange.push('a link to another site gives it an opener');
    }
  }
  return strange;
}

const addressOf = (value: string, origin: string) =>
  URL.canParse(value, origin) ? new URL(value, origin) : undefined;
