/** The corpus of markup through every field, looked at in every place: text stays text. */
import { startParley } from '../../../e2e/support/parley.ts';
import type { Finding, Part } from '../../finding.ts';
import { withChromium } from '../chromium.ts';
import { openSite } from '../web/site.ts';
import type { Field } from './field.ts';
import { fields } from './fields.ts';
import { tryMails } from './mails.ts';
import { payloads, someOf } from './payloads.ts';
import { setStage, writable } from './stage.ts';
import { watch } from './watch.ts';

/** Of a field whose payloads take a page each. */
const someInShort = 12;

export const part: Part = {
  name: 'markup',
  async prove({ long, seed, wants }, report) {
    if (wants('e-mail')) report(await mailed());
    await withChromium(async (browser) => {
      for (const field of fields.filter((one) => wants(one.field))) {
        const some = field.each === true && !long ? someOf(someInShort, seed) : payloads;
        const shop = await openSite('shop');
        const parley = await startParley({ ALLOWED_ORIGINS: shop.origin });
        try {
          const stage = await setStage({
            parley,
            shop,
            newBrowser: async () => {
              const context = await browser.newContext();
              return { context, watch: await watch(context, [parley.url, shop.origin]) };
            },
          });
          report(await findingOf(field, some, seed, () => field.try(stage, some)));
        } finally {
          await parley.close();
          await shop.close();
        }
      }
    });
  },
};

async function mailed(): Promise<Finding> {
  const texts = writable(payloads);
  const { delivered, refused, broken } = await tryMails(texts);
  return {
    promises: ['W4', 'W9'],
    test: 'Markup and line ends in the subject, the text and the recipient of an e-mail stay text: no header, no other recipient.',
    iterations: texts.length,
    faults: `${delivered} delivered, ${refused} refused`,
    result:
      broken.length === 0
        ? { state: 'held' }
        : { state: 'broken', because: broken.slice(0, 12).join(' · ').slice(0, 3000) },
  };
}

async function findingOf(
  { field, places }: Field,
  some: readonly string[],
  seed: number,
  attempt: () => ReturnType<Field['try']>,
): Promise<Finding> {
  const test = `Markup in the field "${field}" stays text at ${places.join(', ')}: no script, no request to others, no dialog, no element, no policy violated.`;
  const common = { promises: ['W4', 'W9'], test, iterations: some.length, seed };
  const tried = await attempt().catch((error: unknown) => String(error).slice(0, 600));
  if (typeof tried === 'string') {
    const because = `it could not be tried to its end: ${tried}`;
    return { ...common, faults: '', result: { state: 'broken', because } };
  }
  const { shown, refused, watch: seen, broken = [] } = tried;
  const wrong = [...new Set([...seen.broken, ...broken])];
  return {
    ...common,
    faults: `${shown} shown, ${refused} refused, ${seen.inspections()} looks`,
    result:
      wrong.length === 0
        ? { state: 'held' }
        : { state: 'broken', because: wrong.slice(0, 12).join(' · ').slice(0, 3000) },
  };
}
