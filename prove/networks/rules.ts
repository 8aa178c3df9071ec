/** Routers, firewalls and bad lines as nftables rules: pure text. */

/**
 * - `full cone`: one address and port outside for everything the client sends from one port, open to everybody.
 * - `symmetric`: another port outside for each address it speaks to, open to that address alone.
 */
export type Nat = 'full cone' | 'symmetric';

/** What a home's firewall lets out. Dropped, not refused: whoever tries waits. */
export type Firewall = 'open' | 'no udp' | 'web port only';

export interface HomeRules {
  readonly nat: Nat;
  readonly firewall: Firewall;
  /** Nothing passes in either direction. */
  readonly isCut: boolean;
  /** Of the client behind it. */
  readonly client: string;
}

const firewalls: Record<Firewall, readonly string[]> = {
  open: [],
  'no udp': ['meta l4proto udp drop'],
  'web port only': ['meta l4proto udp drop', 'iifname "lan" tcp dport != { 80, 443 } drop'],
};

/** Of a router with the devices `lan` and `wan`. */
export function homeRules({ nat, firewall, isCut, client }: HomeRules): string {
  const back =
    nat === 'full cone'
      ? chain('back', 'type nat hook prerouting priority -100', [
          `iifname "wan" meta l4proto udp dnat to ${client}`,
        ])
      : [];
  return table('ip home', [
    ...chain('out', 'type nat hook postrouting priority 100', [
      // Linux keeps the source port where it is free, which makes the mapping the same for all destinations.
      `oifname "wan" masquerade${nat === 'symmetric' ? ' fully-random' : ''}`,
    ]),
    ...back,
    ...chain('through', 'type filter hook forward priority 0', [
      ...(isCut ? ['drop'] : []),
      ...firewalls[firewall],
    ]),
    // A probe of the other side that comes first must leave no trace: its port would count as taken, and the
    // client's own packet would get another one.
    ...chain('here', 'type filter hook input priority 0', ['drop']),
  ]);
}

export interface CoreRules {
  readonly lossPercent: number;
  /** Addresses that nothing goes to or comes from. */
  readonly unreachable: readonly string[];
}

/** Of what lies between the homes. */
export function coreRules({ lossPercent, unreachable }: CoreRules): string {
  return table('ip core', [
    ...chain('through', 'type filter hook forward priority 0', [
      ...unreachable.flatMap((address) => [`ip daddr ${address} drop`, `ip saddr ${address} drop`]),
      ...(lossPercent > 0 ? [`numgen random mod 100 < ${lossPercent} drop`] : []),
    ]),
  ]);
}

function table(name: string, lines: readonly string[]): string {
  return [`table ${name} {`, ...lines, '}', ''].join('\n');
}

function chain(name: string, hook: string, rules: readonly string[]): string[] {
  return [`  chain ${name} {`, `    ${hook}`, ...rules.map((rule) => `    ${rule}`), '  }'];
}
