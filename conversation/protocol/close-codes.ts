/**
 * WebSocket close codes of `/session` and `/signal` (RFC 6455, section 7.4.2: 4000-4999 are private).
 * A reason never quotes what a peer sent: it must fit into 123 bytes.
 */
export const closeCodes = {
  /** The server restarts or drains; come back after the delay that `draining` named. */
  serviceRestart: { code: 1012, reason: 'The server restarts.' },
  /** Overloaded; come back later. */
  tryAgainLater: { code: 1013, reason: 'The server is busy. Try again later.' },
  /** What was sent is not a message of this protocol. */
  badMessage: { code: 4400, reason: 'A message was malformed.' },
  /** No ticket, an unknown one, or one used before. */
  badTicket: { code: 4401, reason: 'The ticket is missing, used or expired.' },
  /** The account was deactivated or signed out. */
  signedOut: { code: 4403, reason: 'The session has ended.' },
  /** Nothing was heard for longer than the heartbeat allows. */
  silent: { code: 4408, reason: 'Nothing was heard for too long.' },
  /** More messages than the limits allow. */
  flooding: { code: 4429, reason: 'Too many messages.' },
  /** The other side does not read what it is sent. */
  slowReader: { code: 4430, reason: 'The connection is read too slowly.' },
  /** The versions do not fit; the text of the `refused` message says who must update. */
  wrongVersion: { code: 4426, reason: 'The protocol version is not supported.' },
} as const;

export type CloseName = keyof typeof closeCodes;
