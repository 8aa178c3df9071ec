/** What a peer is missing: entries in pages, certificates before them, receipts with them. */
import type { StateVector, ToServer } from '../../../conversation/protocol/session.ts';
import { framesOf, sendCertificates } from '../news.ts';
import type { Services } from '../services.ts';
import type { Listener, Session } from '../session.ts';
import type { Outcome } from './outcome.ts';
import { pause } from './pause.ts';

/** Receipts are small; this many in one message stay far below the limit of a frame. */
const runsPerMessage = 500;

export async function sync(
  session: Session,
  message: Extract<ToServer, { type: 'sync' }>,
  services: Services,
): Promise<Outcome> {
  const { conversation } = message;
  const listener = () => session.joined.get(conversation) ?? session.watching.get(conversation);
  const joined = listener();
  if (joined === undefined) return { code: 'not-joined' };
  await pause(services, session, joined.syncs.takeInTurn(1));
  if (listener() !== joined) return { code: 'not-joined' };
  sendCertificates(joined, await services.archive.certificatesOf(message.conversation));
  await sendMissing(joined, message.have, services);
  return undefined;
}

/** New entries wait until the history is through, so that they continue what the peer holds by then. */
export async function sendMissing(
  joined: Listener,
  have: StateVector,
  { archive }: Services,
): Promise<void> {
  const { conversation, session } = joined;
  joined.held ??= [];
  try {
    for await (const page of archive.since(conversation, have)) {
      // Each page is handed to the network before the next is read: a slow reader costs one page.
      for (const frame of framesOf(conversation, page.appends)) await session.sendFrame(frame);
      if (!session.isOpen()) return;
    }
    const runs = await archive.receiptsFor(conversation, have);
    for (let at = 0; at < runs.length; at += runsPerMessage) {
      session.send({
        type: 'saved',
        conversation,
        runs: runs.slice(at, at + runsPerMessage),
      });
    }
  } finally {
    const held = joined.held;
    joined.held = undefined;
    for (const send of held ?? []) send();
  }
}
