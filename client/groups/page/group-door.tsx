/** Groups have a page of their own, which is loaded when one is opened. */
import { render } from 'solid-js/web';
import * as v from 'valibot';
import type { AccountId, ConversationId } from '../../../conversation/protocol/ids.ts';
import { groupKinds, type GroupKind } from '../../../conversation/protocol/kinds.ts';
import { createBrowserClock } from '../../browser/browser-clock.ts';
import { createBrowserPeer } from '../../browser/browser-peer.ts';
import { loadMarks } from '../../chat/late-marks.ts';
import type { KeptValues } from '../../browser/kept-values.ts';
import { registerServiceWorker } from '../../browser/service-worker.ts';
import type { Visitor } from '../../widget/visitor.ts';
import { language } from '../../words/words.ts';

export interface NamedGroup {
  readonly conversation: ConversationId;
  readonly kind: GroupKind;
}

/** @returns undefined where the address names no group */
export function namedGroup(
  query: URLSearchParams,
  conversation: ConversationId | undefined,
): NamedGroup | undefined {
  const kind = v.safeParse(v.picklist(groupKinds), query.get('kind'));
  return kind.success && conversation !== undefined
    ? { conversation, kind: kind.output }
    : undefined;
}

export interface OpenGroupOptions extends NamedGroup {
  readonly kept: KeptValues;
  readonly visitor: Pick<Visitor, 'ticket'>;
  readonly owner: AccountId;
}

export async function openGroup(root: Element, options: OpenGroupOptions): Promise<void> {
  const { conversation, kind, kept, owner, visitor } = options;
  registerServiceWorker('/chat/sw.js', '/chat/');
  const [{ GroupApp, speakInGroups }, { createGroupsApi }, { createApiClient }] = await Promise.all(
    [
      import('./group-app.tsx'),
      import('../groups-api.ts'),
      import('../../signed-in/api/api-client.ts'),
      loadMarks(),
    ],
  );
  // Where its words cannot be loaded, it speaks English: nobody waits for a language.
  await speakInGroups(language()).catch(() => undefined);
  render(
    () => (
      <GroupApp
        api={createGroupsApi(createApiClient((path, init) => fetch(path, init)))}
        clock={createBrowserClock()}
        kept={kept}
        owner={owner}
        conversation={conversation}
        kind={kind}
        makePeer={() => createBrowserPeer({ ticket: () => visitor.ticket(), owner })}
        onLeave={() => location.assign('/account/')}
      />
    ),
    root,
  );
}
