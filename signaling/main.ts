/** `npm run serve`: one server, until it is told to stop. */
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { SetupError } from './setup-error.ts';

/** Supervisors wait a while before they kill; we are gone before that. */
const stopLimitMs = 20_000;
/** One Ctrl-C may arrive twice, from the terminal and from npm; whoever asks again later does not want to wait. */
const patienceMs = 2_000;

try {
  // The data folder holds the installation's keys: what is made in it is for this user alone.
  process.umask(0o077);
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const server = await startServer(config, {
    log,
    // At once, as if killed: in an orderly end there would be more commits.
    onDiskBroken: (sentence) => {
      process.stderr.write(`${sentence}\n`);
      process.exit(1);
    },
  });
  let stoppingSince: number | undefined;
  const stop = (why: string, code = 0) => {
    if (stoppingSince !== undefined) {
      if (Date.now() - stoppingSince > patienceMs) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    server.close().then(
      () => process.exit(code),
      (err: unknown) => {
        log.fatal({ err }, 'the server did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', (signal) => stop(signal));
  process.on('SIGINT', (signal) => stop(signal));
  // One request or socket went wrong; the others go on.
  process.on('unhandledRejection', (err) => log.error({ err }, 'something failed unnoticed'));
  // Nobody knows what is true after this, so the supervisor gets a chance to start anew.
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'the server has a fault');
    stop('fault', 1);
  });

  const lines = [
    `Parley is at ${server.url}/`,
    ...(config.demo ? [`  Demo     ${server.url}/demo/`] : []),
    `  Console  ${server.url}/console/`,
  ];
  if (server.firstAdmin !== undefined) {
    const { username, password } = server.firstAdmin;
    lines.push(`Sign in at ${server.url}/console/ as "${username}" with password "${password}"`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
