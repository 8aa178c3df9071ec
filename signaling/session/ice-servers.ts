/** Short-lived TURN credentials by the "REST API" scheme that coturn calls `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): user name `<expiry, seconds>:<random>`, password HMAC-SHA1 of it. */
import { createHmac } from 'node:crypto';
import type { IceServer } from '../../conversation/protocol/session.ts';

/** Credentials live no longer than this; joined peers get new ones when half of it has passed. */
export const turnLifetimeMs = 10 * 60_000;

export interface TurnSettings {
  /** `turn:`, `turns:` and `stun:` URLs. */
  readonly urls: readonly string[];
  readonly secret: string | undefined;
}

/**
 * @param nonce random text that tells nothing about who uses the credential.
 * @param now ms of Unix time.
 * @returns what RTCPeerConnection takes; empty without TURN.
 */
export function iceServersFor(turn: TurnSettings, nonce: string, now: number): IceServer[] {
  const stun = turn.urls.filter((url) => url.startsWith('stun'));
  const relays = turn.urls.filter((url) => url.startsWith('turn'));
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : [];
  if (relays.length > 0 && turn.secret !== undefined) {
    const username = `${Math.floor((now + turnLifetimeMs) / 1000)}:${nonce}`;
    const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
    servers.push({ urls: relays, username, credential });
  }
  return servers;
}
