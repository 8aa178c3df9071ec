/** The part of WebRTC that is used here, typed without the DOM: a browser's globals and `bots/runtime` both fit. */
import type { IceServer } from '../../protocol/session.ts';

export interface SessionDescription {
  readonly type: string;
  readonly sdp: string;
}

export interface RawChannel {
  readonly label: string;
  binaryType: string;
  readonly readyState: string;
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onbufferedamountlow: ((event: never) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface RawConnection {
  readonly connectionState: string;
  readonly iceConnectionState: string;
  readonly iceGatheringState: string;
  readonly signalingState: string;
  readonly localDescription: SessionDescription | null;
  readonly remoteDescription: SessionDescription | null;
  onconnectionstatechange: ((event: never) => void) | null;
  oniceconnectionstatechange: ((event: never) => void) | null;
  onicegatheringstatechange: ((event: never) => void) | null;
  onsignalingstatechange: ((event: never) => void) | null;
  onicecandidate: ((event: never) => void) | null;
  ondatachannel: ((event: { readonly channel: RawChannel }) => void) | null;
  createDataChannel(label: string, options?: object): RawChannel;
  createOffer(options?: object): Promise<unknown>;
  createAnswer(options?: object): Promise<unknown>;
  setLocalDescription(description: never): Promise<void>;
  setRemoteDescription(description: never): Promise<void>;
  addIceCandidate(candidate: never): Promise<void>;
  /** A map or anything else whose `forEach` gives the reports. */
  getStats(): Promise<{ forEach(each: (report: unknown) => void): void }>;
  close(): void;
}

export interface ConnectionConfig {
  iceServers?: readonly IceServer[];
  iceTransportPolicy?: 'all' | 'relay';
}

/** What simple-peer takes as `wrtc`. */
export interface Wrtc {
  readonly RTCPeerConnection: new (config: never) => unknown;
  readonly RTCSessionDescription: unknown;
  readonly RTCIceCandidate: unknown;
}
