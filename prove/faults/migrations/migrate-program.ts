/** `migrate-program.ts <database> <migration> <statement>`: migrates, and is killed after that statement. */
import { interrupted } from './interrupted.ts';

const [path = '', migration = '', after = ''] = process.argv.slice(2);
await interrupted(path, Number(migration), Number(after), () => {
  process.kill(process.pid, 'SIGKILL');
});
