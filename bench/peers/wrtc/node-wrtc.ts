/** simple-peer in Node, on the same WebRTC stack as Parley's clients. */
import { nodeWrtc } from '../../../bots/runtime/node-webrtc.ts';

interface Description {
  readonly type: string;
  readonly sdp: string;
}
const Connection = nodeWrtc.RTCPeerConnection as new (config: object) => {
  createOffer(): Promise<Description>;
};

/** simple-peer writes into what it is given, which node-datachannel's descriptions do not allow. */
class PlainConnection extends Connection {
  override async createOffer() {
    const { type, sdp } = await super.createOffer();
    return { type, sdp };
  }
}
export const wrtc = { ...nodeWrtc, RTCPeerConnection: PlainConnection };
