/** `npm run bots -- <name or file>...`: the named bots in one process, until it is told to stop. */
import { createNodeClock } from './runtime/node-clock.ts';
import { openNodePeer } from './runtime/node-peer.ts';
import { endNodeWebRtc, installNodeGlobals } from './runtime/node-webrtc.ts';
import { runBots } from './runtime/run-bots.ts';
import { signIn } from './runtime/sign-in.ts';
import { botNamed } from './named-bots.ts';
import { keyFrom, serverFrom } from './settings.ts';

/** A bot that does not let go for so long is left behind. */
const stopLimitMs = 3000;

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** The stack is for whoever wrote the bot; what clients said is in none of them. */
function report(sentence: string, error?: unknown): void {
  const stack = error instanceof Error ? `\n${error.stack ?? error.message}` : '';
  process.stderr.write(`${sentence}${stack}\n`);
}

async function main(names: readonly string[]): Promise<void> {
  if (names.length === 0) fail('Name the bots to run, such as: npm run bots -- reverse mat faq');
  const bots = [];
  for (const name of new Set(names)) {
    const bot = await botNamed(name);
    if (!bot.ok) fail(bot.refusal);
    bots.push(bot.value);
  }
  const server = serverFrom(process.env);
  if (!server.ok) fail(server.refusal);
  const key = keyFrom(process.env, bots.length);
  if (!key.ok) fail(key.refusal);

  // One client's trouble must never take the conversations of all the others with it.
  process.on('uncaughtException', (error) => report('An error was not handled.', error));
  process.on('unhandledRejection', (error) => report('A rejection was not handled.', error));

  const globals = installNodeGlobals({
    onFault: (error) => report('A signal could not be handled.', error),
  });
  const address = { server: server.value, fetch };
  const clock = createNodeClock();
  const running = runBots(bots, {
    signIn: (who) => signIn(address, key.value, who),
    openPeer: (token) => openNodePeer({ address, token, clock, report }),
    clock,
    random: Math.random,
    report,
  });

  let stopping = false;
  const stop = () => {
    // A terminal and npm may both pass the same Ctrl-C on.
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), stopLimitMs).unref();
    void running.close().then(() => {
      globals.restore();
      endNodeWebRtc();
      process.exit(0);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

await main(process.argv.slice(2));
