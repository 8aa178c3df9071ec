import { spawn } from 'node:child_process';

/** Runs a program to its end. @returns what it printed. @throws with what it complained of where it fails. */
export function command(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: 'pipe' });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) done(out);
      else fail(new Error(`"${program} ${args.join(' ')}" ended with ${code}: ${err}${out}`));
    });
    // A program that did not wait for its input says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
