/** Entries on their way into the archive. */
import { entryTypes } from '../../../conversation/log/entry.ts';
import { readUpdate, type Append } from '../../../conversation/log/update.ts';
import type { ConversationId } from '../../../conversation/protocol/ids.ts';
import { unreachable } from '../../../conversation/protocol/result.ts';
import type { RunRefusal } from '../../archive/archive.ts';
import { refusedMessage } from '../refusals.ts';
import type { Services } from '../services.ts';
import type { Joined } from '../session.ts';
import type { Outcome } from './outcome.ts';
import { pause } from './pause.ts';

export async function upload(
  joined: Joined | undefined,
  update: Uint8Array,
  services: Services,
): Promise<Outcome> {
  if (joined === undefined) return { code: 'not-joined' };
  const { conversation, participant, session } = joined;
  const appends = readUpdate(update);
  if (!appends.ok) {
    services.metrics.refused('archive', appends.refusal);
    return { code: 'malformed', strike: true };
  }
  if (appends.value.length === 0) return undefined;
  const count = appends.value.reduce((sum, it) => sum + it.entries.length, 0);
  // It costs time, not entries: an outbox that grew offline is written out bit by bit.
  await pause(services, session, joined.entries.takeInTurn(count));
  // While it waited its turn it may have left, or have been replaced.
  if (session.joined.get(conversation) !== joined) return { code: 'not-joined' };

  const result = await services.archive.append({
    conversation,
    uploader: participant.id,
    appends: appends.value,
  });
  if (!result.ok) return { code: result.refusal };
  if (result.value.receipts.some((run) => run.verdict === 'quarantined')) {
    services.metrics.refused('archive', 'quarantined');
  }
  await services.news.appended(conversation, result.value, joined);
  if (result.value.fresh.some(isSpoken))
    await reopenFor(conversation, result.value.fresh, services);
  let strike = false;
  for (const { log, reason, next } of result.value.refusals) {
    services.metrics.refused('archive', reason);
    if (reason === 'not-valid-now' && log === joined.log) {
      // Its certificate ran out, or a clock was set: joining brings a new one, and then the entries are good.
      session.send(refusedMessage('not-joined', { conversation }));
      continue;
    }
    strike ||= isHostile(reason);
    session.send(refusedMessage('invalid-entry', { conversation, log, next }));
  }
  return strike ? { code: 'invalid-entry', strike: true } : undefined;
}

/** Somebody said something, and did not only read or react. */
const isSpoken = ({ entries }: Append): boolean =>
  entries.some((bytes) => bytes[1] === messageType || bytes[1] === fileType);
const messageType = entryTypes.indexOf('message') + 1;
const fileType = entryTypes.indexOf('file') + 1;

/** What a customer says opens their ticket again and wakes what sleeps, whoever brought it to the archive. */
async function reopenFor(
  conversation: ConversationId,
  fresh: readonly Append[],
  { beside, customerTickets, news }: Services,
): Promise<void> {
  const logs = fresh.filter(isSpoken).map(({ log }) => log);
  await beside.wroteIn(conversation, logs);
  if (await customerTickets.wroteIn(conversation, logs)) await news.changed(conversation);
}

/** Whether no fault of the network or of an honest program explains it. */
function isHostile(reason: RunRefusal['reason']): boolean {
  switch (reason) {
    case 'gap':
    case 'unknown-log':
    case 'not-valid-now':
    case 'erased':
    case 'conflict':
      return false;
    case 'not-an-entry':
    case 'wrong-conversation':
    case 'wrong-log':
    case 'wrong-place':
    case 'wrong-payload':
    case 'not-allowed':
    case 'forged':
    case 'broken-chain':
    case 'depth':
      return true;
    default:
      return unreachable(reason);
  }
}
