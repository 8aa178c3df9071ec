/** Starting programs and waiting for them. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** Node 20 prints a warning when Web Crypto makes an Ed25519 key; ours work, and users cannot do anything about it. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning'];

/**
 * Bots keep what they make or drop it at once: in new spaces of 2 MB instead of 16, three hundred conversations take a
 * sixth less memory, and no more time. It cannot be set once a program runs.
 *
 * @param name of a built program
 */
export const flagsOf = (name) =>
  name === 'bots' ? [...nodeFlags, '--max-semi-space-size=2'] : nodeFlags;

/**
 * Runs a program with our own input and output.
 * @returns its exit code; 1 when a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((done, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const stopForwarding = forwardSignals(child);
    child.on('error', (error) => (stopForwarding(), reject(error)));
    child.on('exit', (code) => (stopForwarding(), done(code ?? 1)));
  });
}

/** Runs one of the built programs (dist/node/<name>.js) from the caller's folder. */
export function runBuilt(name, args, options = {}) {
  const program = resolve(root, 'dist/node', `${name}.js`);
  return run(process.execPath, [...flagsOf(name), program, ...args], {
    cwd: process.cwd(),
    ...options,
  });
}

/** Runs a program of node_modules/.bin. */
export function runTool(name, args, options = {}) {
  return run(resolve(root, 'node_modules/.bin', name), args, options);
}

/**
 * What ends us ends the child first. At a terminal, Ctrl-C reaches the child without our help.
 * @returns the undo
 */
export function forwardSignals(child) {
  const terminate = () => child.kill('SIGTERM');
  const interrupt = () => void (process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', terminate);
  process.on('SIGINT', interrupt);
  return () => {
    process.off('SIGTERM', terminate);
    process.off('SIGINT', interrupt);
  };
}
