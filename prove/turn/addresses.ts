/** Where a TURN server must not send anything, and how such an address can be dressed up. */
import { isIPv4 } from 'node:net';

const forbidden4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.254',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.254',
  '192.0.0.1',
  '192.168.0.1',
  '192.168.255.254',
  '198.18.0.1',
  '198.19.255.254',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
] as const;

const forbidden6 = ['::', '::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'ff02::1', '2001:db8::1'];

const zeros = (length: number) => Array.from({ length }, () => 0);

/** IPv4 inside IPv6: mapped, compatible, NAT64, 6to4. */
const disguises: readonly ((address: readonly number[]) => Buffer)[] = [
  (four) => Buffer.from([...zeros(10), 0xff, 0xff, ...four]),
  (four) => Buffer.from([...zeros(12), ...four]),
  (four) => Buffer.from([0, 0x64, 0xff, 0x9b, ...zeros(8), ...four]),
  (four) => Buffer.from([0x20, 0x02, ...four, ...zeros(10)]),
];

export interface Target {
  readonly name: string;
  readonly address: Buffer;
}

/** Every address, and those of IPv4 in every disguise. */
export function forbiddenTargets(): Target[] {
  const four = forbidden4.map((name) => ({ name, address: bytesOf(name) }));
  const dressed = forbidden4.flatMap((name) =>
    disguises.map((dress) => {
      const address = dress([...bytesOf(name)]);
      return { name: `${name} as ${textOf(address)}`, address };
    }),
  );
  return [...four, ...forbidden6.map((name) => ({ name, address: bytesOf(name) })), ...dressed];
}

export function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const between = '0'.repeat(8 - before.length - after.length).split('');
  return Buffer.from(
    [...before, ...between, ...after].flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    }),
  );
}

function textOf(address: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => address.readUInt16BE(at * 2).toString(16));
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
