/**
 * A hostile peer with a valid seat, against each program that takes entries in: pages in Chromium, a bot, the
 * archive. All get the tables that the guard and the channel are tested with.
 */
import { endNodeWebRtc, installNodeGlobals } from '../../../bots/runtime/node-webrtc.ts';
import { entryAttacks } from '../../../conversation/log/attacks.fixture.ts';
import { nonsense } from '../../../conversation/log/nonsense.fixture.ts';
import { startParley, type Parley } from '../../../e2e/support/parley.ts';
import type { Finding, Part } from '../../finding.ts';
import { withChromium } from '../chromium.ts';
import { besiegeArchive } from './archive-siege.ts';
import { chunks } from './chunks.ts';
import type { Place } from './place.ts';
import { botPlace, chatPlace, consolePlace } from './places.ts';
import { besiege } from './siege.ts';
import { linkAttacks } from './table.ts';

/** One participant gets 64 logs in a conversation, and every attacker takes one. */
const attacksPerConversation = 40;

export const part: Part = {
  name: 'attacks',
  async prove({ long }, report) {
    const globals = installNodeGlobals({ onFault: () => undefined });
    const rounds = long ? 20 : 1;
    try {
      await withChromium(async (browser) => {
        for (let round = 0; round < rounds; round += 1) {
          await Promise.all([
            overLinks('the console in Chromium', (parley) => consolePlace(browser, parley), report),
            overLinks(
              "the client's chat in Chromium",
              (parley) => chatPlace(browser, parley),
              report,
            ),
            overLinks('a bot process', botPlace, report),
            overSession(report),
          ]);
        }
      });
    } finally {
      globals.restore();
      endNodeWebRtc();
    }
  },
};

type Report = (finding: Finding) => void;

async function withServer<Value>(work: (parley: Parley) => Promise<Value>): Promise<Value> {
  const parley = await startParley();
  try {
    return await work(parley);
  } finally {
    await parley.close();
  }
}

async function overLinks(
  name: string,
  open: (parley: Parley) => Promise<Place>,
  report: Report,
): Promise<void> {
  const broken: string[] = [];
  for (const attacks of chunks(linkAttacks, attacksPerConversation)) {
    const found = await withServer(async (parley) => {
      const place = await open(parley);
      try {
        return await besiege(place, attacks);
      } finally {
        await place.close();
      }
    });
    broken.push(...found);
  }
  report({
    promises: ['W4', 'W8', 'W9'],
    test: `A peer with a valid seat sends every attack to ${name} over a direct link: the link ends, what is held stays as it was, the conversation goes on.`,
    iterations: linkAttacks.length,
    faults: `${linkAttacks.length} attacks, three times each; ${nonsense.length} signed entries of nonsense`,
    result: resultOf(broken),
  });
}

async function overSession(report: Report): Promise<void> {
  const broken = await withServer((parley) => besiegeArchive(parley, entryAttacks));
  report({
    promises: ['W4', 'W8', 'W9'],
    test: 'A peer with a valid seat uploads every attack, on its own log and on one of another session: each is refused and counted, no row changes, others are served.',
    iterations: entryAttacks.length * 2,
    faults: `${entryAttacks.length} attacks at 2 logs`,
    result: resultOf(broken),
  });
}

function resultOf(broken: readonly string[]): Finding['result'] {
  return broken.length === 0
    ? { state: 'held' }
    : { state: 'broken', because: broken.join(' · ').slice(0, 4000) };
}
