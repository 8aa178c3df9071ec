/** What is tried: networks, obstacles, and what must come of them. Data only. */
import type { Home } from './internet.ts';
import type { Kind } from './side.ts';

/** What goes wrong in the middle of the conversation. */
export type Trouble =
  /** The two can still reach each other. */
  | { readonly what: 'server unreachable'; readonly forMs: number }
  /** The client's router passes nothing. */
  | { readonly what: 'everything unreachable'; readonly forMs: number }
  /** The client's old address is gone, as when a telephone leaves the house. */
  | { readonly what: 'new address' };

export type SteadyLink = 'direct' | 'relay' | 'server';

/** Who is the client, behind home `a`, and who answers, behind home `b`. */
export type Pair = readonly [client: Kind, answers: Kind];

export interface Scenario {
  readonly name: string;
  readonly a: Home;
  readonly b: Home;
  readonly lossPercent: number;
  /** Where the TURN server listens, besides port 3478 (UDP and TCP). */
  readonly turnWebPort: number | undefined;
  /** The link that both sides settle on. */
  readonly link: SteadyLink;
  /**
   * Where one of the two is a peer in Node: libjuice speaks TURN over UDP only, and gives up on a browser whose checks
   * come from an allocation over TCP ("Controlling and controlled attributes mismatch").
   */
  readonly linkWithNode?: SteadyLink;
  readonly trouble?: Trouble;
  readonly within: {
    /** From Send to the tick that says it was read, on the client's screen. */
    readonly firstReadMs: number;
    /** From Send to the settled link, on both sides. */
    readonly linkMs: number;
    /** From the end of the trouble: every message is on both screens; and the link is as it was. */
    readonly backMs?: number;
    readonly linkBackMs?: number;
  };
  readonly short: readonly Pair[];
  readonly long: readonly Pair[];
}

const cone: Home = { nat: 'full cone', firewall: 'open' };
const symmetric: Home = { nat: 'symmetric', firewall: 'open' };
const noUdp: Home = { nat: 'full cone', firewall: 'no udp' };
const webOnly: Home = { nat: 'full cone', firewall: 'web port only' };

const browsers: Pair = ['Chromium', 'Chromium'];
const bot: Pair = ['Chromium', 'Node'];
const nodes: Pair = ['Node', 'Node'];
const withFirefox: readonly Pair[] = [
  ['Firefox', 'Chromium'],
  ['Chromium', 'Firefox'],
];
const all: readonly Pair[] = [browsers, bot, nodes, ...withFirefox];

/** Generous, because two browsers and a server share a small machine; what it took is reported. */
const usual = { firstReadMs: 10_000, linkMs: 20_000 };
const clear = { lossPercent: 0, turnWebPort: undefined };

export const scenarios: readonly Scenario[] = [
  {
    ...clear,
    name: 'both behind a full-cone NAT',
    a: cone,
    b: cone,
    link: 'direct',
    within: usual,
    short: [browsers, bot, nodes, ['Firefox', 'Chromium']],
    long: all,
  },
  {
    ...clear,
    name: 'the client behind a symmetric NAT, the other behind a full-cone one',
    a: symmetric,
    b: cone,
    link: 'direct',
    within: usual,
    short: [nodes],
    long: all,
  },
  {
    ...clear,
    name: 'both behind a symmetric NAT',
    a: symmetric,
    b: symmetric,
    link: 'relay',
    within: usual,
    short: [browsers, bot, nodes],
    long: all,
  },
  {
    ...clear,
    name: "no UDP leaves the client's network",
    a: noUdp,
    b: cone,
    link: 'relay',
    linkWithNode: 'server',
    within: usual,
    short: [browsers, bot],
    long: all,
  },
  {
    ...clear,
    name: 'no UDP leaves either network',
    a: noUdp,
    b: noUdp,
    link: 'relay',
    linkWithNode: 'server',
    within: usual,
    short: [],
    long: [browsers, nodes, ...withFirefox],
  },
  {
    ...clear,
    name: 'a firewall lets out the web port only',
    a: webOnly,
    b: cone,
    link: 'server',
    within: usual,
    short: [browsers],
    long: all,
  },
  {
    ...clear,
    turnWebPort: 443,
    name: 'a firewall lets out the web port only, and TURN listens there',
    a: webOnly,
    b: cone,
    link: 'relay',
    linkWithNode: 'server',
    within: usual,
    short: [browsers],
    long: all,
  },
  {
    ...clear,
    lossPercent: 5,
    name: '5 % of all packets are lost',
    a: cone,
    b: cone,
    link: 'direct',
    within: { firstReadMs: 20_000, linkMs: 40_000 },
    short: [browsers, nodes],
    long: all,
  },
  {
    ...clear,
    name: "the client's address changes",
    a: cone,
    b: cone,
    link: 'direct',
    trouble: { what: 'new address' },
    within: { ...usual, backMs: 25_000, linkBackMs: 40_000 },
    short: [browsers],
    long: all,
  },
  {
    ...clear,
    name: 'the server is unreachable for 20 seconds',
    a: cone,
    b: cone,
    link: 'direct',
    trouble: { what: 'server unreachable', forMs: 20_000 },
    within: { ...usual, backMs: 5_000, linkBackMs: 5_000 },
    short: [browsers],
    long: all,
  },
  {
    ...clear,
    name: 'the server is unreachable for 100 seconds',
    a: cone,
    b: cone,
    link: 'direct',
    trouble: { what: 'server unreachable', forMs: 100_000 },
    within: { ...usual, backMs: 5_000, linkBackMs: 5_000 },
    short: [],
    long: [browsers, bot],
  },
  {
    ...clear,
    name: 'everything is unreachable for a minute',
    a: cone,
    b: cone,
    link: 'direct',
    trouble: { what: 'everything unreachable', forMs: 60_000 },
    within: { ...usual, backMs: 15_000, linkBackMs: 20_000 },
    short: [browsers],
    long: all,
  },
  {
    ...clear,
    name: 'everything is unreachable for a minute, both behind a symmetric NAT',
    a: symmetric,
    b: symmetric,
    link: 'relay',
    trouble: { what: 'everything unreachable', forMs: 60_000 },
    within: { ...usual, backMs: 15_000, linkBackMs: 20_000 },
    short: [],
    long: [browsers, bot],
  },
  {
    ...clear,
    name: 'everything is unreachable for 10 seconds',
    a: cone,
    b: cone,
    link: 'direct',
    trouble: { what: 'everything unreachable', forMs: 10_000 },
    within: { ...usual, backMs: 15_000, linkBackMs: 20_000 },
    short: [nodes],
    long: all,
  },
];

export function linkOf({ link, linkWithNode }: Scenario, pair: Pair): SteadyLink {
  return pair.includes('Node') ? (linkWithNode ?? link) : link;
}
