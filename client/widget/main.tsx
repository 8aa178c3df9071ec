import '../ui/base.css';
import { render } from 'solid-js/web';
import * as v from 'valibot';
import { departmentId } from '../../conversation/protocol/ids.ts';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { createBrowserPeer } from '../browser/browser-peer.ts';
import { createKeptValues } from '../browser/kept-values.ts';
import { ChatApp } from './chat-app.tsx';
import { createFrameBridge, hostOrigin } from './frame-bridge.ts';
import { readSignedIn } from './signed-in.ts';
import { createVisitor } from './visitor.ts';

function start(root: Element): void {
  const kept = createKeptValues(() => localStorage);
  const query = new URLSearchParams(location.search);
  const bot = query.get('with')?.slice(0, 64) || undefined;
  const named = v.safeParse(departmentId, query.get('department'));
  const department = named.success ? named.output : undefined;
  const isPage = window.parent === window;
  // In a frame, nobody is signed in: that would be for the site around it to see.
  const signedIn = isPage ? readSignedIn(window) : undefined;
  const visitor = signedIn?.visitor ?? createVisitor(kept, navigator.locks, bot, department);
  const who = signedIn === undefined ? {} : { account: signedIn.account };
  const host = hostOrigin(location.search, !isPage);
  const bridge = host === undefined ? undefined : createFrameBridge(window, host);
  render(
    () => (
      <ChatApp
        kept={kept}
        visitor={visitor}
        clock={createBrowserClock()}
        bot={bot}
        department={department}
        asksSubject={query.has('ticket')}
        bridge={bridge}
        makePeer={() => createBrowserPeer({ ticket: () => visitor.ticket(), ...who })}
      />
    ),
    root,
  );
}

const root = document.querySelector('#chat');
if (root !== null) start(root);
