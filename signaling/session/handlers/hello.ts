/** The first message: a ticket for a session. */
import { toBase64Url } from '../../../conversation/protocol/ids.ts';
import { accept, refuse, type Result } from '../../../conversation/protocol/result.ts';
import type { CloseName } from '../../../conversation/protocol/close-codes.ts';
import type { Identity, RefusalCode, ToServer } from '../../../conversation/protocol/session.ts';
import { oldestSupportedVersion, protocolVersion } from '../../../conversation/protocol/version.ts';
import type { Actor, Authenticated } from '../../accounts/actor.ts';
import { authorize } from '../../access/authorize.ts';
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
  const isAllowed = authorize(whom.actor, 'open-session').ok;
  return isAllowed ? accept(whom) : refuse({ code: 'not-allowed', close: 'badTicket' });
}

export async function welcome(session: Session, services: Services): Promise<void> {
  const { actor } = session;
  const available = actor.kind === 'account' && services.availability.opened(actor.account);
  const said = actor.kind === 'account' ? services.availability.said(actor.account) : undefined;
  const conversations = [...(await services.conversations.listFor(session.actor))];
  session.send({
    type: 'welcome',
    version: protocolVersion,
    now: services.clock.now(),
    you: identityOf(session.actor),
    installationKey: toBase64Url(services.installation.installationKey),
    conversations,
    available,
    ...(said === undefined ? {} : { availableSaidAt: said.saidAt }),
  });
}

function identityOf(actor: Actor): Identity {
  if (actor.kind === 'visitor') return { kind: 'visitor', name: actor.name };
  const { account, name, role } = actor;
  return { kind: 'account', account, name, role };
}
