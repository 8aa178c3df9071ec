import { expect, test } from 'vitest';
import { packagesFor, wrongBuild } from './sqlite.ts';

// That the version which is loaded does not end the process is seen by programs.test.ts.
test('a Node without Node-API 10 never loads the version that crashes there, every other one prefers it', () => {
  expect(packagesFor(9)).toEqual(['better-sqlite3']);
  expect(packagesFor(10)).toEqual(['better-sqlite3-node-api', 'better-sqlite3']);
  expect(packagesFor(11)).toEqual(['better-sqlite3-node-api', 'better-sqlite3']);
});

test('a module that was built for another Node is told by its remedy', () => {
  const failed = Object.assign(new Error('compiled against a different Node.js version'), {
    code: 'ERR_DLOPEN_FAILED',
  });
  expect(wrongBuild(failed)?.message).toContain('run "npm ci" again');
  expect(wrongBuild(new Error('Could not locate the bindings file. Tried: …'))).toBeDefined();
  expect(wrongBuild(Object.assign(new Error(), { code: 'SQLITE_FULL' }))).toBeUndefined();
  expect(wrongBuild('nothing')).toBeUndefined();
});
