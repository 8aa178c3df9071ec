import { resolve } from 'node:path';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vite';
import { emojiData } from './scripts/emoji-data.mjs';
import { classicScripts } from './scripts/classic-scripts.mjs';
import { inTwoPieces } from './scripts/two-pieces.mjs';

const page = (path: string) => resolve(import.meta.dirname, 'client', path);
const from = (path: string) => resolve(import.meta.dirname, path);

/** Which plugin took how long is nobody's concern who starts Parley; what the chat loads late, the console has at once. */
const quiet = { pluginTimings: false, ineffectiveDynamicImport: false };

const pages = {
  home: page('index.html'),
  demo: page('demo/index.html'),
  console: page('console/index.html'),
  account: page('account/index.html'),
};
const chat = { chat: page('chat/index.html') };
const pieces = inTwoPieces(page('widget/main.ts'), page('widget/start.tsx'));

/** Late parts of the chat come when it is idle, one after the other: their lists of scripts are not worth their bytes. */
const withoutScripts = (_name: string, files: string[], { hostType }: { hostType: string }) =>
  hostType === 'html' ? files : files.filter((file) => file.endsWith('.css'));

/**
 * `vite build` makes the pages, `vite build --mode chat` the chat and what other sites load (both dist/client),
 * `vite build --ssr` the programs that run in Node (dist/node). The chat is made apart: of what the pages share with it,
 * a visitor loads the part that the chat uses, and in one piece.
 */
export default defineConfig(({ command, mode, isSsrBuild }) => ({
  root: isSsrBuild ? import.meta.dirname : page('.'),
  publicDir: isSsrBuild || mode === 'chat' ? false : page('public'),
  // Compiled components come to solid-js/web through one door: it carries the Trusted Types policy.
  plugins: [
    solid({ solid: { moduleName: from('client/browser/solid-web.ts') } }),
    ...(isSsrBuild ? [] : [emojiData()]),
    ...(command === 'serve' || mode === 'chat'
      ? [
          classicScripts(page('.'), {
            'embed.js': 'embed/embed.ts',
            'embed-chat.js': 'embed/chat-part.ts',
            'chat/sw.js': 'widget/sw.ts',
          }),
        ]
      : []),
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
        emptyOutDir: mode !== 'chat',
        target: 'es2022',
        modulePreload: {
          polyfill: false,
          ...(mode === 'chat' ? { resolveDependencies: withoutScripts } : {}),
        },
        rolldownOptions: {
          checks: quiet,
          input: mode === 'chat' ? chat : pages,
          output: {
            entryFileNames: 'assets/[name]-[hash].js',
            ...(mode === 'chat' ? { codeSplitting: { groups: pieces } } : {}),
          },
        },
      },
}));
