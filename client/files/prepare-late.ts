/** What makes a chosen file ready. It comes when the page has nothing else to do, or with the first file. */
import { refuse, type Result } from '../../conversation/protocol/result.ts';
import { t } from '../words/words.ts';
import type { Prepared } from './prepare.ts';

/** @returns undefined where it cannot be loaded now */
export const loadPrepare = () =>
  import('./prepare.ts').then(
    ({ prepareFile }) => prepareFile,
    () => undefined,
  );

/** @returns a sentence where it cannot be sent. */
export async function prepareLate(chosen: File): Promise<Result<Prepared, string>> {
  const prepareFile = await loadPrepare();
  return prepareFile?.(chosen) ?? refuse(t('attach.unreadable'));
}
