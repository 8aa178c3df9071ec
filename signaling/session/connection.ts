/**
 * One WebSocket of `/session`: reads, parses, counts, and hands messages on in order. Messages of one
 * conversation wait for one another; those of different conversations do not.
 */
import * as v from 'valibot';
import type { RawData } from 'ws';
import { closeCodes, type CloseName } from '../../conversation/protocol/close-codes.ts';
import { readEntriesFrame } from '../../conversation/protocol/frames.ts';
import type { ConversationId } from '../../conversation/protocol/ids.ts';
import { toServer, type ToServer } from '../../conversation/protocol/session.ts';
import type { Actor } from '../accounts/actor.ts';
import { ArchiveBusy } from '../archive/sqlite-archive.ts';
import { handle } from './handlers/handle.ts';
import { redeem, welcome } from './handlers/hello.ts';
import type { Outcome } from './handlers/outcome.ts';
import { endPreview } from './handlers/preview.ts';
import { relayTyping } from './handlers/small-talk.ts';
import { upload } from './handlers/upload.ts';
import { createHeartbeat } from './heartbeat.ts';
import { turnLifetimeMs } from './ice-servers.ts';
import { removePeer } from './news.ts';
import { createOutbound, type OutboundSocket, type UnsentBytes } from './outbound.ts';
import { refusedMessage } from './refusals.ts';
import type { Services } from './services.ts';
import type { Session } from './session.ts';
import { allowanceOf, sessionLimits } from './session-limits.ts';
import { createTokenBucket } from './token-bucket.ts';
import { createTurns } from './turns.ts';

export interface Connection {
  tellDraining(retryAfterMs: number): void;
  /** Takes no more messages. Resolves when those that came are handled and their answers are on the way. */
  settle(): Promise<void>;
  end(name: CloseName): void;
  /** Resolves when the socket is gone, everything it had joined is left, and what was begun is finished. */
  readonly ended: Promise<void>;
}

/** The part of a WebSocket that is used; `ws` fits. */
export interface ConnectionSocket extends OutboundSocket {
  on(event: 'message', listener: (data: RawData, isBinary: boolean) => void): unknown;
  on(event: 'pong' | 'error', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A close frame that nobody answers is waited for this long. */
const closeWithinMs = 2_000;
/** Before hello: enough for hello and a few impatient joins. */
const strangersRate = { burst: 64, perSecond: 16 };

export function createConnection(
  socket: ConnectionSocket,
  address: string,
  services: Services,
  unsent: UnsentBytes,
): Connection {
  const { clock, directory, metrics } = services;
  const cleanUps: (() => void)[] = [];
  const turns = createTurns(sessionLimits.waitingMessages);
  const outbound = createOutbound(socket, { clock, unsent, onSlow: () => end('slowReader') });
  let session: Session | undefined;
  let messages = createTokenBucket(strangersRate, clock.now);
  let strikes = 0;
  let isEnding = false;
  /** What is written as the session ends. */
  let farewell: Promise<unknown> = Promise.resolve();
  let isSettling = false;
  let stopWaiting = () => {};
  let onMisbehaviour = () => {};
  const hurry = new Promise<void>((resolve) => {
    stopWaiting = resolve;
  });

  const heartbeat = createHeartbeat({
    clock,
    everyMs: sessionLimits.heartbeatMs,
    ping: () => socket.ping(),
    onSilent: () => end('silent'),
  });

  function end(name: CloseName): void {
    if (isEnding) return;
    isEnding = true;
    const { code, reason } = closeCodes[name];
    if (name === 'slowReader' || name === 'silent') metrics.refused('session', name);
    if (name === 'flooding' || name === 'badMessage') onMisbehaviour();
    socket.close(code, reason);
    // Whoever does not read does not read the close either, and what waits for them is in memory.
    if (name === 'slowReader') socket.terminate();
    else cleanUps.push(clock.after(closeWithinMs, () => socket.terminate()));
  }

  function refuse(outcome: Outcome, conversation: ConversationId | undefined): void {
    if (outcome === undefined) return;
    const { code, strike, ...place } = outcome;
    metrics.refused('session', code);
    outbound.send(refusedMessage(code, { conversation, ...place }));
    if (strike !== true) return;
    strikes += 1;
    if (strikes >= sessionLimits.strikes) end(code === 'flooding' ? 'flooding' : 'badMessage');
  }

  /** A fault of ours is logged and told as "busy"; the connection and the server go on. */
  function inTurn(key: ConversationId | undefined, work: () => Promise<Outcome> | Outcome): void {
    const isAdmitted = turns.add(key ?? '', async () => {
      if (isEnding) return;
      try {
        refuse(await work(), key);
      } catch (fault) {
        if (!(fault instanceof ArchiveBusy)) {
          services.log.error({ err: fault }, 'a message of a session could not be handled');
        }
        refuse({ code: 'busy' }, key);
      }
    });
    if (!isAdmitted) refuse({ code: 'flooding', strike: true }, key);
  }

  function receive(data: RawData, isBinary: boolean): void {
    heartbeat.heard();
    // What comes while the server stops is not answered, so it is sent again to the next one.
    if (isEnding || isSettling) return;
    if (!messages.take()) {
      refuse({ code: 'flooding', strike: true }, undefined);
      return;
    }
    const bytes = bytesOf(data);
    if (isBinary) receiveFrame(bytes);
    else receiveMessage(bytes);
  }

  function receiveFrame(bytes: Uint8Array): void {
    const frame = readEntriesFrame(bytes);
    if (!frame.ok) {
      refuse({ code: 'malformed', strike: true }, undefined);
      return;
    }
    const { conversation, update } = frame.value;
    inTurn(conversation, () =>
      session === undefined
        ? { code: 'malformed', strike: true }
        : session.watching.has(conversation)
          ? { code: 'not-allowed' }
          : upload(session.joined.get(conversation), update, services),
    );
  }

  function receiveMessage(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message === undefined) {
      refuse({ code: 'malformed', strike: true }, undefined);
      return;
    }
    const conversation = 'conversation' in message ? message.conversation : undefined;
    inTurn(conversation, () => {
      if (session !== undefined) return handle(session, message, services);
      return message.type === 'hello' ? greet(message) : { code: 'malformed', strike: true };
    });
  }

  async function greet(message: Extract<ToServer, { type: 'hello' }>): Promise<Outcome> {
    const whom = redeem(message, services);
    if (!whom.ok) {
      outbound.send(refusedMessage(whom.refusal.code));
      metrics.refused('session', whom.refusal.code);
      end(whom.refusal.close);
      return undefined;
    }
    const { actor, session: reference } = whom.value;
    onMisbehaviour = () => services.tickets.bar(reference);
    // Watched before it is looked at, so that nothing is missed in between.
    cleanUps.push(services.sessions.watch(reference, () => end('signedOut')));
    // It may have ended, or its account been switched off, while the ticket lay about.
    if (!(await services.sessions.isCurrent(reference))) {
      end('signedOut');
      return undefined;
    }
    if (isEnding) return undefined;
    const opened = openSession(actor);
    if (!directory.open(opened)) {
      outbound.send(refusedMessage('limit'));
      end('tryAgainLater');
      return undefined;
    }
    session = opened;
    messages = createTokenBucket(allowanceOf(actor).messages, clock.now);
    await welcome(opened, services);
    // Whoever comes back may be given what waits; whoever was gone keeps what they had.
    if (actor.kind === 'account') await services.pairing.run();
    return undefined;
  }

  function openSession(actor: Actor): Session {
    return {
      actor,
      address,
      joined: new Map(),
      watching: new Map(),
      oversees: undefined,
      viewing: undefined,
      isOpen: () => !isEnding && socket.readyState === socket.OPEN,
      hurry,
      send: (message) => outbound.send(message),
      sendFrame: (frame) => outbound.sendFrame(frame),
      end,
    };
  }

  let cancelRenewal = clock.after(turnLifetimeMs / 2, renewIceServers);
  function renewIceServers(): void {
    for (const joined of session?.joined.values() ?? []) services.relayPasses.renew(joined);
    cancelRenewal = clock.after(turnLifetimeMs / 2, renewIceServers);
  }

  function leaveAll(gone: Session): void {
    services.viewers.lookAway(gone);
    for (const joined of gone.joined.values()) {
      if (joined.typing) relayTyping(joined, false, services);
      endPreview(joined, services);
    }
    const farewells = [...gone.watching.values()].map((watching) => watching.end());
    farewell = Promise.all(farewells).catch((err: unknown) => {
      services.log.error({ err }, 'the end of a look at a conversation could not be written');
    });
    for (const joined of directory.close(gone)) {
      removePeer(services, joined);
      services.news.here(joined.conversation);
    }
    if (gone.actor.kind !== 'account') return;
    services.availability.ended(gone.actor.account);
    void services.pairing.run();
  }

  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isEnding = true;
      heartbeat.close();
      outbound.close();
      stopWaiting();
      cancelRenewal();
      for (const undo of cleanUps) undo();
      if (session !== undefined) leaveAll(session);
      resolve();
    });
  });
  socket.on('message', receive);
  socket.on('pong', () => heartbeat.heard());
  // ws closes the socket by itself after a fault, with the code that RFC 6455 names for it.
  socket.on('error', () => metrics.refused('session', 'socket-fault'));
  cleanUps.push(
    clock.after(sessionLimits.helloWithinMs, () => {
      if (session !== undefined) return;
      metrics.refused('session', 'no-hello');
      end('badTicket');
    }),
  );

  return {
    tellDraining: (retryAfterMs) => outbound.send({ type: 'draining', retryAfterMs }),
    async settle() {
      isSettling = true;
      stopWaiting();
      await turns.idle();
      await outbound.flushed();
    },
    end,
    ended: gone.then(async () => {
      await turns.idle();
      await farewell;
    }),
  };
}

function parseMessage(bytes: Uint8Array): ToServer | undefined {
  try {
    const parsed = v.safeParse(toServer, JSON.parse(new TextDecoder().decode(bytes)), {
      abortEarly: true,
    });
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON: malformed, like everything that no schema takes.
    return undefined;
  }
}

/** ws hands over a Buffer unless told otherwise; the other forms are for completeness of the type. */
function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
