/**
 * Vite plugin for what has a fixed address (`/embed.js`, `/chat/sw.js`): each is bundled into one function without
 * imports, or into one module (`/embed-chat.js`). Chunks that the chat asks for later are named in its page, so that its worker
 * can keep them (client/widget/service-worker.ts). After a build it prints what a page has to load, gzipped.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** Style sheets that are text in a script keep their spaces otherwise. */
const tightSheets = {
  name: 'tight-sheets',
  transform: (code, id) =>
    id.endsWith('-css.ts')
      ? code.replaceAll(/\n\s*/g, '').replaceAll(/(?<=:) | (?=\{)|;(?=\})/g, '')
      : undefined,
};

/** Imported by name, from a page of another site. */
const modules = ['embed-chat.js'];
/** What every page of every site loads. */
const mostLoaderBytes = 3100;
/** What the chat loads before anything can be written, gzipped. */
const mostFirstBytes = 81_500;
const chatPage = '/chat/index.html';
/** What its first script asks for at once. */
const application = 'widget/start.tsx';

/**
 * @param {string} root the folder of the pages.
 * @param {Record<string, string>} scripts source files by address without the leading slash.
 * @returns {import('vite').Plugin}
 */
export function classicScripts(root, scripts) {
  const bundle = (name, outDir) =>
    build({
      configFile: false,
      root,
      logLevel: 'warn',
      publicDir: false,
      plugins: [tightSheets],
      build: {
        write: outDir !== undefined,
        outDir,
        emptyOutDir: false,
        target: 'es2022',
        modulePreload: false,
        ...(modules.includes(name) ? asModule(name) : asFunction(name)),
      },
    });

  const asFunction = (name) => ({
    // A library: Vite adds nothing of its own to its imports.
    lib: {
      entry: resolve(root, scripts[name]),
      name: 'parley',
      formats: ['iife'],
      fileName: () => name,
    },
  });
  const asModule = (name) => ({
    rolldownOptions: {
      input: resolve(root, scripts[name]),
      // What a module exports is all that it is for.
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: name },
    },
  });

  return {
    name: 'classic-scripts',
    configureServer(server) {
      for (const name of Object.keys(scripts)) {
        server.middlewares.use(`/${name}`, (_request, response, next) => {
          bundle(name, undefined).then((result) => {
            response.setHeader('Content-Type', 'text/javascript');
            response.end([result].flat()[0].output[0].code);
          }, next);
        });
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, chunk, bundle }) {
        if (path !== chatPage || chunk === undefined || bundle === undefined) return [];
        const { first, late } = chunksOf(chunk, resolve(root, application), bundle);
        const content = late.map((name) => `/${name}`).join(' ');
        return [
          ...first.map(preloaded),
          { tag: 'meta', attrs: { name: 'parley-late', content }, injectTo: 'head' },
        ];
      },
    },
    async writeBundle({ dir }, written) {
      for (const name of Object.keys(scripts)) await bundle(name, dir);
      const loader = await gzipped(join(dir, 'embed.js'));
      const rest = kilobytes(await gzipped(join(dir, 'embed-chat.js')));
      console.log(`embed.js: ${kilobytes(loader)} kB gzipped, and ${rest} kB once it is opened`);
      if (loader > mostLoaderBytes)
        throw new Error(`embed.js has at most ${mostLoaderBytes} bytes.`);
      const first = await loadedBy(dir, 'chat/index.html');
      const direct = Object.keys(written).filter((name) => name.includes('/webrtc-transport-'));
      if (direct.length !== 1) throw new Error('WebRTC is not in a chunk of its own.');
      const later = kilobytes(await gzipped(join(dir, direct[0])));
      console.log(
        `chat application: ${kilobytes(first)} kB gzipped, and ${later} kB for WebRTC once it is open`,
      );
      if (first > mostFirstBytes)
        throw new Error(`The chat's page loads at most ${mostFirstBytes} bytes at first.`);
    },
  };
}

/** Large, and few need it: the worker keeps it when somebody uses it. */
const whenUsed = /\/(emoji-picker|_virtual_emoji-in|group-app)-/;

/**
 * @param entry of the page. It is small, and asks at once for the application (client/widget/main.ts).
 * @param application the module
 * @returns names of files. `first`: what the application is made of; `late`: what it imports when it is needed
 */
function chunksOf(entry, application, bundle) {
  const reach = (names, follow) => {
    const found = new Set();
    const visit = (name) => {
      if (found.has(name) || bundle[name]?.type !== 'chunk') return;
      found.add(name);
      follow(bundle[name]).forEach(visit);
    };
    names.forEach(visit);
    return found;
  };
  const begun = entry.dynamicImports.filter((name) => bundle[name].facadeModuleId === application);
  if (begun.length !== 1) throw new Error('The application is not in a chunk of its own.');
  const first = reach([entry.fileName, ...begun], ({ imports }) => imports);
  const all = reach([entry.fileName], ({ imports, dynamicImports }) => [
    ...imports,
    ...dynamicImports.filter((name) => !whenUsed.test(name)),
  ]);
  const named = reach([entry.fileName], ({ imports }) => imports);
  // A part without its style sheet is not drawn.
  const withSheets = (names) => [
    ...new Set([
      ...names,
      ...names.flatMap((name) => [...(bundle[name].viteMetadata?.importedCss ?? [])]),
    ]),
  ];
  return {
    first: withSheets([...first].filter((name) => !named.has(name))),
    late: withSheets([...all].filter((name) => !first.has(name))),
  };
}

/** The browser loads it with the page's first script, and not after that. */
function preloaded(name) {
  const rel = name.endsWith('.css') ? 'stylesheet' : 'modulepreload';
  return {
    tag: 'link',
    attrs: { rel, crossorigin: true, href: `/${name}` },
    injectTo: 'head',
  };
}

/** @returns the bytes of everything that a page's HTML names, gzipped file by file. */
async function loadedBy(dir, page) {
  const html = await readFile(join(dir, page), 'utf8');
  const paths = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path);
  const sizes = await Promise.all(paths.map((path) => gzipped(join(dir, path))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function gzipped(path) {
  return gzipSync(await readFile(path)).length;
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}
