/** The first script of the chat's page. It asks for what takes longest while the application is on its way. */
import { createKeptValues } from '../browser/kept-values.ts';
import { askAhead, askAsVisitor } from './visitor-ticket.ts';

const values = createKeptValues(() => localStorage);
const query = new URLSearchParams(location.search);
const isFramed = window.parent !== window;
/** In a frame nothing is asked before the chat is opened; an account and a site that is named are read with schemas. */
const isAnonymous = !isFramed && !query.has('account') && !query.has('site');
const ask = isAnonymous
  ? askAhead(
      () => askAsVisitor({ values, locks: navigator.locks }),
      () => performance.now(),
    )
  : undefined;

async function begin(root: Element): Promise<void> {
  // What is taken from a module is named at its import: all of it would have to be wrapped.
  const [start, openFrame] = await Promise.all([
    import('./start.tsx').then((application) => application.start),
    isFramed ? import('./frame.ts').then((around) => around.openFrame) : undefined,
  ]);
  await start(root, values, { ask, frame: openFrame?.(window) });
}

const root = document.querySelector('#chat');
if (root !== null) void begin(root);
