/**
 * Loaded before a server that must fail; a proof that does not notice proves nothing. MUTANT says which:
 * - `normal` commits without a sync, as SQLite does with `synchronous=NORMAL` in WAL mode;
 * - `trusting` believes what an earlier process left in memory.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const isNodeApi = Number(process.versions.napi) >= 10;
const changes = {
  normal: (source) => source.replace(/^synchronous\s*=.*$/, 'synchronous = NORMAL'),
  trusting: (source) => source.replace(/^wal_checkpoint\(TRUNCATE\)$/, 'busy_timeout'),
};
const change = changes[process.env.MUTANT];

for (const name of [...(isNodeApi ? ['better-sqlite3-node-api'] : []), 'better-sqlite3']) {
  let Connection;
  try {
    Connection = load(name);
  } catch {
    // One of the two is installed; where it is neither, the server does not start.
    continue;
  }
  const { pragma } = Connection.prototype;
  Connection.prototype.pragma = function (source, options) {
    return pragma.call(this, change(source), options);
  };
}
