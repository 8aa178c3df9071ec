/** Reads a password from the terminal without showing it, or from standard input. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SetupError } from '../setup-error.ts';

export type PasswordSource = 'prompt' | 'stdin';

/** What is read from standard input at most: a password has at most 256 characters. */
const mostBytes = 4096;

/** @throws SetupError where there is nothing to read from, or the two entries differ. */
export async function askPassword(source: PasswordSource): Promise<string> {
  if (source === 'stdin') return readLine();
  if (!process.stdin.isTTY) {
    throw new SetupError(
      'There is no terminal to ask for the password; pass --password-stdin and write it to standard input.',
    );
  }
  const first = await askHidden('Password: ');
  const second = await askHidden('Password again: ');
  if (first !== second) throw new SetupError('The two passwords differ; nothing was changed.');
  return first;
}

async function readLine(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes || chunk.includes(10)) break;
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1);
  if (line === '') throw new SetupError('Standard input holds no password; write one line to it.');
  return line;
}

/** The terminal echoes nothing: the line editor writes to a stream that forgets. */
function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve, reject) => {
    editor.once('SIGINT', () => {
      process.stderr.write('\n');
      editor.close();
      reject(new SetupError('Cancelled; nothing was changed.'));
    });
    editor.question('', (line) => {
      process.stderr.write('\n');
      editor.close();
      resolve(line);
    });
  });
}
