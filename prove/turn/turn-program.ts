/**
 * Runs inside the laboratory: `<host> <username> <password>` of a TURN server, then user name and password of a
 * credential whose time is over. Tries everything that must be
 * refused, and two things that must not; prints one JSON array of what came of each.
 */
import { bytesOf, forbiddenTargets } from './addresses.ts';
import { attributes } from './stun.ts';
import { createTurnClient, udp } from './turn-client.ts';
import { listenerPort, type Outcome } from './outcome.ts';

const [host = '', username = '', password = '', oldUsername = '', oldPassword = ''] =
  process.argv.slice(2);
const outcomes: Outcome[] = [];
const note = (what: string, code: number) => outcomes.push({ what, code });
const who = { username, password };

async function reachForbidden(): Promise<void> {
  const client = createTurnClient(host, 3478, who);
  note('an allocation', await client.ask('allocate', [udp]));
  const own = bytesOf(host);
  note('a permission for a peer that is allowed', await client.permit(own, listenerPort));
  client.send(own, listenerPort, 'allowed');
  let channel = 0x4000;
  for (const { name, address } of forbiddenTargets()) {
    note(`CreatePermission for ${name}`, await client.permit(address, listenerPort));
    note(`ChannelBind to ${name}`, await client.bind(channel, address, listenerPort));
    client.send(address, listenerPort, name);
    channel += 1;
  }
  note('releasing the allocation', await client.ask('refresh', [lifetime(0)]));
  client.close();
}

function lifetime(seconds: number) {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(seconds);
  return { type: 0x000d, value };
}

/** Of a kind that chat has no use for. */
async function askForOthers(): Promise<void> {
  const tcp = { type: attributes.requestedTransport, value: Buffer.from([6, 0, 0, 0]) };
  const six = { type: attributes.requestedAddressFamily, value: Buffer.from([2, 0, 0, 0]) };
  for (const [what, extra] of [
    ['a TCP allocation', [tcp]],
    ['an IPv6 allocation', [udp, six]],
  ] as const) {
    const client = createTurnClient(host, 3478, who);
    note(what, await client.ask('allocate', extra));
    client.close();
  }
}

/** One credential of ten minutes is good for one person's chat. */
async function exhaust(): Promise<void> {
  const clients = Array.from({ length: 20 }, () => createTurnClient(host, 3478, who));
  let granted = 0;
  for (const client of clients) {
    if ((await client.ask('allocate', [udp])) === 0) granted += 1;
  }
  note('allocations of 20 that were granted to one credential', granted);
  for (const client of clients) client.close();
}

async function pretend(): Promise<void> {
  const past = `${Math.floor(Date.now() / 1000) - 60}:${username.split(':')[1] ?? ''}`;
  for (const [what, someone] of [
    [
      'an allocation with a credential whose time is over',
      { username: oldUsername, password: oldPassword },
    ],
    ['an allocation with another time of expiry', { username: past, password }],
    ['an allocation with another password', { username, password: `${password}x` }],
    ['an allocation without a time', { username: 'nobody', password }],
  ] as const) {
    const client = createTurnClient(host, 3478, someone);
    note(what, await client.ask('allocate', [udp]));
    client.close();
  }
}

await reachForbidden();
await askForOthers();
await pretend();
await exhaust();
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
