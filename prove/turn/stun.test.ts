import { expect, test } from 'vitest';
import { bytesOf, forbiddenTargets } from './addresses.ts';
import { wrongOutcomes } from './outcome.ts';
import { attributes, peerAddress, readStun, valueOf, writeStun } from './stun.ts';

/** RFC 5769, section 2.2: the XOR-MAPPED-ADDRESS of its sample response. */
test('an address is masked as the RFC’s sample is', () => {
  const transaction = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');
  const { value } = peerAddress(bytesOf('192.0.2.1'), 32_853, transaction);
  expect(value.toString('hex')).toBe('0001a147e112a643');
});

/** RFC 5769, section 2.3. */
test('an IPv6 address is masked with cookie and transaction', () => {
  const transaction = Buffer.from('b7e7a701bc34d686fa87dfae', 'hex');
  const address = bytesOf('2001:db8:1234:5678:11:2233:4455:6677');
  const { value } = peerAddress(address, 32_853, transaction);
  expect(value.toString('hex')).toBe('0002a1470113a9faa5d3f179bc25f4b5bed2b9d9');
});

test('a message that was written is read back; anything else is none', () => {
  const transaction = Buffer.alloc(12, 7);
  const list = [{ type: attributes.realm, value: Buffer.from('turn') }];
  const written = writeStun({ method: 0x008, kind: 'error', transaction, attributes: list });
  const read = readStun(written);
  expect(read).toMatchObject({ method: 0x008, kind: 'error' });
  expect(read && valueOf(read, attributes.realm)?.toString()).toBe('turn');
  expect(readStun(Buffer.from('not a message of STUN at all'))).toBeUndefined();
});

test('forbidden addresses are tried in every disguise', () => {
  const names = forbiddenTargets().map(({ name }) => name);
  expect(names).toContain('169.254.169.254');
  expect(names).toContain('::1');
  expect(names).toContain('127.0.0.1 as ::ffff:7f00:1');
  expect(new Set(names).size).toBe(names.length);
});

test('what was granted and must not be is wrong, and so is a refusal of the usual', () => {
  expect(
    wrongOutcomes([
      { what: 'an allocation', code: 0 },
      { what: 'CreatePermission for 10.0.0.1', code: 403 },
      { what: 'allocations of 20 that were granted to one credential', code: 12 },
    ]),
  ).toEqual([]);
  expect(
    wrongOutcomes([
      { what: 'an allocation', code: 401 },
      { what: 'CreatePermission for 10.0.0.1', code: 0 },
      { what: 'allocations of 20 that were granted to one credential', code: 20 },
    ]),
  ).toHaveLength(3);
});
