import { render } from 'solid-js/web';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { createBrowserPeer } from '../browser/browser-peer.ts';
import { askForTicket } from '../browser/tickets.ts';
import { createApiClient } from './api/api-client.ts';
import { createConsoleApi } from './api/console-api.ts';
import { ConsoleApp } from './console-app.tsx';

const app = document.getElementById('app');
if (app === null) throw new Error('The page has no #app element.');

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
