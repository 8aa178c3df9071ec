/** A conversation begins: it is stored, somebody is looked for, and those concerned are told. */
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import type { Raising, RaisingRefusal } from '../conversation-store.ts';
import type { Services } from '../services.ts';

export interface RaiseRequest extends Raising {
  /** The sender's network address, for limits only. */
  readonly address: string;
}

export type RaiseRefusal = 'flooding' | RaisingRefusal;

export async function raise(
  { address, ...request }: RaiseRequest,
  services: Pick<Services, 'conversations' | 'news' | 'pairing' | 'settings'>,
): Promise<Result<'raised' | 'known', RaiseRefusal>> {
  const { conversations, news, pairing, settings } = services;
  const { conversation, actor } = request;
  const known = await conversations.find(conversation, actor);
  if (known === undefined && !settings.startsPerAddress(address)) return refuse('flooding');
  const raised = await conversations.raise(request);
  if (!raised.ok) return raised;
  if (raised.value === 'known') return raised;
  await pairing.run();
  // Where it was assigned, that was told already.
  if (await conversations.isWaiting(conversation)) {
    await news.changed(conversation);
    await news.event(conversation, 'waiting');
  }
  return accept('raised');
}
