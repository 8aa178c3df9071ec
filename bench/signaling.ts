/** What introducing peers costs: Parley's server, which knows whom it lets in, beside y-webrtc's and PeerJS's. */
import { signalsPerExchange } from './drivers/exchange.ts';
import { signalingAnswer, type Cost, type SignalingAnswer } from './drivers/signaling-answer.ts';
import { withLeftovers, type Leftovers } from './leftovers.ts';
import type { Part, Run } from './part.ts';
import { startOwnServer, startYWebrtcServer, type PeerServer } from './peer-servers.ts';
import { drive, startOurs } from './programs.ts';
import { inTurns, ratioOf, spread, times } from './rounds.ts';
import { row, shown, type Row } from './statistics.ts';

interface Size {
  readonly sockets: number;
  readonly pairs: number;
  readonly settleMs: number;
}

async function ofParley(leftovers: Leftovers, size: Size): Promise<SignalingAnswer> {
  const server = await startOurs(leftovers, { DEMO: '1' });
  const { url, pid, dataDir } = server;
  const task = { url, pid, dataDir, ...size };
  const answer = await drive(leftovers, 'drivers/signaling-parley.ts', task, signalingAnswer);
  await server.close();
  return answer;
}

async function ofPeer(
  leftovers: Leftovers,
  server: PeerServer,
  driver: string,
  size: Size,
): Promise<SignalingAnswer> {
  const { port, pid } = server;
  const task = { url: `ws://127.0.0.1:${port}`, pid, ...size };
  const answer = await drive(leftovers, driver, task, signalingAnswer);
  await server.close();
  return answer;
}

const medianOf = (values: readonly number[], digits = 0) => spread(values).median.toFixed(digits);

function signalingRows({ quick }: Run): Promise<Row[]> {
  const size: Size = quick
    ? { sockets: 160, pairs: 8, settleMs: 500 }
    : { sockets: 8000, pairs: 150, settleMs: 4000 };
  return withLeftovers(async (leftovers) => {
    const taken = await inTurns(
      {
        parley: () => ofParley(leftovers, size),
        yWebrtc: async () =>
          ofPeer(
            leftovers,
            await startYWebrtcServer(leftovers),
            'drivers/signaling-y-webrtc.ts',
            size,
          ),
        peerJs: async () =>
          ofPeer(
            leftovers,
            await startOwnServer(leftovers, 'peerjs/server.ts'),
            'drivers/signaling-peerjs.ts',
            size,
          ),
      },
      quick ? 1 : 3,
    );
    const perCpuSecond = (cost: Cost, count: number) => count / Math.max(cost.cpuSeconds, 0.01);
    const kb = (cost: Cost) => cost.bytes / 1000 / size.sockets;
    const sessions = taken.parley.flatMap((it) => it.sessions ?? []);
    const own = taken.parley.map((it) => it.sockets);
    const theirs = taken.yWebrtc.map((it) => it.sockets);
    const peerJs = taken.peerJs.map((it) => it.sockets);
    const signals = size.pairs * signalsPerExchange;
    const rate = (costs: readonly Cost[], count: number) =>
      costs.map((cost) => perCpuSecond(cost, count));
    const wall = (costs: readonly Cost[], count: number) =>
      medianOf(costs.map((cost) => count / cost.seconds));

    const connections = (name: string, costs: readonly Cost[]): Row => {
      const ratio = ratioOf(rate(costs, size.sockets), rate(theirs, size.sockets));
      return row(
        `${name}: connections`,
        `${medianOf(rate(costs, size.sockets))} per second of CPU (${wall(costs, size.sockets)}/s seen) = ${times(ratio)} y-webrtc's server (${medianOf(rate(theirs, size.sockets))}; ${wall(theirs, size.sockets)}/s), peerjs-server ${medianOf(rate(peerJs, size.sockets))}`,
        "at least 0.8 × y-webrtc's server",
        ratio.median >= 0.8,
      );
    };
    const memory = (): Row => {
      const whole = taken.parley.map((it) => (it.clientsBytes ?? 0) / 1000 / size.sockets);
      const ratio = ratioOf(whole, theirs.map(kb));
      return row(
        `${size.sockets} idle clients, each with session, conversation and signaling socket: memory`,
        `${medianOf(whole, 1)} kB each (the session ${medianOf(sessions.map(kb), 1)} kB) = ${times(ratio)} y-webrtc's server (${medianOf(theirs.map(kb), 1)} kB), peerjs-server ${medianOf(peerJs.map(kb), 1)} kB`,
        "at most 1.2 × y-webrtc's server",
        ratio.median <= 1.2,
      );
    };
    const passedOn = taken.parley.map((it) => it.signals);
    const passedOnByThem = taken.yWebrtc.map((it) => it.signals);
    return [
      connections('signaling sockets, with a topic that the session was given', own),
      connections('sessions, from the ticket to the welcome', sessions),
      memory(),
      shown(
        'signals passed on',
        `${medianOf(rate(passedOn, signals))} per second of CPU (${wall(passedOn, signals)}/s seen) = ${times(ratioOf(rate(passedOn, signals), rate(passedOnByThem, signals)))} y-webrtc's server (${medianOf(rate(passedOnByThem, signals))}; ${wall(passedOnByThem, signals)}/s), peerjs-server ${medianOf(
          rate(
            taken.peerJs.map((it) => it.signals),
            signals,
          ),
        )}`,
      ),
    ];
  });
}

export const signaling: Part = { name: 'signaling', rows: signalingRows };
