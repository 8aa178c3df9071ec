/** `npm start`: builds where needed, then the server, then, once it is ready, the built-in bots beside it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from './build.mjs';
import { flagsOf, root } from './processes.mjs';

const bots = ['faq', 'reverse', 'mat'];
/** A server that needs longer than this has said why. */
const readyLimitMs = 60_000;

if (!build()) process.exit(1);

const env = { ...process.env, DEMO: process.env.DEMO || '1' };
const program = (name) => resolve(root, 'dist/node', `${name}.js`);
const children = new Set();

function start(name, args, options) {
  const child = spawn(process.execPath, [...flagsOf(name), program(name), ...args], options);
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

const server = start('main', [], { env, stdio: ['inherit', 'pipe', 'inherit'] });
server.on('exit', (code, signal) => {
  for (const child of children) child.kill('SIGTERM');
  process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    // At a terminal, Ctrl-C has reached the children already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    for (const child of children) child.kill('SIGTERM');
  });
}

/** The first address that the server prints is its own; with PORT=0 there is no other way to know it. */
const address = await new Promise((found) => {
  let printed = '';
  server.stdout.on('data', (data) => {
    process.stdout.write(data);
    if (printed === undefined) return;
    printed += data;
    const url = /https?:\/\/[^\s/"]+/.exec(printed)?.[0];
    if (url === undefined) return;
    printed = undefined;
    found(url);
  });
  server.on('exit', () => found(undefined));
});

if (address !== undefined && (await isReady(localAddress(address)))) {
  start('bots', bots, {
    env: { ...env, PARLEY_URL: localAddress(address) },
    stdio: ['ignore', 'inherit', 'inherit'],
  }).on('exit', (code) => {
    if (code && server.exitCode === null)
      process.stderr.write('The bots have ended; the server goes on.\n');
  });
}

/** The bots are on this machine: they need no proxy and no public name. */
function localAddress(printed) {
  const { HOST: host, PORT: port } = env;
  if (!port || port === '0') return env.PUBLIC_URL && !port ? 'http://127.0.0.1:8080' : printed;
  const reachable = !host || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

async function isReady(url) {
  const until = Date.now() + readyLimitMs;
  while (server.exitCode === null && Date.now() < until) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((again) => setTimeout(again, 200));
  }
  return false;
}
