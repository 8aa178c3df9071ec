/** The first script of the chat's page. It asks for what takes longest while the application is on its way. */
import { createKeptValues } from '../browser/kept-values.ts';
import { askAhead, askAsVisitor } from './visitor-ticket.ts';

const values = createKeptValues(() => localStorage);
const query = new URLSearchParams(location.search);
/** In a frame nothing is asked before the chat is opened; an account and a site that is named are read with schemas. */
const isAnonymous = window.parent === window && !query.has('account') && !query.has('site');
const ask = isAnonymous
  ? askAhead(
      () => askAsVisitor({ values, locks: navigator.locks }),
      () => performance.now(),
    )
  : undefined;
const root = document.querySelector('#chat');
if (root !== null) void import('./start.tsx').then(({ start }) => start(root, values, ask));
