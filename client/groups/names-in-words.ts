import { language, t } from '../words/words.ts';

/** @returns "Ana", "Ana and Ben", "Ana, Ben and 3 others" */
export function namesInWords(names: readonly string[], most = 3): string {
  const shown = names.length <= most ? names : names.slice(0, most - 1);
  const others = names.length - shown.length;
  const parts = others === 0 ? shown : [...shown, t('readers.others', { count: others })];
  // As the other sentences are written: no comma before "and".
  const locale = language() === 'en' ? 'en-GB' : language();
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}
