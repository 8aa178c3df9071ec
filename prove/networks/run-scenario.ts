/** One scenario with one pair of programs, from an empty laboratory to the comparison of what everybody holds. */
import { randomBytes } from 'node:crypto';
import { linkLimits } from '../../conversation/peer/webrtc/link-limits.ts';
import { openAgentInChromium, openClientInChromium, type BrowserPlace } from './chromium-side.ts';
import { startCoturn } from './coturn.ts';
import { openAgentInFirefox, openClientInFirefox } from './firefox-side.ts';
import {
  createInternet,
  publicNetworks,
  serverAddress,
  turnAddress,
  type Internet,
} from './internet.ts';
import { openNodeIn } from './node-side.ts';
import { startServerIn, type ServerInLab } from './parley-in-lab.ts';
import type { Code } from './programs.ts';
import { linkOf, type Pair, type Scenario, type SteadyLink, type Trouble } from './scenarios.ts';
import {
  has,
  isRead,
  NotInTime,
  until,
  type AnsweringSide,
  type Kind,
  type Side,
  type Sight,
} from './side.ts';

export interface Measured {
  readonly link: SteadyLink;
  readonly messages: number;
  readonly firstReadMs: number;
  readonly linkMs: number;
  /** After the trouble. */
  readonly backMs?: number;
  readonly linkBackMs?: number;
}

/** Where no link is expected, one attempt has the time to prove that wrong. */
const attemptMs = 7_000;
/** From the last message to its place in the archive, when nothing is in the way any more. */
const archiveLimitMs = 15_000;
/** A message on a good link. */
const messageLimitMs = 5_000;

/** @throws NotInTime and Different where a promise was broken. */
export async function runScenario(scenario: Scenario, pair: Pair, code: Code): Promise<Measured> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const internet = await createInternet(scenario);
    closers.push(() => internet.close());
    const { lab } = internet;
    const secret = randomBytes(32).toString('hex');
    const webPort = scenario.turnWebPort;
    const turn = await startCoturn({
      lab,
      place: 'turn',
      address: turnAddress,
      secret,
      allowedPeers: publicNetworks,
      webPort,
    });
    closers.push(() => turn.close());
    const server = await startServerIn({ lab, code, turnSecret: secret, webPort });
    closers.push(() => server.close());
    await internet.core({ lossPercent: scenario.lossPercent });
    const [clientKind, answersKind] = pair;
    const { url } = server;
    const [client, answers] = await Promise.all([
      openClient[clientKind]({ lab, home: 'a', url }),
      openAnswering[answersKind]({ lab, home: 'b', url }, server),
    ]);
    closers.push(
      () => client.close(),
      () => answers.close(),
    );
    return await talk({
      scenario,
      link: linkOf(scenario, pair),
      internet,
      server,
      client,
      answers,
    });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

const openClient: Record<Kind, (place: BrowserPlace) => Promise<Side>> = {
  Chromium: openClientInChromium,
  Firefox: openClientInFirefox,
  Node: (place) => openNodeIn(place),
};

const openAnswering: Record<
  Kind,
  (place: BrowserPlace, server: ServerInLab) => Promise<AnsweringSide>
> = {
  Chromium: (place, { admin }) => openAgentInChromium(place, admin),
  Firefox: (place, { admin }) => openAgentInFirefox(place, admin),
  Node: (place, { botsKey }) => openNodeIn(place, botsKey),
};

interface Stage {
  readonly scenario: Scenario;
  readonly link: SteadyLink;
  readonly internet: Internet;
  readonly server: ServerInLab;
  readonly client: Side;
  readonly answers: AnsweringSide;
}

async function talk(stage: Stage): Promise<Measured> {
  const { scenario, link, client, answers, server } = stage;
  const { within } = scenario;
  const both = [client, answers];
  const said = new Set<string>();
  const say = async (side: Side, text: string) => {
    said.add(text);
    await side.say(text);
  };

  const began = performance.now();
  const settled = () =>
    Promise.all(
      both.map((side) =>
        until(`A ${link} link`, side, within.linkMs, (sight) => sight.link === link),
      ),
    );
  await say(client, 'Hello');
  const taken = answers.take();
  const [firstReadMs] = await Promise.all([
    until('Reading the first message', client, within.firstReadMs, isRead('Hello')),
    taken,
  ]);
  await settled();
  const linkMs = Math.round(performance.now() - began);
  if (link === 'server') await staysOnServer(both);
  for (const turn of [1, 2, 3]) {
    await say(client, `Question ${turn}`);
    await say(answers, `Answer ${turn}`);
  }
  await everythingIsThere(both, said, scenario.lossPercent > 0 ? 30_000 : messageLimitMs);

  const trouble = scenario.trouble;
  const back = trouble && (await liveThrough(trouble, stage, say, said));

  await say(client, 'Thank you');
  await say(answers, 'Goodbye');
  await everythingIsThere(both, said, scenario.lossPercent > 0 ? 30_000 : messageLimitMs);
  await allTheSame(both, server, said);
  return { link, messages: said.size, firstReadMs, linkMs, ...back };
}

async function liveThrough(
  trouble: Trouble,
  { scenario, link, internet, client, answers }: Stage,
  say: (side: Side, text: string) => Promise<void>,
  said: ReadonlySet<string>,
): Promise<Pick<Measured, 'backMs' | 'linkBackMs'>> {
  const { backMs = 0, linkBackMs = 0 } = scenario.within;
  const both = [client, answers];
  const speak = async (when: string) => {
    await say(client, `Are you there, ${when}?`);
    await say(answers, `Can you hear me, ${when}?`);
  };
  switch (trouble.what) {
    case 'server unreachable': {
      await internet.core({ unreachable: [serverAddress] });
      await speak('at once');
      await everythingIsThere(both, said, messageLimitMs);
      await pause(trouble.forMs);
      await speak('after a while');
      await everythingIsThere(both, said, messageLimitMs);
      await internet.core({ unreachable: [] });
      break;
    }
    case 'everything unreachable': {
      await internet.cut('a', true);
      await speak('at once');
      await pause(trouble.forMs);
      await speak('after a while');
      await internet.cut('a', false);
      break;
    }
    case 'new address': {
      await internet.readdress('a');
      await speak('at once');
      break;
    }
  }
  const since = performance.now();
  const elapsed = () => Math.round(performance.now() - since);
  /** A link that died without a word is believed in for a while. */
  const believedUntil = since + (trouble.what === 'new address' ? linkLimits.silentMs + 1_000 : 0);
  const isBack = (sight: Sight) => sight.link === link && performance.now() >= believedUntil;
  const [allThereMs, linkedMs] = await Promise.all([
    everythingIsThere(both, said, backMs).then(elapsed),
    Promise.all(both.map((side) => until(`A ${link} link again`, side, linkBackMs, isBack))).then(
      elapsed,
    ),
  ]);
  return { backMs: allThereMs, linkBackMs: linkedMs };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function everythingIsThere(
  sides: readonly Side[],
  said: ReadonlySet<string>,
  limitMs: number,
): Promise<void> {
  await Promise.all(
    [...said].flatMap((text) =>
      sides.map((side) => until(`"${text}" on both screens`, side, limitMs, has(text))),
    ),
  );
}

async function staysOnServer(sides: readonly Side[]): Promise<void> {
  const endsAt = performance.now() + attemptMs;
  while (performance.now() < endsAt) {
    for (const side of sides) {
      const { link } = await side.look();
      if (link !== 'server') throw new Different(`The link became "${link}", not "server".`);
    }
    await pause(200);
  }
}

/** What somebody holds is not what it should be. */
export class Different extends Error {}

/** Both screens and the archive: every text once, in one order. */
async function allTheSame(
  sides: readonly Side[],
  server: ServerInLab,
  said: ReadonlySet<string>,
): Promise<void> {
  const giveUpAt = performance.now() + archiveLimitMs;
  let archived = await server.archivedTexts();
  while (archived.length < said.size && performance.now() < giveUpAt) {
    await pause(250);
    archived = await server.archivedTexts();
  }
  same('The archive', archived.toSorted(), [...said].toSorted());
  for (const side of sides) {
    const inOrder = ({ messages }: { readonly messages: readonly { readonly text: string }[] }) =>
      messages.map(({ text }) => text);
    try {
      await until('The order of the archive', side, archiveLimitMs, (sight) =>
        isSame(inOrder(sight), archived),
      );
    } catch (error) {
      if (!(error instanceof NotInTime)) throw error;
      same('A screen', inOrder(await side.look()), archived);
    }
  }
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, at) => text === b[at]);

function same(what: string, found: readonly string[], expected: readonly string[]): void {
  if (isSame(found, expected)) return;
  throw new Different(
    `${what} holds ${found.join(' | ')}; it should hold ${expected.join(' | ')}.`,
  );
}
