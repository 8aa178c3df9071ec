/** Places where what was written is shown, looked at from one end to the other. */
import type { Locator, Page } from '@playwright/test';
import type { Stage } from './stage.ts';
import type { Watch } from './watch.ts';

/** The archive's list, one transcript of it, and a search whose hits are the payloads. */
export async function archive(
  page: Page,
  { parley }: Stage,
  watch: Watch,
  conversation: string | undefined,
): Promise<void> {
  const list = await archiveList(page, { parley }, watch);
  if (conversation === undefined) await list.getByRole('link').first().click();
  else await page.goto(`${parley.url}/console/archive/${conversation}`);
  await page.getByRole('region', { name: 'Transcript', exact: true }).waitFor();
  await page.locator('[data-message]').first().waitFor();
  await scrollThrough(page, watch, 'the transcript');
  for (const words of ['marked', 'evil', 'script', 'alert']) {
    await page.goto(`${parley.url}/console/archive`);
    const answered = page.waitForResponse(/\/api\/archive\/search/);
    await page.getByRole('searchbox', { name: 'Search transcripts', exact: true }).fill(words);
    await answered;
    await page.getByText(/messages? found/).waitFor();
    await watch.inspect(page, 'search results');
  }
}

export async function archiveList(
  page: Page,
  { parley }: Pick<Stage, 'parley'>,
  watch: Watch,
): Promise<Locator> {
  await page.goto(`${parley.url}/console/archive`);
  const list = page.getByRole('list', { name: 'Archived conversations', exact: true });
  await list.getByRole('listitem').first().waitFor();
  await watch.inspect(page, 'the archive list');
  return list;
}

/** Long threads draw only what is visible: every screen of it is looked at. @returns texts that were drawn */
export async function scrollThrough(page: Page, watch: Watch, where: string): Promise<Set<string>> {
  const drawn = new Set<string>();
  for (let screens = 0; screens < 400; screens += 1) {
    await watch.inspect(page, where);
    const { texts, isEnd } = await page.evaluate(() => {
      const bubbles = [...document.querySelectorAll('[data-message] .bubble')];
      const first = document.querySelector('[data-message]');
      let scroller = first?.parentElement ?? null;
      while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1) {
        scroller = scroller.parentElement;
      }
      const before = scroller?.scrollTop ?? 0;
      scroller?.scrollBy({ top: -scroller.clientHeight * 0.8, behavior: 'instant' });
      return {
        texts: bubbles.map((bubble) => bubble.textContent ?? ''),
        isEnd: (scroller?.scrollTop ?? 0) === before,
      };
    });
    for (const text of texts) drawn.add(squeezed(text));
    if (isEnd) break;
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  return drawn;
}

const squeezed = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
