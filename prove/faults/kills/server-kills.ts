/** The server dies, again and again, while clients and bots talk over WebRTC; both sides go on. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Conversation } from '../../../conversation/peer/api.ts';
import { must, type Tried } from '../../support/claim.ts';
import {
  becomeBot,
  isAllSaved,
  openPerson,
  textsOf,
  until,
  type Pair,
} from '../../support/people.ts';
import { wholeNumber } from '../../support/random.ts';
import { inspect, inspectCopy } from '../../support/saved.ts';
import { startServerProgram, type ServerProgram } from '../../support/server-program.ts';
import { directTransport, visitorToken } from './direct.ts';
import { sameAsArchive } from './same-as-archive.ts';
import { createWitness } from './witness.ts';

export interface ServerKillsOptions {
  readonly kills: number;
  readonly pairs: number;
  readonly random: () => number;
  readonly fromSources?: boolean;
}

/** A start that takes longer than this is killed in the middle of it, ms. */
const startingMs = 600;
/** One in so many dies before it is up. */
const startsKilled = 7;

/** A client asks a bot of its own, and both have the direct link. */
async function introduce(url: string, botsKey: string, n: number): Promise<Pair> {
  const name = `bot${n}`;
  const token = await becomeBot(url, botsKey, name);
  const bot = openPerson({ url, token, transport: directTransport(url) });
  bot.setAvailable(true);
  await until(bot, 'the bot is there', () => bot.available() && bot.session().state === 'online');
  const client = openPerson({
    url,
    token: await visitorToken(url),
    transport: directTransport(url),
  });
  const asked = client.start({ prefer: name });
  asked.say('client 1');
  await until(bot, 'the bot is asked', () =>
    bot.listed().some((it) => it.conversation === asked.id),
  );
  const answered = bot.open(asked.id);
  await until(answered, 'a direct link', () => answered.link() === 'direct');
  await until(asked, 'a direct link', () => asked.link() === 'direct');
  return {
    client,
    bot,
    asked,
    answered,
    close: async () => {
      await Promise.all([client.close(), bot.close()]);
    },
  };
}

/** Says the next line now and then, until it is stopped. */
function chatter(conversation: Conversation, who: string, random: () => number) {
  let said = conversation.items().filter((item) => item.kind === 'message' && item.mine).length;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const say = () => conversation.say(`${who} ${(said += 1)}`);
  const goOn = () => {
    if (isStopped) return;
    say();
    // Slower than the archive takes them (limits.ts), so that nobody lags behind for ever.
    timer = setTimeout(goOn, wholeNumber(random, 200, 1000));
  };
  goOn();
  return {
    say,
    said: () => said,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const savedBy = (side: Conversation) =>
  side
    .items()
    .filter((item) => item.kind === 'message' && item.mine && item.receivedAt !== undefined).length;

export async function killServers(options: ServerKillsOptions): Promise<Tried> {
  const { random } = options;
  const folder = mkdtempSync(join(tmpdir(), 'parley-kills-'));
  const dataDir = join(folder, 'data');
  let port = 0;
  let server: ServerProgram | undefined;
  const start = () =>
    (server = startServerProgram({
      dataDir,
      port,
      environment: { LOG_LEVEL: 'silent' },
      ...(options.fromSources === undefined ? {} : { fromSources: options.fromSources }),
    }));
  const pairs: Pair[] = [];
  let talking: ReturnType<typeof chatter>[] = [];
  try {
    const url = await start().url;
    port = Number(new URL(url).port);
    const botsKey = readFileSync(join(dataDir, 'bots.key'), 'utf8').trim();
    for (let n = 0; n < options.pairs; n += 1) pairs.push(await introduce(url, botsKey, n));
    const sides = pairs.flatMap(({ asked, answered }) => [asked, answered]);
    const witness = createWitness(sides);
    talking = sides.map((side, i) => chatter(side, i % 2 === 0 ? 'client' : 'bot', random));

    let kills = 0;
    let directAtKill = 0;
    for (; kills < options.kills; kills += 1) {
      const isStarting = kills % startsKilled === startsKilled - 1;
      if (isStarting) await pause(random() * startingMs);
      else {
        await server?.url;
        for (const { client, bot } of pairs) [client, bot].forEach((peer) => peer.wake());
        const side = sides[Math.floor(random() * sides.length)] ?? sides[0];
        if (side === undefined) throw new Error('Nobody talks.');
        const before = savedBy(side);
        await until(side, 'something is saved after a restart', () => savedBy(side) > before);
        for (const one of talking) one.say();
        await pause(random() * 30);
      }
      if (sides.every((side) => side.link() === 'direct')) directAtKill += 1;
      server?.kill();
      await server?.ended;
      witness.look();
      const { complaints } = await inspectCopy(dataDir, witness.shownAsSaved());
      must(complaints.length === 0, `after kill ${kills + 1}: ${complaints.join('; ')}`);
      start();
    }

    for (const one of talking) one.stop();
    await server?.url;
    for (const { client, bot } of pairs) [client, bot].forEach((peer) => peer.wake());
    await Promise.all(
      sides.map((side, i) => {
        const other = sides[i ^ 1];
        const texts = () => textsOf(side);
        return until(
          side,
          'all that was said is saved, and the same on both sides',
          () =>
            isAllSaved(side) &&
            side.items().every((item) => item.receivedAt !== undefined) &&
            other !== undefined &&
            JSON.stringify(texts()) === JSON.stringify(textsOf(other)),
          60_000,
        );
      }),
    );
    witness.look();
    server?.kill('SIGTERM');
    await server?.ended;
    const archive = await inspect(dataDir, witness.shownAsSaved());
    must(archive.complaints.length === 0, archive.complaints.join('; '));
    for (const side of sides) sameAsArchive(side, archive);
    const said = talking.reduce((sum, one) => sum + one.said(), 0);
    return {
      iterations: kills,
      faults: `${kills} kill -9 of the server`,
      note: `${said} texts, all there once and in order; at ${directAtKill} kills every link was direct`,
    };
  } finally {
    for (const one of talking) one.stop();
    server?.kill();
    await server?.ended;
    await Promise.all(pairs.map((pair) => pair.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}
