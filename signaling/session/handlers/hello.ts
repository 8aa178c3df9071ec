/** The first message: a ticket for a session. */
import { toBase64Url } from '../../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import type { CloseName } from '../../../conversation/protocol/close-codes.ts';
import type { Identity, RefusalCode, ToServer } from '../../../conversation/protocol/session.ts';
import { oldestSupportedVersion, protocolVersion } from '../../../conversation/protocol/version.ts';
import type { Actor, Authenticated } from '../../accounts/actor.ts';
import { authorize } from '../../accounts/authorize.ts';
import type { Services } from '../services.ts';
import type { Session } from '../session.ts';

export interface HelloRefusal {
  readonly code: RefusalCode;
  readonly close: CloseName;
}

/** Spends the ticket. */
export function redeem(
  message: Extract<ToServer, { type: 'hello' }>,
  services: Services,
): Result<Authenticated, HelloRefusal> {
  const isSupported =
    message.version >= oldestSupportedVersion && message.version <= protocolVersion;
  if (!isSupported) return refuse({ code: 'wrong-version', close: 'wrongVersion' });
  const whom = services.tickets.redeem(message.ticket);
  if (whom === undefined) return refuse({ code: 'bad-ticket', close: 'badTicket' });
  const isAllowed = authorize(whom.actor, { action: 'open-session' }).ok;
  return isAllowed ? accept(whom) : refuse({ code: 'not-allowed', close: 'badTicket' });
}

/** @param available whether new conversations are given to it already. */
export async function welcome(
  session: Session,
  available: boolean,
  services: Services,
): Promise<void> {
  const conversations = [...(await services.conversations.listFor(session.actor))];
  session.send({
    type: 'welcome',
    version: protocolVersion,
    now: services.clock.now(),
    you: identityOf(session.actor),
    installationKey: toBase64Url(services.installation.installationKey),
    conversations,
    available,
  });
}

function identityOf(actor: Actor): Identity {
  if (actor.kind === 'visitor') return { kind: 'visitor', name: actor.name };
  const { account, name, role } = actor;
  return { kind: 'account', account, name, role };
}
