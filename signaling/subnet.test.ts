import { expect, test } from 'vitest';
import { subnetOf } from './subnet.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, subnet) => {
  expect(subnetOf(address)).toBe(subnet);
});

test('the subnet of a subnet is itself', () => {
  const subnet = subnetOf('2001:db8:0:1:2:3:4:5');
  expect(subnetOf(subnet)).toBe(subnet);
});
