/** What a page shows, told as it changes: what was told before the tab died was certainly on the screen. */
import type { BrowserContext } from '@playwright/test';
import * as v from 'valibot';

interface ShownMessage {
  readonly id: string;
  readonly author: string;
  readonly state: string | null;
  readonly text: string;
}

const shownMessages = v.array(
  v.object({
    id: v.string(),
    author: v.string(),
    state: v.nullable(v.string()),
    text: v.string(),
  }),
);

/** To be called before the first page is opened. */
export async function watchTabs(
  context: BrowserContext,
  onShown: (messages: readonly ShownMessage[]) => void,
): Promise<void> {
  await context.exposeBinding('tellShown', (_source, shown: unknown) => {
    onShown(v.parse(shownMessages, shown));
  });
  await context.addInitScript(() => {
    let last = '';
    // tsx gives functions their names by a helper that a page does not have: none here may have one.
    new MutationObserver(() => {
      const shown = [...document.querySelectorAll('[role=log] [data-message]')].map((element) => ({
        id: element.getAttribute('data-message') ?? '',
        author: element.getAttribute('data-author') ?? '',
        state: element.getAttribute('data-state'),
        text: element.querySelector('.bubble')?.textContent?.trim() ?? '',
      }));
      const now = JSON.stringify(shown);
      if (now === last) return;
      last = now;
      const tell = Reflect.get(globalThis, 'tellShown') as (what: unknown) => void;
      tell(shown);
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state'],
    });
  });
}
