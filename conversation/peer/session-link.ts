/**
 * Our end of `/session`: gets a ticket, connects, says hello, and comes back by itself after a loss
 * (PROTOCOL.md, section 3). It moves messages; what they mean is decided by `peer.ts` and `conversation.ts`.
 */
import * as v from 'valibot';
import { closeCodes } from '../protocol/close-codes.ts';
import { readEntriesFrame, writeEntriesFrame } from '../protocol/frames.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Result } from '../protocol/result.ts';
import { fromServer, type FromServer, type ToServer } from '../protocol/session.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { SessionState } from './api.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { Clock } from './clock.ts';

/**
 * What is used of a WebSocket; the browser's and ws's both fit. The factory sets `binaryType` to 'arraybuffer'.
 */
export interface SocketLike {
  readonly bufferedAmount: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
}

/** `ended`: asking again is of no use (signed out, deactivated). */
export interface TicketRefusal {
  readonly ended: boolean;
  readonly message: string;
}

export interface SessionLinkOptions {
  readonly url: string;
  /** A fresh single-use ticket. A rejection counts as "not now". */
  ticket(): Promise<Result<string, TicketRefusal>>;
  openSocket(url: string): SocketLike;
  /** What has to be known before the server's first word is judged; ticket and socket are seen to meanwhile. */
  readonly ready?: Promise<void>;
  readonly clock: Clock;
  random(): number;
  /** Every message but `pong`; `welcome` comes before the state becomes `online`. */
  onMessage(message: FromServer): void;
  onEntries(conversation: ConversationId, update: Uint8Array): void;
  onState(state: SessionState): void;
  /** Something arrived that is not of this protocol; for the counter of whoever runs the peer. */
  onIgnored(): void;
}

export interface SessionLink {
  state(): SessionState;
  /** @returns false where it could not be sent: not online. Nothing is kept for later. */
  send(message: ToServer): boolean;
  /** @returns false where it could not be sent now: not online, or too much is waiting already. */
  sendEntries(conversation: ConversationId, update: Uint8Array): boolean;
  /** Do not wait for time-outs: try again now, or prove that the session is alive. */
  wake(): void;
  /** Gives up for good. */
  end(state: Extract<SessionState, { state: 'ended' }>): void;
  close(): void;
}

const pingMs = 20_000;
/** One lost ping is a pause of the network, two are silence. Counted, as a page in the background wakes up late. */
const unansweredAllowed = 2;
/**
 * A timer that is so much later than it should be slept, or the clock was set: what we know of the server's time does
 * not hold any more. Longer than browsers put off the timers of a page in the background.
 */
const jumpMs = 5 * 60_000;
/** Answer to a ping that asks whether anybody is there: a round trip on a slow network. */
const proofMs = 4_000;
/**
 * What is said is answered sooner than this; a network that went away without a word (another address, a NAT that
 * forgot) must not keep messages waiting until the silence is long.
 */
const answerMs = 6_000;
/** From asking for a ticket to `welcome`. */
const handshakeMs = 15_000;
/** A server that said it would be back is looked for in short intervals for this long. */
const restartMs = 15_000;
/** Whatever it says, it is not asked more often than this. */
const shortestRetryMs = 500;
/** Entries that wait in the socket. More than this and the network is slower than the writer. */
const bufferedBytes = 1024 * 1024;

export function createSessionLink(options: SessionLinkOptions): SessionLink {
  const { clock } = options;
  let state: SessionState = { state: 'connecting' };
  let socket: SocketLike | undefined;
  let attempt = 0;
  let isFirst = true;
  /** Grows with every connection; what belongs to an earlier one is not listened to. */
  let epoch = 0;
  let unanswered = 0;
  let messagesHeard = 0;
  /** It said that it restarts: how long each wait is at the least, and until when that is worth while. */
  let restart: { readonly waitMs: number; readonly until: number } | undefined;
  let closed = false;
  let cancelTimer = () => {};
  let isAnswerDue = false;
  let cancelDue = () => {};

  function become(next: SessionState): void {
    state = next;
    options.onState(next);
  }

  function timer(delayMs: number, task: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(delayMs, task);
  }

  async function connect(): Promise<void> {
    if (closed || state.state === 'ended') return;
    epoch += 1;
    const mine = epoch;
    become({ state: 'connecting' });
    timer(handshakeMs, () => lost(mine));
    // Whoever comes back after a loss has a ticket before they take a socket: the others come back with them.
    const ahead = isFirst ? open(mine) : undefined;
    isFirst = false;
    const ticket = await askForTicket();
    if (mine !== epoch || closed) return;
    if (!ticket.ok) {
      if (ticket.refusal.ended) return finish('not-allowed', ticket.refusal.message);
      return lost(mine);
    }
    await options.ready;
    if (mine !== epoch || closed) return;
    const opening = ahead ?? open(mine);
    if (opening === undefined) return lost(mine);
    opening.whenOpen(() =>
      write({ type: 'hello', version: protocolVersion, ticket: ticket.value }),
    );
  }

  /** @returns undefined where the host refuses (no network, a blocked port): the same as a lost connection. */
  function open(mine: number): { whenOpen(task: () => void): void } | undefined {
    let opened: SocketLike;
    try {
      opened = options.openSocket(options.url);
    } catch {
      return undefined;
    }
    socket = opened;
    let isOpen = false;
    let next = (): void => undefined;
    opened.addEventListener('open', () => {
      isOpen = true;
      if (mine === epoch) next();
    });
    opened.addEventListener('message', ({ data }) => {
      if (mine === epoch) receive(data);
    });
    // Every error is followed by a close, which says more.
    opened.addEventListener('error', () => undefined);
    opened.addEventListener('close', ({ code }) => {
      if (mine !== epoch) return;
      if (code === closeCodes.signedOut.code) finish('not-allowed', 'The session has ended.');
      else if (code === closeCodes.wrongVersion.code) {
        finish('wrong-version', 'This page is out of date. Load it again.');
      } else lost(mine);
    });
    return {
      whenOpen(task) {
        if (isOpen) task();
        else next = task;
      },
    };
  }

  async function askForTicket(): Promise<Result<string, TicketRefusal>> {
    try {
      return await options.ticket();
    } catch {
      // Asking failed (no network): another attempt follows.
      return { ok: false, refusal: { ended: false, message: '' } };
    }
  }

  function lost(mine: number): void {
    if (mine !== epoch || closed || state.state === 'ended') return;
    hangUp();
    const delayMs = nextDelayMs();
    timer(delayMs, () => void connect());
    become({ state: 'offline', retryAt: clock.now() + delayMs });
  }

  function nextDelayMs(): number {
    const random = () => options.random();
    if (restart !== undefined && clock.now() < restart.until) {
      return Math.round(restart.waitMs * (1 + random()));
    }
    const delayMs = reconnectDelayMs(attempt, random);
    attempt += 1;
    return delayMs;
  }

  function draining(retryAfterMs: number): void {
    const waitMs = Math.max(shortestRetryMs, retryAfterMs);
    restart = { waitMs, until: clock.now() + waitMs + restartMs };
  }

  function finish(code: Extract<SessionState, { state: 'ended' }>['code'], message: string): void {
    hangUp();
    cancelTimer();
    become({ state: 'ended', code, message });
  }

  function hangUp(): void {
    epoch += 1;
    isAnswerDue = false;
    cancelDue();
    const old = socket;
    socket = undefined;
    try {
      old?.close();
    } catch {
      // A socket that cannot be closed is of no use any more either.
    }
  }

  function receive(data: unknown): void {
    unanswered = 0;
    messagesHeard += 1;
    if (typeof data !== 'string') {
      const frame =
        data instanceof ArrayBuffer ? readEntriesFrame(new Uint8Array(data)) : undefined;
      if (frame?.ok !== true) return options.onIgnored();
      return options.onEntries(frame.value.conversation, frame.value.update);
    }
    const message = parse(data);
    if (message === undefined) return options.onIgnored();
    if (message.type === 'welcome') return welcome(message);
    if (message.type === 'refused' && message.conversation === undefined) refused(message);
    if (message.type === 'draining') draining(message.retryAfterMs);
    if (message.type !== 'pong') options.onMessage(message);
  }

  function welcome(message: Extract<FromServer, { type: 'welcome' }>): void {
    if (state.state !== 'connecting') return options.onIgnored();
    attempt = 0;
    restart = undefined;
    options.onMessage(message);
    if (isEnded()) return;
    keepAlive();
    become({ state: 'online', you: message.you });
  }

  // A function, so that the type checker does not believe that `state` is what it was before a call.
  const isEnded = () => state.state === 'ended';

  function refused(message: Extract<FromServer, { type: 'refused' }>): void {
    if (message.code === 'wrong-version') finish(message.code, message.message);
  }

  function keepAlive(): void {
    const setAt = clock.now();
    timer(pingMs, () => {
      const lateMs = clock.now() - setAt - pingMs;
      if (lateMs > jumpMs || unanswered >= unansweredAllowed) return lost(epoch);
      unanswered += 1;
      write({ type: 'ping' });
      keepAlive();
    });
  }

  /** Leaves the session unless the server is heard soon. */
  function prove(): void {
    const heardBefore = messagesHeard;
    const mine = epoch;
    write({ type: 'ping' });
    timer(proofMs, () => {
      if (messagesHeard === heardBefore) lost(mine);
      else keepAlive();
    });
  }

  /** Something was said. */
  function expectAnswer(): void {
    if (isAnswerDue) return;
    isAnswerDue = true;
    const heardBefore = messagesHeard;
    cancelDue = clock.after(answerMs, () => {
      isAnswerDue = false;
      // What still waits in the socket keeps the answer waiting; then the long silence decides.
      if (messagesHeard === heardBefore && socket?.bufferedAmount === 0) prove();
    });
  }

  function write(message: ToServer): boolean {
    return transmit(JSON.stringify(message));
  }

  function transmit(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (socket === undefined) return false;
    try {
      socket.send(data);
      return true;
    } catch {
      // The socket is closing; its close event follows.
      return false;
    }
  }

  void connect();

  return {
    state: () => state,
    send: (message) => {
      const isSent = state.state === 'online' && write(message);
      if (isSent) expectAnswer();
      return isSent;
    },
    sendEntries: (conversation, update) => {
      if (state.state !== 'online' || (socket?.bufferedAmount ?? 0) > bufferedBytes) return false;
      const isSent = transmit(new Uint8Array(writeEntriesFrame(conversation, update)));
      if (isSent) expectAnswer();
      return isSent;
    },
    wake: () => {
      if (closed || state.state === 'ended') return;
      if (state.state === 'offline') {
        attempt = 0;
        void connect();
      } else if (state.state === 'online') {
        prove();
      }
    },
    end: (ended) => {
      hangUp();
      cancelTimer();
      become(ended);
    },
    close: () => {
      closed = true;
      cancelTimer();
      hangUp();
    },
  };
}

function parse(text: string): FromServer | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON: the caller counts it.
    return undefined;
  }
  const parsed = v.safeParse(fromServer, json);
  return parsed.success ? parsed.output : undefined;
}
