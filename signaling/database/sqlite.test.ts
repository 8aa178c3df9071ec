import { expect, test } from 'vitest';
import { packagesFor } from './sqlite.ts';

// That the version which is loaded does not end the process is seen by programs.test.ts.
test('a Node without Node-API 10 never loads the version that crashes there, every other one prefers it', () => {
  expect(packagesFor(9)).toEqual(['better-sqlite3']);
  expect(packagesFor(10)).toEqual(['better-sqlite3-node-api', 'better-sqlite3']);
  expect(packagesFor(11)).toEqual(['better-sqlite3-node-api', 'better-sqlite3']);
});
