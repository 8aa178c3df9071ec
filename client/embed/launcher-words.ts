/** What the launcher says before the chat is there: one sentence, in all languages in the first script. */
import type { Language } from '../words/language.ts';

export const launcherWords: Readonly<Record<Language, string>> = {
  en: 'Open chat',
  de: 'Chat öffnen',
  es: 'Abrir el chat',
  fr: 'Ouvrir le chat',
  ar: 'فتح المحادثة',
};
