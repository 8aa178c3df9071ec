/** `npm run dev`: the pages from Vite, which reloads them, and the server from its sources behind it. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createServer } from 'vite';
import { nodeFlags, root } from './processes.mjs';

const pagesPort = Number(process.env.PORT || 5173);
const serverPort = pagesPort + 1;
const pages = `http://127.0.0.1:${pagesPort}`;

const tsx = resolve(root, 'node_modules/.bin/tsx');
const server = spawn(tsx, ['watch', '--clear-screen=false', ...nodeFlags, 'signaling/main.ts'], {
  cwd: root,
  stdio: 'inherit',
  // Browsers come from Vite's origin: the server must take it for its own.
  env: { ...process.env, PORT: String(serverPort), PUBLIC_URL: pages, DEMO: '1' },
});

const target = `http://127.0.0.1:${serverPort}`;
const behind = ['/api', '/session', '/signal', '/healthz', '/readyz', '/metrics'];
const vite = await createServer({
  configFile: resolve(root, 'vite.config.ts'),
  plugins: [
    {
      name: 'embed-from-source',
      configureServer({ middlewares }) {
        middlewares.use((request, _, next) => {
          if (request.url === '/embed.js') request.url = '/embed/embed.ts';
          next();
        });
      },
    },
  ],
  server: {
    host: '127.0.0.1',
    port: pagesPort,
    strictPort: true,
    proxy: Object.fromEntries(behind.map((path) => [path, { target, ws: true }])),
  },
});
await vite.listen();
vite.printUrls();

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  server.kill('SIGTERM');
  await vite.close();
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
server.on('exit', () => void stop());
