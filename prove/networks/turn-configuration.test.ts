import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { turnConfiguration } from './turn-configuration.ts';

const shipped = readFileSync(resolve(import.meta.dirname, '../../deploy/turnserver.conf'), 'utf8');
const changes = {
  address: '198.51.100.20',
  secret: 'the laboratory’s',
  allowedPeers: ['192.0.2.0-192.0.2.255'],
  folder: '/tmp/nowhere',
};

test('[W8] the laboratory runs the shipped configuration, and changes its secret only', () => {
  const made = turnConfiguration(shipped, changes).split('\n');
  const lost = shipped.split('\n').filter((line) => !made.includes(line));
  expect(lost).toEqual(['static-auth-secret=REPLACE-ME']);
  expect(made).toContain('static-auth-secret=the laboratory’s');
});

test('[V-60] [V-61] [W8] the shipped configuration relays no TCP, and bounds what one credential gets', () => {
  const set = new Set(shipped.split('\n').map((line) => line.split('=')[0]));
  for (const name of [
    'use-auth-secret',
    'no-tcp-relay',
    'no-multicast-peers',
    'no-dtls',
    'no-cli',
    'user-quota',
    'total-quota',
    'max-bps',
  ]) {
    expect(set).toContain(name);
  }
  expect(set).not.toContain('allow-loopback-peers');
  expect(set).not.toContain('allowed-peer-ip');
  expect(set).not.toContain('mobility');
});
