/** `npm run serve`: one server, until it is told to stop. */
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { SetupError } from './setup-error.ts';

/** Supervisors wait a while before they kill; we are gone before that. */
const stopLimitMs = 20_000;

try {
  // The data folder holds the installation's keys: what is made in it is for this user alone.
  process.umask(0o077);
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const server = await startServer(config, { log });
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait.
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    server.close().then(
      () => process.exit(0),
      (err: unknown) => {
        log.fatal({ err }, 'the server did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

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
