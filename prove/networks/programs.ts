/** Command lines of programs of ours, as they run in the laboratory. */
import { resolve } from 'node:path';

/** `built`: what people run. `source`: for tests, which must not depend on a build. */
export type Code = 'built' | 'source';

const root = resolve(import.meta.dirname, '../..');

/**
 * @param source from the root of the project
 * @param built a program of `dist/node`; absent where there is none
 */
export function programLine(code: Code, source: string, built?: string): string[] {
  if (code === 'built' && built !== undefined) {
    const quiet = '--disable-warning=ExperimentalWarning';
    return [process.execPath, quiet, resolve(root, `dist/node/${built}.js`)];
  }
  const tsx = resolve(root, 'node_modules/tsx/dist/loader.mjs');
  return [process.execPath, '--import', `file://${tsx}`, resolve(root, source)];
}
