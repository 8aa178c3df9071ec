/** `npm run dev`: the pages from Vite, which reloads them; server and bots from their sources behind it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createServer } from 'vite';
import { nodeFlags, root } from './processes.mjs';

const pagesPort = Number(process.env.PORT || 5173);
const serverPort = pagesPort + 1;
const pages = `http://127.0.0.1:${pagesPort}`;

const target = `http://127.0.0.1:${serverPort}`;

/** Starts a program from its source, again after every change. */
function watch(program, args, env) {
  const tsx = resolve(root, 'node_modules/.bin/tsx');
  return spawn(tsx, ['watch', '--clear-screen=false', ...nodeFlags, program, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
}

// Browsers come from Vite's origin: the server must take it for its own.
const server = watch('signaling/main.ts', [], {
  PORT: String(serverPort),
  PUBLIC_URL: pages,
  DEMO: '1',
});
let bots;
let stopping = false;

const behind = ['/api', '/session', '/signal', '/healthz', '/readyz', '/metrics'];
const vite = await createServer({
  configFile: resolve(root, 'vite.config.ts'),
  server: {
    host: '127.0.0.1',
    port: pagesPort,
    strictPort: true,
    proxy: Object.fromEntries(behind.map((path) => [path, { target, ws: true }])),
  },
});
await vite.listen();
vite.printUrls();
void startBots();

/** The server makes the bots' key at its first start, so they come after it. */
async function startBots() {
  while (!stopping) {
    const answer = await fetch(`${target}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    await new Promise((again) => setTimeout(again, 500));
  }
  if (!stopping) bots = watch('bots/main.ts', ['faq', 'reverse', 'mat'], { PARLEY_URL: target });
}

async function stop() {
  if (stopping) return;
  stopping = true;
  server.kill('SIGTERM');
  bots?.kill('SIGTERM');
  await vite.close();
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
server.on('exit', () => void stop());
