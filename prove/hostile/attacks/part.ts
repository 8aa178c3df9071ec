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
import { linkAttacks, type LinkAttack } from './table.ts';

/** Whoever was struck out is kept out for a minute, with all their programs: the next attack is somebody else's. */
const sieges: readonly (readonly LinkAttack[])[] = [
  linkAttacks.filter(({ strikes }) => !strikes),
  ...linkAttacks.filter(({ strikes }) => strikes).map((attack) => [attack]),
];

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
            overBots(report),
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

const siegesAtOnce = 13;

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
  for (const siege of sieges) {
    broken.push(...(await withServer((parley) => layTo(siege, () => open(parley)))));
  }
  report(findingOf(name, broken));
}

/** Each takes as long as its author is kept out, so many are laid at once. */
async function overBots(report: Report): Promise<void> {
  const broken = await withServer(async (parley) => {
    const stop = await parley.bots('reverse');
    const found: string[] = [];
    for (const some of chunks(sieges, siegesAtOnce)) {
      const all = some.map((siege) =>
        layTo(siege, () => botPlace(parley, `127.0.40.${sieges.indexOf(siege) + 1}`)),
      );
      found.push(...(await Promise.all(all)).flat());
    }
    await stop();
    return found;
  });
  report(findingOf('a bot process', broken));
}

async function layTo(siege: readonly LinkAttack[], open: () => Promise<Place>): Promise<string[]> {
  const place = await open();
  try {
    return await besiege(place, siege, { talksNonsense: siege === sieges[0] });
  } finally {
    await place.close();
  }
}

function findingOf(name: string, broken: readonly string[]): Finding {
  return {
    promises: ['W4', 'W8', 'W9'],
    test: `A peer with a valid seat sends every attack to ${name} over a direct link: the link ends, what is held stays as it was, the conversation goes on.`,
    iterations: linkAttacks.length,
    faults: `${linkAttacks.length} attacks, three times each; ${nonsense.length} signed entries of nonsense`,
    result: resultOf(broken),
  };
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
