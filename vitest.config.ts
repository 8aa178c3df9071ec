import { resolve } from 'node:path';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { emojiData } from './scripts/emoji-data.mjs';

const from = (path: string) => resolve(import.meta.dirname, path);

/** Child processes: node-datachannel and better-sqlite3 are native, and threads of one process would share them. */
const shared = { environment: 'node', pool: 'forks', testTimeout: 20_000 } as const;

/**
 * Two projects, because Solid's plugin resolves packages as a browser does (ws would be its browser stub), and
 * Solid's own tests need exactly that: under Node's conditions its effects do not run.
 */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    maxWorkers: 2,
    projects: [
      {
        root: import.meta.dirname,
        test: {
          ...shared,
          name: 'node',
          include: ['{conversation,signaling,bots,prove,bench}/**/*.test.ts'],
        },
      },
      {
        root: import.meta.dirname,
        plugins: [
          emojiData(),
          solid({ solid: { moduleName: from('client/browser/solid-web.ts') } }),
        ],
        test: {
          ...shared,
          name: 'client',
          // A hundred small files: a world of its own for each takes four times as long.
          isolate: false,
          include: ['client/**/*.test.{ts,tsx}'],
          // Style sheets are empty in tests, except the one whose colours are checked.
          css: { include: [/tokens\.css/] },
        },
      },
    ],
  },
});
