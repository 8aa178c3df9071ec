import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RawConnection } from '../../conversation/peer/webrtc/wrtc.ts';
import { endNodeWebRtc, installNodeGlobals, nodeWrtc } from './node-webrtc.ts';

afterAll(endNodeWebRtc);

const Connection = nodeWrtc.RTCPeerConnection as unknown as new (config: object) => RawConnection;
/** Candidates as they are told; `first` resolves with the first one. */
function watchCandidates(connection: RawConnection) {
  const told: unknown[] = [];
  const first = new Promise<void>((resolve) => {
    connection.onicecandidate = ({ candidate }: { candidate?: unknown }) => {
      if (candidate === null || candidate === undefined) return;
      told.push(candidate);
      resolve();
    };
  });
  return { told, first };
}

test('an offerer tells its candidates when it has the answer, and an answerer at once', async () => {
  const offerer = new Connection({ iceServers: [] });
  const answerer = new Connection({ iceServers: [] });
  const offered = watchCandidates(offerer);
  const answered = watchCandidates(answerer);
  const hasGathered = new Promise<void>((resolve) => {
    offerer.onicegatheringstatechange = () => {
      if (offerer.iceGatheringState === 'complete') resolve();
    };
  });
  offerer.createDataChannel('parley');
  await offerer.setLocalDescription((await offerer.createOffer()) as never);
  await hasGathered;
  const offer = offerer.localDescription;
  expect(offer?.type).toBe('offer');
  expect(offer?.sdp).toMatch(/a=fingerprint:/);
  expect(offer?.sdp).not.toMatch(/candidate/);
  expect(offered.told).toEqual([]);

  await answerer.setRemoteDescription(offer as never);
  const answer = await answerer.createAnswer();
  await answered.first;
  await offerer.setRemoteDescription(answer as never);
  await offered.first;
  expect(offerer.localDescription?.sdp).toMatch(/a=candidate:/);
  offerer.close();
  answerer.close();
});

test('[W10] what a listener of a WebSocket throws is reported, and the socket goes on', async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  server.on('connection', (socket) =>
    socket.on('message', (data: Buffer) => socket.send(data.toString('utf8'))),
  );
  const faults: unknown[] = [];
  const globals = installNodeGlobals({ onFault: (error) => faults.push(error) });
  try {
    const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    await new Promise((resolve) => (socket.onopen = resolve));
    const fault = new Error('A listener failed.');
    const heard: unknown[] = [];
    const second = new Promise<void>((resolve) => {
      socket.onmessage = ({ data }) => {
        heard.push(data);
        if (heard.length === 1) throw fault;
        resolve();
      };
    });
    socket.send('one');
    socket.send('two');
    await second;
    expect(heard).toEqual(['one', 'two']);
    expect(faults).toEqual([fault]);
    const closed = new Promise((resolve) => (socket.onclose = resolve));
    socket.close();
    await closed;
  } finally {
    globals.restore();
    server.close();
    http.closeAllConnections();
    http.close();
  }
  expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(before);
});
