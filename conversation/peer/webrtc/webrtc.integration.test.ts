import { afterAll } from 'vitest';
import { endNodeWebRtc } from '../../../bots/runtime/node-webrtc.ts';
import { describeTransport } from '../transport.contract.ts';
import { createWebRtcWorld } from './webrtc-world.contract.ts';

afterAll(endNodeWebRtc);

describeTransport('WebRTC in Node', () => createWebRtcWorld());
