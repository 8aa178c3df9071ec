/** What other sites can do to Parley through a browser: forged requests, sockets, frames and messages. */
import { startParley } from '../../../e2e/support/parley.ts';
import { databasePath } from '../../../signaling/database/data-folder.ts';
import { openDatabase } from '../../../signaling/database/database.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Part } from '../../finding.ts';
import { withChromium } from '../chromium.ts';
import { answerTimes } from './answer-times.ts';
import { foreignHeaders, changes } from './changes.ts';
import { forge } from './forgery.ts';
import { messages } from './messages.ts';
import { framing, requests, sockets, type Scene } from './other-sites.ts';
import { openSite } from './site.ts';

const scenes: readonly {
  readonly test: string;
  readonly faults: string;
  readonly iterations: number;
  readonly scene: Scene;
}[] = [
  {
    test: 'A site that is not listed shows our pages in a frame, also around a listed site: none is shown; a listed one gets the chat alone.',
    faults: '7 pages, 2 sites, 2 frames deep, the public snippet',
    iterations: 16,
    scene: framing,
  },
  {
    test: 'A page of another site opens our sockets in the browser of somebody who is signed in: refused.',
    faults: '3 origins, 2 sockets',
    iterations: 6,
    scene: sockets,
  },
  {
    test: 'A page of another site sends every request that changes something, by fetch, beacon and form, and reads what it can: nothing changes, nothing is read.',
    faults: `2 origins, one of them same-site; ${changes.length} routes in 6 ways, 4 reads in 3 ways`,
    iterations: 2 * (changes.length * 6 + 12),
    scene: requests,
  },
  {
    test: 'A stranger posts messages to the host page, the chat in its frame and the chat as a page: none is heard.',
    faults: '11 messages, 40 rounds',
    iterations: 440,
    scene: messages,
  },
];

export const part: Part = {
  name: 'web',
  async prove(_options, report) {
    await withChromium(async (browser) => {
      for (const { scene, ...what } of scenes) {
        const [shop, evil] = [await openSite('shop'), await openSite('evil')];
        const parley = await startParley({ ALLOWED_ORIGINS: shop.origin });
        try {
          const broken = await scene({
            parley,
            shop,
            evil,
            newContext: () => browser.newContext(),
          });
          report({ promises: ['W4', 'W9'], ...what, result: resultOf(broken) });
        } finally {
          await parley.close();
          await Promise.all([shop.close(), evil.close()]);
        }
      }
    });
    report(await forgeries());
    report(await times());
  },
};

async function forgeries(): Promise<Finding> {
  const parley = await startParley();
  const database = await openDatabase(databasePath(parley.dataDir));
  try {
    const botsKey = readFileSync(join(parley.dataDir, 'bots.key'), 'utf8').trim();
    const { url, admin } = parley;
    const { requests: count, broken } = await forge({ url, admin, botsKey, database });
    return {
      promises: ['W4', 'W9'],
      test: 'Every route of /api/openapi.json that changes something is asked as a page of another site would: refused, and no row changes.',
      iterations: count,
      faults: `${changes.length} routes, ${foreignHeaders(url).length} foreign senders, 4 kinds of form, 2 methods`,
      result: resultOf(broken),
    };
  } finally {
    await database.destroy();
    await parley.close();
  }
}

async function times(): Promise<Finding> {
  const parley = await startParley();
  const database = await openDatabase(databasePath(parley.dataDir));
  try {
    const { answers, said, broken } = await answerTimes(parley, database);
    return {
      promises: ['W9'],
      test: 'Whoever guesses names and addresses learns nothing from how long an answer takes: the medians for known and unknown ones differ by less than 5 ms.',
      iterations: answers,
      faults: said,
      result: resultOf(broken),
    };
  } finally {
    await database.destroy();
    await parley.close();
  }
}

function resultOf(broken: readonly string[]): Finding['result'] {
  return broken.length === 0
    ? { state: 'held' }
    : { state: 'broken', because: broken.join(' · ').slice(0, 4000) };
}
