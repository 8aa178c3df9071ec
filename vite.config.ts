import { resolve } from 'node:path';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vite';
import { emojiData } from './scripts/emoji-data.mjs';
import { classicScripts } from './scripts/classic-scripts.mjs';

const page = (path: string) => resolve(import.meta.dirname, 'client', path);
const from = (path: string) => resolve(import.meta.dirname, path);

/** Which plugin took how long is nobody's concern who starts Parley. */
const quiet = { pluginTimings: false };

/** `vite build` makes the pages (dist/client), `vite build --ssr` the programs that run in Node (dist/node). */
export default defineConfig(({ isSsrBuild }) => ({
  root: isSsrBuild ? import.meta.dirname : page('.'),
  publicDir: isSsrBuild ? false : page('public'),
  // Compiled components come to solid-js/web through one door: it carries the Trusted Types policy.
  plugins: [
    solid({ solid: { moduleName: from('client/browser/solid-web.ts') } }),
    ...(isSsrBuild
      ? []
      : [
          emojiData(),
          classicScripts(page('.'), {
            'embed.js': 'embed/embed.ts',
            'embed-chat.js': 'embed/chat-part.ts',
            'chat/sw.js': 'widget/sw.ts',
          }),
        ]),
  ],
  resolve: isSsrBuild ? {} : { alias: { 'lib0/logging': from('client/browser/quiet-logging.ts') } },
  build: isSsrBuild
    ? {
        outDir: from('dist/node'),
        emptyOutDir: true,
        target: 'node20',
        rolldownOptions: {
          checks: quiet,
          input: {
            main: from('signaling/main.ts'),
            su: from('signaling/su.ts'),
            backup: from('signaling/backup.ts'),
            restore: from('signaling/restore.ts'),
            bots: from('bots/main.ts'),
          },
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      }
    : {
        outDir: from('dist/client'),
        emptyOutDir: true,
        target: 'es2022',
        modulePreload: { polyfill: false },
        rolldownOptions: {
          checks: quiet,
          input: {
            home: page('index.html'),
            demo: page('demo/index.html'),
            chat: page('chat/index.html'),
            console: page('console/index.html'),
            account: page('account/index.html'),
          },
          output: { entryFileNames: 'assets/[name]-[hash].js' },
        },
      },
}));
