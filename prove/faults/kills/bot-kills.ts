/** The program of a bot dies, again and again, with its memory, while clients talk to it over WebRTC. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reverseWords } from '../../../bots/reverse/reverse.ts';
import type { Conversation, Peer } from '../../../conversation/peer/api.ts';
import { startBotsProgram, type BotsProgram } from '../../support/bots-program.ts';
import { must, type Tried } from '../../support/claim.ts';
import { isAllSaved, openPerson, until } from '../../support/people.ts';
import { inspect, inspectLive } from '../../support/saved.ts';
import { startServerProgram } from '../../support/server-program.ts';
import { directTransport, visitorToken } from './direct.ts';
import { sameAsArchive } from './same-as-archive.ts';
import { createWitness } from './witness.ts';

export interface BotKillsOptions {
  readonly kills: number;
  readonly clients: number;
  readonly random: () => number;
  readonly fromSources?: boolean;
}

/**
 * Between two kills: whoever writes faster than a client may (limits.ts, LIM2) has an archive that lags behind, and no
 * program could know then what was answered.
 */
const restMs = 1_500;
/** The first answer was on its way, on a busy machine, when the next program looked: one of a hundred at the most. */
const mostTwice = 0.01;

/** How long a question waits for its answer, with a restart in between, on a busy machine. */
const patienceMs = 30_000;

/** What the bot said, in the order shown. */
const answersIn = (conversation: Conversation) =>
  conversation
    .items()
    .flatMap((item) => (item.kind === 'message' && item.author.role === 'bot' ? [item.text] : []));

export async function killBots(options: BotKillsOptions): Promise<Tried> {
  const { random } = options;
  const from = options.fromSources === undefined ? {} : { fromSources: options.fromSources };
  const folder = mkdtempSync(join(tmpdir(), 'parley-kills-'));
  const dataDir = join(folder, 'data');
  const server = startServerProgram({
    dataDir,
    environment: { LOG_LEVEL: 'silent' },
    ...from,
  });
  const clients: Peer[] = [];
  let bots: BotsProgram | undefined;
  try {
    const url = await server.url;
    const start = () => (bots = startBotsProgram({ bot: 'reverse', url, dataDir, ...from }));
    await start().here;
    const conversations: Conversation[] = [];
    for (let n = 0; n < options.clients; n += 1) {
      const client = openPerson({
        url,
        token: await visitorToken(url),
        transport: directTransport(url),
      });
      clients.push(client);
      conversations.push(client.start({ prefer: 'reverse' }));
    }
    const witness = createWitness(conversations, (who) => who === 'client');
    let said = 0;
    let directAtKill = 0;
    const sayAll = () => {
      said += 1;
      for (const conversation of conversations) conversation.say(`client ${said}`);
    };
    /** Every question so far, also those that the dead programs owed (bots/runtime/unanswered.ts). */
    const allAnswered = () =>
      Promise.all(
        conversations.map((conversation) =>
          until(
            conversation,
            `everything up to "client ${said}" is answered`,
            () => {
              const answers = new Set(answersIn(conversation));
              const isAnswered = (n: number) => answers.has(reverseWords(`client ${n}`));
              return Array.from({ length: said }, (_, n) => n + 1).every(isAnswered);
            },
            patienceMs,
          ),
        ),
      );
    sayAll();
    await allAnswered();

    for (let kill = 1; kill <= options.kills; kill += 1) {
      await pause(restMs);
      sayAll();
      await pause(random() * 60);
      if (random() < 0.5) sayAll();
      await pause(random() * 60);
      if (conversations.some((it) => it.link() === 'direct')) directAtKill += 1;
      bots?.kill();
      await bots?.ended;
      witness.look();
      const complaints = inspectLive(dataDir, witness.shownAsSaved());
      must(complaints.length === 0, `after kill ${kill}: ${complaints.join('; ')}`);
      await start().here;
      sayAll();
      await allAnswered();
      // Now and then it is met before the direct link is back.
      if (random() < 0.3) continue;
      await Promise.all(
        conversations.map((it) => until(it, 'a direct link again', () => it.link() === 'direct')),
      );
    }

    await Promise.all(
      conversations.map((it) =>
        until(it, 'everything is saved', () => {
          const all = it.items().every((item) => item.receivedAt !== undefined);
          return all && isAllSaved(it);
        }),
      ),
    );
    witness.look();
    bots?.kill();
    await bots?.ended;
    server.kill('SIGTERM');
    await server.ended;
    const archive = await inspect(dataDir, witness.shownAsSaved());
    must(archive.complaints.length === 0, archive.complaints.join('; '));
    for (const it of conversations) sameAsArchive(it, archive);
    const answers = conversations.map(answersIn);
    const twice = answers.reduce((sum, each) => sum + each.length - new Set(each).size, 0);
    const total = answers.reduce((sum, each) => sum + each.length, 0);
    must(twice <= total * mostTwice, `${twice} of ${total} answers were given twice`);
    const questions = said * conversations.length;
    return {
      iterations: options.kills,
      faults: `${options.kills} kill -9 of the bot's program`,
      note: `${questions} questions, all answered, ${twice} of them twice; ${directAtKill} kills with a direct link`,
    };
  } finally {
    bots?.kill();
    await bots?.ended;
    server.kill();
    await server.ended;
    await Promise.all(clients.map((client) => client.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}
