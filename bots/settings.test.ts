import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyFrom, serverFrom } from './settings.ts';

test.each([
  [{}, 'http://127.0.0.1:8080'],
  [{ PORT: '9000' }, 'http://127.0.0.1:9000'],
  [{ HOST: '0.0.0.0', PORT: '80' }, 'http://127.0.0.1'],
  [{ HOST: '::1' }, 'http://[::1]:8080'],
  [{ PUBLIC_URL: 'https://chat.example' }, 'https://chat.example'],
  [{ PUBLIC_URL: 'https://chat.example', PORT: '9000' }, 'http://127.0.0.1:9000'],
  [{ PARLEY_URL: 'https://a.example/x', PORT: '9000' }, 'https://a.example'],
])('%j means %s', (env, server) => {
  expect(serverFrom(env)).toEqual({ ok: true, value: server });
});

test('a port that names no address, or no URL at all, is refused with a sentence', () => {
  expect(serverFrom({ PORT: '0' })).toMatchObject({
    refusal: expect.stringContaining('PARLEY_URL'),
  });
  expect(serverFrom({ PARLEY_URL: 'chat' })).toMatchObject({
    refusal: expect.stringContaining('"chat"'),
  });
});

test('the key comes from BOTS_KEY, else from the data folder, else a sentence says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bots-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(keyFrom({ DATA_DIR: folder }, 3)).toMatchObject({
    refusal: expect.stringContaining(folder),
  });
  writeFileSync(join(folder, 'bots.key'), 'from-the-file\n');
  expect(keyFrom({ DATA_DIR: folder }, 3)).toEqual({ ok: true, value: 'from-the-file' });
  expect(keyFrom({ DATA_DIR: folder, BOTS_KEY: 'given' }, 3)).toEqual({ ok: true, value: 'given' });
});

test('BOT_KEY is the key of one bot, so only one may be named with it', () => {
  const env = { BOT_KEY: 'its own', BOTS_KEY: 'of all' };
  expect(keyFrom(env, 1)).toEqual({ ok: true, value: 'its own' });
  expect(keyFrom(env, 2)).toMatchObject({ refusal: expect.stringContaining('BOT_KEY') });
});
