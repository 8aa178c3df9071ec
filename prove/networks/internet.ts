/**
 * A small internet: a server, a TURN server and two homes with a router each, on addresses that documentation uses.
 *
 *   a ── router-a ──┐        ┌── server
 *                   ├─ core ─┤
 *   b ── router-b ──┘        └── turn
 */
import { createLab, type Lab } from './lab.ts';
import { coreRules, homeRules, type CoreRules, type Firewall, type Nat } from './rules.ts';

export type HomeName = 'a' | 'b';

export interface Home {
  readonly nat: Nat;
  readonly firewall: Firewall;
}

export const serverAddress = '203.0.113.10';
export const turnAddress = '198.51.100.20';
/** What the TURN server has to reach: the homes from outside, and itself for peers that are both relayed. */
export const publicNetworks = ['192.0.2.0-192.0.2.255', '198.51.100.20'];

const homes = {
  a: { wan: '192.0.2.2', gate: '192.0.2.1', lan: '192.168.10' },
  b: { wan: '192.0.2.130', gate: '192.0.2.129', lan: '192.168.20' },
} as const;

export interface Internet {
  readonly lab: Lab;
  /** Nothing passes the router of this home until it is mended. */
  cut(home: HomeName, isCut: boolean): Promise<void>;
  core(rules: Partial<CoreRules>): Promise<void>;
  /** The client of this home gets another address: the old one is gone at once. */
  readdress(home: HomeName): Promise<void>;
  close(): Promise<void>;
}

export async function createInternet(plan: Record<HomeName, Home>): Promise<Internet> {
  const lab = await createLab();
  const hosts = { a: 2, b: 2 };
  const isCut = { a: false, b: false };
  let core: CoreRules = { lossPercent: 0, unreachable: [] };

  const clientOf = (home: HomeName) => `${homes[home].lan}.${hosts[home]}`;

  const applyHome = (home: HomeName) =>
    lab.rules(
      `router-${home}`,
      homeRules({ ...plan[home], isCut: isCut[home], client: clientOf(home) }),
    );

  async function build(): Promise<void> {
    for (const place of ['core', 'server', 'turn']) await lab.add(place);
    await forward('core');
    await attach('server', serverAddress, '203.0.113.1');
    await attach('turn', turnAddress, '198.51.100.1');
    for (const home of ['a', 'b'] as const) await buildHome(home);
  }

  async function attach(place: string, address: string, gate: string): Promise<void> {
    await lab.wire(
      { place, device: 'net', address: `${address}/24` },
      { place: 'core', device: place, address: `${gate}/24` },
    );
    await lab.ip(place, 'route', 'add', 'default', 'via', gate);
  }

  async function buildHome(home: HomeName): Promise<void> {
    const router = `router-${home}`;
    const { wan, gate, lan } = homes[home];
    await lab.add(home);
    await lab.add(router);
    await forward(router);
    await lab.wire(
      { place: router, device: 'wan', address: `${wan}/25` },
      { place: 'core', device: router, address: `${gate}/25` },
    );
    await lab.ip(router, 'route', 'add', 'default', 'via', gate);
    await lab.wire(
      { place: home, device: 'net', address: `${clientOf(home)}/24` },
      { place: router, device: 'lan', address: `${lan}.1/24` },
    );
    await lab.ip(home, 'route', 'add', 'default', 'via', `${lan}.1`);
    await applyHome(home);
  }

  async function forward(place: string): Promise<void> {
    const line = ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=1'];
    const child = lab.spawn(place, line, { stdio: 'ignore' });
    const code = await new Promise((done) => child.once('exit', done));
    if (code !== 0) throw new Error(`"${line.join(' ')}" ended with ${String(code)}.`);
  }

  try {
    await build();
  } catch (error) {
    await lab.close();
    throw error;
  }

  return {
    lab,
    async cut(home, cut) {
      isCut[home] = cut;
      await applyHome(home);
    },
    async core(rules) {
      core = { ...core, ...rules };
      await lab.rules('core', coreRules(core));
    },
    async readdress(home) {
      const before = clientOf(home);
      hosts[home] += 1;
      await lab.ip(home, 'address', 'del', `${before}/24`, 'dev', 'net');
      await lab.ip(home, 'address', 'add', `${clientOf(home)}/24`, 'dev', 'net');
      // The route went with the address.
      await lab.ip(home, 'route', 'add', 'default', 'via', `${homes[home].lan}.1`);
      await applyHome(home);
    },
    close: () => lab.close(),
  };
}
