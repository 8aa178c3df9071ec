import { expect, test } from 'vitest';
import { coreRules, homeRules } from './rules.ts';

const home = { nat: 'full cone', firewall: 'open', isCut: false, client: '192.168.10.2' } as const;

test('a full-cone NAT keeps ports and lets everybody in; a symmetric one does neither', () => {
  const cone = homeRules(home);
  expect(cone).toContain('oifname "wan" masquerade\n');
  expect(cone).toContain('udp dnat to 192.168.10.2');
  const symmetric = homeRules({ ...home, nat: 'symmetric' });
  expect(symmetric).toContain('masquerade fully-random');
  expect(symmetric).not.toContain('dnat');
});

test('a cut router passes nothing, and one that lets out the web port passes nothing else', () => {
  expect(homeRules({ ...home, isCut: true })).toMatch(/hook forward priority 0\n {4}drop\n/);
  expect(homeRules({ ...home, firewall: 'web port only' })).toContain(
    'meta l4proto udp drop\n    iifname "lan" tcp dport != { 80, 443 } drop',
  );
});

test('a bad line loses its share, and an unreachable address is so in both directions', () => {
  const core = coreRules({ lossPercent: 5, unreachable: ['203.0.113.10'] });
  expect(core).toContain('numgen random mod 100 < 5 drop');
  expect(core).toContain('ip daddr 203.0.113.10 drop');
  expect(core).toContain('ip saddr 203.0.113.10 drop');
});
