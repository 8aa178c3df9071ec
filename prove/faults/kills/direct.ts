/** What peers of these proofs need besides `people.ts`: WebRTC, and to be somebody. */
import * as v from 'valibot';
import { createNodeClock } from '../../../bots/runtime/node-clock.ts';
import { nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';
import type { Transport } from '../../../conversation/peer/transport.ts';
import { createWebRtcTransport } from '../../../conversation/peer/webrtc/webrtc-transport.ts';
import { newVisitorAnswer } from '../../../conversation/protocol/http.ts';

export const directTransport = (url: string): Transport =>
  createWebRtcTransport({
    signalUrl: `${url.replace('http', 'ws')}/signal`,
    wrtc: nodeWrtc,
    clock: createNodeClock(),
  });

export async function visitorToken(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/visitors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return v.parse(newVisitorAnswer, await answer.json()).token;
}
