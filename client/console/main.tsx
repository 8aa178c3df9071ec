import { render } from 'solid-js/web';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { createBrowserPeer } from '../browser/browser-peer.ts';
import { askForTicket } from '../browser/tickets.ts';
import { readMarksWith } from '../chat/late-marks.ts';
import * as marks from '../chat/marked-text.tsx';
import { createApiClient } from '../signed-in/api/api-client.ts';
import { createConsoleApi } from './api/console-api.ts';
import { createKeptValues } from '../browser/kept-values.ts';
import { applyTheme, createPreferences } from './preferences.ts';
import { ConsoleApp } from './console-app.tsx';

const app = document.getElementById('app');
if (app === null) throw new Error('The page has no #app element.');

// Before anything is drawn: a page that turns dark afterwards flashes.
const { theme } = createPreferences(createKeptValues(() => window.localStorage));
applyTheme(theme.now(), document.documentElement);

readMarksWith(marks);
const api = createConsoleApi(createApiClient((path, init) => fetch(path, init)));
render(
  () => (
    <ConsoleApp
      api={api}
      clock={createBrowserClock()}
      openPeer={(account) =>
        createBrowserPeer({ ticket: () => askForTicket(undefined), owner: account })
      }
    />
  ),
  app,
);
