import '../ui/base.css';
import { render } from 'solid-js/web';
import * as v from 'valibot';
import { departmentId, siteId } from '../../conversation/protocol/ids.ts';
import { createBrowserClock } from '../browser/browser-clock.ts';
import { createBrowserPeer } from '../browser/browser-peer.ts';
import type { KeptValues } from '../browser/kept-values.ts';
import { followVisiblePart } from '../browser/visible-part.ts';
import { ChatApp, type Person } from './chat-app.tsx';
import { namedGroup, openGroup } from '../groups/page/group-door.tsx';
import type { Frame } from './frame.ts';
import { readSignedIn } from './signed-in.ts';
import { createVisitor } from './visitor.ts';
import type { AskTicket } from './visitor-ticket.ts';
import { beginIn } from '../words/begin-in.ts';
import { chooseLanguage } from '../words/language.ts';

export interface StartOptions {
  /** For the tickets of an anonymous visitor, where one is under way already. */
  readonly ask: AskTicket | undefined;
  /** Undefined on a page of its own. */
  readonly frame: Frame | undefined;
}

export async function start(
  root: Element,
  kept: KeptValues,
  { ask, frame }: StartOptions,
): Promise<void> {
  const query = new URLSearchParams(location.search);
  await beginIn(chooseLanguage([query.get('lang'), ...navigator.languages]));
  const bot = query.get('with')?.slice(0, 64) || undefined;
  const named = v.safeParse(departmentId, query.get('department'));
  const department = named.success ? named.output : undefined;
  const isPage = window.parent === window;
  // In a frame, the page around it sees to that.
  if (isPage) followVisiblePart(window, document.documentElement);
  // In a frame, nobody is signed in: that would be for the site around it to see.
  const signedIn = isPage ? readSignedIn(window) : undefined;
  const siteNamed = v.safeParse(siteId, query.get('site'));
  const site = siteNamed.success ? siteNamed.output : undefined;
  const anonymous: Person =
    signedIn === undefined
      ? {
          visitor: createVisitor(
            { values: kept, locks: navigator.locks, site },
            { bot, department, ask },
          ),
          owner: undefined,
          knows: [],
        }
      : { visitor: signedIn.visitor, owner: signedIn.account, knows: ['name', 'email'] };
  const group = signedIn === undefined ? undefined : namedGroup(query, signedIn.visitor.kept());
  if (group !== undefined && signedIn !== undefined) {
    void openGroup(root, { ...group, kept, visitor: signedIn.visitor, owner: signedIn.account });
    return;
  }
  render(
    () => (
      <ChatApp
        kept={kept}
        anonymous={anonymous}
        clock={createBrowserClock()}
        bot={bot}
        department={department}
        // Courses take it from those who are enrolled, and nobody else has an account here.
        kind={signedIn !== undefined && query.get('kind') === 'course' ? 'course' : undefined}
        site={site}
        asksSubject={query.has('ticket')}
        frame={frame}
        makePeer={({ visitor, owner }) =>
          createBrowserPeer({ ticket: () => visitor.ticket(), ...(owner && { owner }) })
        }
      />
    ),
    root,
  );
}
