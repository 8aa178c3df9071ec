/**
 * What is said over `/signal`: the words of y-webrtc 10's signaling protocol, so that its stock provider
 * works unchanged (y-webrtc/bin/server.js; PROTOCOL.md, section 4).
 */
import * as v from 'valibot';
import { topic } from './ids.ts';

const peerId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{8,64}$/));
const sdp = v.pipe(v.string(), v.maxLength(16 * 1024));

/** simple-peer's signals. Anything else that simple-peer knows (renegotiate, transceivers) has no use here. */
export const peerSignal = v.union([
  v.object({ type: v.picklist(['offer', 'answer']), sdp }),
  v.object({
    type: v.literal('candidate'),
    candidate: v.object({
      candidate: v.pipe(v.string(), v.maxLength(1024)),
      sdpMLineIndex: v.optional(v.nullable(v.number())),
      sdpMid: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64)))),
    }),
  }),
]);
export type PeerSignal = v.InferOutput<typeof peerSignal>;

export const published = v.variant('type', [
  v.object({ type: v.literal('announce'), from: peerId }),
  v.object({
    type: v.literal('signal'),
    from: peerId,
    to: peerId,
    token: v.optional(v.number()),
    signal: peerSignal,
  }),
]);
export type Published = v.InferOutput<typeof published>;

const topics = v.pipe(v.array(topic), v.maxLength(1024));

export const signalToServer = v.variant('type', [
  v.object({ type: v.literal('subscribe'), topics }),
  v.object({ type: v.literal('unsubscribe'), topics }),
  v.object({ type: v.literal('publish'), topic, data: published }),
  v.object({ type: v.literal('ping') }),
]);
export type SignalToServer = v.InferOutput<typeof signalToServer>;

/** y-webrtc ignores every type but `publish` and `pong`; `error` is for people who look at the wire. */
export type SignalFromServer =
  | { readonly type: 'publish'; readonly topic: string; readonly data: Published }
  | { readonly type: 'pong' }
  | { readonly type: 'error'; readonly code: string; readonly message: string };
