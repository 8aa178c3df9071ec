import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { SetupError } from './setup-error.ts';

test('an empty environment gives a server on this machine alone', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    turn: undefined,
    logLevel: 'info',
    demo: false,
    botsKey: undefined,
    embedders: [],
    smtpUrl: undefined,
    mailFrom: undefined,
    trustedProxies: [],
  });
  expect(config.dataDir.endsWith('/data')).toBe(true);
});

test('an empty variable counts as unset', () => {
  expect(readConfig({ PORT: '', PUBLIC_URL: ' ', DATABASE_URL: '' }).port).toBe(8080);
});

test('every setting is read', () => {
  expect(
    readConfig({
      HOST: '::',
      PORT: '0',
      DATA_DIR: '/srv/parley',
      PUBLIC_URL: 'https://Chat.Example.com/',
      TURN_URLS: 'turn:turn.example.com:3478?transport=udp, stun:turn.example.com',
      TURN_SECRET: 'hush',
      LOG_LEVEL: 'debug',
      DEMO: 'on',
      BOTS_KEY: 'k'.repeat(32),
      ALLOWED_ORIGINS: 'https://www.shop.example/, https://*.brand.example',
      SMTP_URL: 'smtps://user:pass@mail.example.com:465',
      MAIL_FROM: 'Help <help@example.com>',
      TRUSTED_PROXIES: 'loopback,10.0.0.0/8',
      MESH_PEERS: '0',
      FILE_LIMIT_MB: '2',
      FILES_PER_DAY_MB: '3',
      S3_URL: 'https://KEY:se%2Fcret@s3.example.com:9000/bucket/in/here?region=eu-central-1',
    }),
  ).toEqual({
    host: '::',
    port: 0,
    dataDir: '/srv/parley',
    publicUrl: 'https://chat.example.com',
    turn: {
      urls: ['turn:turn.example.com:3478?transport=udp', 'stun:turn.example.com'],
      secret: 'hush',
    },
    logLevel: 'debug',
    demo: true,
    botsKey: 'k'.repeat(32),
    embedders: ['https://www.shop.example', 'https://*.brand.example'],
    smtpUrl: 'smtps://user:pass@mail.example.com:465',
    mailFrom: 'Help <help@example.com>',
    trustedProxies: ['loopback', '10.0.0.0/8'],
    meshPeers: 0,
    files: { fileBytes: 2 * 1024 * 1024, dayBytes: 3 * 1024 * 1024 },
    s3: {
      origin: 'https://s3.example.com:9000',
      bucket: 'bucket',
      prefix: 'in/here/',
      region: 'eu-central-1',
      key: 'KEY',
      secret: 'se/cret',
    },
  });
});

test('STUN alone needs no secret', () => {
  expect(readConfig({ TURN_URLS: 'stun:stun.example.com:3478' }).turn).toEqual({
    urls: ['stun:stun.example.com:3478'],
    secret: undefined,
  });
});

describe('a wrong value is refused with one sentence that names it', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['HOST', 'my host'],
    ['PUBLIC_URL', 'chat.example.com'],
    ['PUBLIC_URL', 'https://chat.example.com/path'],
    ['PUBLIC_URL', 'ftp://chat.example.com'],
    ['PUBLIC_URL', 'https://user:pw@chat.example.com'],
    ['LOG_LEVEL', 'loud'],
    ['DEMO', 'maybe'],
    ['TURN_URLS', 'turn.example.com'],
    ['TURN_URLS', 'turn:turn.example.com; evil'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'https://*'],
    ['ALLOWED_ORIGINS', 'https://a.*.example'],
    ['ALLOWED_ORIGINS', 'data:text/html'],
    ['ALLOWED_ORIGINS', "https://shop.example 'unsafe-inline'"],
    ['ALLOWED_ORIGINS', 'https://shop.example/path'],
    ['MAIL_FROM', 'nobody'],
    ['TRUSTED_PROXIES', 'everybody'],
    ['FILE_LIMIT_MB', '101'],
    ['FILE_LIMIT_MB', 'many'],
    ['FILES_PER_DAY_MB', '-1'],
    ['MESH_PEERS', '65'],
    ['MESH_PEERS', 'few'],
  ])('%s=%s', (name, value) => {
    const read = () => readConfig({ TURN_SECRET: 's', TURN_URLS: 'turn:t', [name]: value });
    expect(read).toThrow(SetupError);
    expect(read).toThrow(name);
    expect(read).toThrow(`"${value}"`);
    expect(read).toThrow(/^[^\n]+\.$/);
  });

  test.each([
    [{ BOTS_KEY: 'short' }, /^BOTS_KEY is too short.*openssl rand/],
    [{ TURN_URLS: 'turn:turn.example.com' }, /^TURN_URLS is set without TURN_SECRET; set /],
    [{ TURN_SECRET: 'hush' }, /^TURN_SECRET is set without TURN_URLS; set /],
    [{ SMTP_URL: 'mail.example.com:25' }, /^SMTP_URL is not the address of a mail server; it must/],
    [{ SMTP_URL: 'https://u:hush@mail.example' }, /^SMTP_URL is not the address of a mail server/],
    [{ DATABASE_URL: 'postgres://u:hush@db/x' }, /^DATABASE_URL .* not supported yet; unset it/],
    [{ NATS_URL: 'nats://u:hush@bus' }, /^NATS_URL .* not supported yet; unset it/],
  ])('%j', (environment, sentence) => {
    const read = () => readConfig(environment);
    expect(read).toThrow(SetupError);
    expect(read).toThrow(sentence);
    expect(read).not.toThrow(/hush|short"/);
  });
});
